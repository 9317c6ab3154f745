namespace HeartMonitor.Simulator.Straps;

/// <summary>
/// Electrodes off the skin. With the contact bit a strap says so, and sends either <c>14 00</c> or its last value; without it the last value
/// is all there is.
/// </summary>
/// <param name="From">First moment.</param>
/// <param name="Length">How long.</param>
/// <param name="Frozen">Sends its last value in place of zero.</param>
public sealed record ContactLost(TimeSpan From, TimeSpan Length, bool Frozen) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.ContactLost;

    private protected override TimeSpan DetectionDelay(StrapProfile profile) =>
        profile == StrapProfile.ChestWithContact ? DetectionDelays.Contact : DetectionDelays.StuckWithoutRr;
}

/// <summary>Heart rate 0 while worn, as optical straps are known to send for seconds.</summary>
public sealed record ZeroRun(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.ZeroRun;
}

/// <summary>An optical strap on the table: a random walk from 60 to 110 bpm.</summary>
public sealed record OffBody(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    /// <summary>Zeros from so long after its begin on, as some do after 10 to 40 s (domain-facts 1.5); null for never.</summary>
    public TimeSpan? ZeroAfter { get; init; }

    public override FaultKind Kind => FaultKind.OffBody;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since >= Length && since < Length + DetectionDelays.Settling ? SecondTruth.Aside(Kind, WhyUnjudged.Settling) : base.TruthAfter(since, moment);

    private protected override TimeSpan DetectionDelay(StrapProfile profile) => DetectionDelays.OffBody;
}

/// <summary>
/// Dry electrodes or a synthetic shirt in the first minutes of wear: 180 to 230 bpm for some seconds. An optical strap has no electrodes.
/// </summary>
/// <param name="From">Within the first 120 s (domain-facts 9.4).</param>
/// <param name="Length">2 to 8 s.</param>
/// <param name="WithIntervals">True for garbage intervals beside it, 250 to 1800 ms without any pattern; false for none.</param>
public sealed record DrySpike(TimeSpan From, TimeSpan Length, bool WithIntervals) : StrapFault(From, Length)
{
    /// <summary>A heart that is about as fast as the spike: no step to see (domain-facts 5.1: up to 12 bpm/s).</summary>
    private const double NoStepBpm = 12;

    public override FaultKind Kind => FaultKind.DrySpike;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment)
    {
        if (moment.Profile == StrapProfile.Optical) return SecondTruth.Clean;
        return since < Length && Math.Abs(moment.SentBpm - moment.HeartBpm) <= NoStepBpm
            ? SecondTruth.Aside(Kind, WhyUnjudged.TooNear)
            : base.TruthAfter(since, moment);
    }
}

/// <summary>An optical strap counts steps in place of beats. It ends while the person stands still.</summary>
/// <param name="From">First moment.</param>
/// <param name="Length">How long.</param>
/// <param name="Half">Counts every other step.</param>
public sealed record CadenceLock(TimeSpan From, TimeSpan Length, bool Half = false) : StrapFault(From, Length)
{
    /// <summary>Without a step of more than this there is nothing to see (domain-facts 5.3).</summary>
    private const double NoStepBpm = 15;

    public override FaultKind Kind => FaultKind.CadenceLock;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment)
    {
        if (moment.Profile != StrapProfile.Optical || since >= Length + DetectionDelays.Settling) return SecondTruth.Clean;
        if (since >= Length) return SecondTruth.Aside(Kind, WhyUnjudged.Settling);
        if (Math.Abs(moment.SentBpm - moment.HeartBpm) <= NoStepBpm) return SecondTruth.Aside(Kind, WhyUnjudged.TooNear);
        return moment.LeapBpm <= NoStepBpm ? SecondTruth.Aside(Kind, WhyUnjudged.NoLeap) : base.TruthAfter(since, moment);
    }

    private protected override TimeSpan DetectionDelay(StrapProfile profile) => DetectionDelays.CadenceLock;
}

/// <summary>The strap's program hangs: the same again and again.</summary>
/// <param name="From">First moment.</param>
/// <param name="Length">How long.</param>
/// <param name="WholePacket">True for the same bytes, intervals and all; false for a rate that stands still while intervals go on.</param>
public sealed record Stuck(TimeSpan From, TimeSpan Length, bool WholePacket) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.Stuck;

    /// <summary>Intervals tell the true rate, from where it is far from the one that stands still (domain-facts 5.2).</summary>
    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment)
    {
        var optical = moment.Profile == StrapProfile.Optical;
        if (optical && since >= Length && since < Length + DetectionDelays.Settling) return SecondTruth.Aside(Kind, WhyUnjudged.Settling);
        if (since >= Length || WholePacket || optical) return base.TruthAfter(since, moment);
        if (moment.OffFor == TimeSpan.Zero) return SecondTruth.Aside(Kind, WhyUnjudged.TooNear);
        return base.TruthAfter(since < moment.OffFor ? since : moment.OffFor, moment);
    }

    private protected override TimeSpan DetectionDelay(StrapProfile profile) =>
        profile == StrapProfile.Optical ? DetectionDelays.StuckWithoutRr
        : WholePacket ? DetectionDelays.StuckPayload
        : DetectionDelays.CrossCheck;
}

/// <summary>The strap is on somebody else (<see cref="StrapSwap"/>): everything is right, and about another person.</summary>
public sealed record Swapped(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.Swapped;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since < Length ? SecondTruth.Aside(Kind, WhyUnjudged.OtherPerson) : SecondTruth.Clean;
}
