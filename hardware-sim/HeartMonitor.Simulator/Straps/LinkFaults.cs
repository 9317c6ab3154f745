namespace HeartMonitor.Simulator.Straps;

/// <summary>The radio is silent. After 6 s, a common supervision timeout, the link counts as lost; at the end it comes back.</summary>
public sealed record Dropout(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public static TimeSpan SupervisionTimeout { get; } = TimeSpan.FromSeconds(6);

    public override FaultKind Kind => FaultKind.Dropout;

    private protected override TimeSpan DetectionDelay(StrapProfile profile) => DetectionDelays.Silence;
}

/// <summary>
/// The way from the strap is jammed: packets wait, and all come at once in its last second. Nobody lost the link. The values are those of the
/// seconds that they were measured in, all with one stamp.
/// </summary>
public sealed record DelayedBurst(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.DelayedBurst;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since >= Length - TimeSpan.FromSeconds(1) && since < Length
            ? SecondTruth.Aside(Kind, WhyUnjudged.StampOnly)
            : base.TruthAfter(since, moment);

    private protected override TimeSpan DetectionDelay(StrapProfile profile) => DetectionDelays.Silence;
}

/// <summary>Every packet comes twice.</summary>
public sealed record DuplicatedPackets(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.Duplicated;

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since < Length ? SecondTruth.Aside(Kind, WhyUnjudged.BeatsOnly) : SecondTruth.Clean;
}

/// <summary>The clock that stamps the packets jumps, and jumps back at the end.</summary>
/// <param name="From">First packet with a wrong stamp.</param>
/// <param name="Length">How long.</param>
/// <param name="By">Added to the stamps.</param>
public sealed record ClockJump(TimeSpan From, TimeSpan Length, TimeSpan By) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.ClockJump;

    /// <summary>The seconds that the clock leapt over or lives twice cannot be judged; the values before and after can.</summary>
    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment)
    {
        var leap = By.Duration() + TimeSpan.FromSeconds(1);
        return since < leap || (since >= Length && since < Length + leap) ? SecondTruth.Aside(Kind, WhyUnjudged.StampOnly) : SecondTruth.Clean;
    }
}

/// <summary>The strap starts anew under another address: silence, then packets that nobody bound to a person.</summary>
public sealed record AddressChange : StrapFault
{
    /// <param name="from">First silent moment.</param>
    /// <param name="length">Silence, longer than the supervision timeout.</param>
    /// <param name="address">Its strap id from then on.</param>
    /// <exception cref="ArgumentOutOfRangeException">So short that the link would not be lost.</exception>
    public AddressChange(TimeSpan from, TimeSpan length, string address)
        : base(from, length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, Dropout.SupervisionTimeout);
        Address = address;
    }

    public string Address { get; }

    public override FaultKind Kind => FaultKind.AddressChange;

    internal override bool LeavesForGood => true;

    /// <summary>For whoever is bound to the old address it never ends.</summary>
    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        SecondTruth.Faulty(Kind, since, DetectionDelays.Silence);
}

/// <summary>The battery empties evenly. Its level is told beside the packets, which stay what they are.</summary>
/// <param name="From">Full until then.</param>
/// <param name="Length">Until it is empty.</param>
public sealed record BatteryDrain(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public override FaultKind Kind => FaultKind.BatteryDrain;

    internal override bool LeavesForGood => true;

    /// <summary>Percent left, 0 to 100.</summary>
    public int PercentAt(TimeSpan time) => (int)Math.Round(100 * (1 - Math.Clamp((time - From) / Length, 0, 1)));

    private protected override SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) => SecondTruth.Clean;
}
