namespace HeartMonitor.Simulator.Straps;

/// <summary>Single beats go wrong, the rate does not: intervals are what the artefact step judges, never the gate of the rate.</summary>
/// <param name="From">It acts on the first beat from then on.</param>
/// <param name="Beats">Beats that it takes.</param>
public abstract record BeatFault(TimeSpan From, int Beats) : StrapFault(From, TimeSpan.Zero)
{
    /// <summary>Longest interval that is reckoned with, one second: a beat at 60 bpm.</summary>
    private static readonly TimeSpan LongBeat = TimeSpan.FromSeconds(1);

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since < DetectionDelays.Smoothing + (LongBeat * Beats) ? SecondTruth.Aside(Kind, WhyUnjudged.BeatsOnly) : SecondTruth.Clean;
}

/// <summary>The first beat from then on is not seen: two intervals become one.</summary>
public sealed record MissedBeat(TimeSpan From) : BeatFault(From, 1)
{
    public override FaultKind Kind => FaultKind.MissedBeat;
}

/// <summary>A beat is seen that was none: the first interval that ends from then on is split 0.3 to 0.7.</summary>
public sealed record ExtraBeat(TimeSpan From) : BeatFault(From, 1)
{
    public override FaultKind Kind => FaultKind.ExtraBeat;
}

/// <summary>A premature beat and the pause after it: 0.7 of an interval, then 1.3.</summary>
public sealed record Ectopic(TimeSpan From) : BeatFault(From, 2)
{
    public override FaultKind Kind => FaultKind.Ectopic;
}

/// <summary>Five premature beats in a row, 0.7 of an interval each, and the pause that brings the heart back into its own time: 1.5.</summary>
public sealed record EctopicRun(TimeSpan From) : BeatFault(From, RunBeats)
{
    /// <summary>domain-facts 9.4.</summary>
    internal const int RunBeats = 5;

    public override FaultKind Kind => FaultKind.EctopicRun;
}

/// <summary>Every interval is 500 ms exactly (raw 512), whatever the heart does; the rate is right (domain-facts 1.5). Without intervals: nothing.</summary>
public sealed record RrFiller(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.RrFiller;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since < Length && moment.Profile != StrapProfile.Optical ? SecondTruth.Aside(Kind, WhyUnjudged.BeatsOnly) : SecondTruth.Clean;
}
