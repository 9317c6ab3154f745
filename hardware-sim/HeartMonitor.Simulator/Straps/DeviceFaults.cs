namespace HeartMonitor.Simulator.Straps;

/// <summary>The first seconds of wear: intervals are garbage, the rate is right (domain-facts 1.5, Polar H10).</summary>
public sealed record StartOfWear(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.StartOfWear;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since < Length && moment.Profile != StrapProfile.Optical ? SecondTruth.Aside(Kind, WhyUnjudged.BeatsOnly) : SecondTruth.Clean;
}

/// <summary>More intervals than the second had beats: eight in each packet, the same again and again (domain-facts 1.5, WHOOP). The rate is right.</summary>
public sealed record OverEmission(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    /// <summary>domain-facts 1.5.</summary>
    internal const int Intervals = 8;

    public override FaultKind Kind => FaultKind.OverEmission;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since < Length && moment.Profile != StrapProfile.Optical ? SecondTruth.Aside(Kind, WhyUnjudged.BeatsOnly) : SecondTruth.Clean;
}
