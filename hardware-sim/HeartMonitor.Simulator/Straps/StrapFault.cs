namespace HeartMonitor.Simulator.Straps;

/// <summary>Something that goes wrong with a strap, at a time since its start (domain-facts 9.4). The record is also the truth label.</summary>
/// <param name="From">First moment of it.</param>
/// <param name="Length">How long; zero for a single beat.</param>
public abstract record StrapFault(TimeSpan From, TimeSpan Length)
{
    /// <summary>Comes back this long after its start, again and again; null for once. Longer than the fault.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Its name in tables.</summary>
    public abstract FaultKind Kind { get; }

    /// <summary>The strap is not what it was once the fault is over.</summary>
    internal virtual bool LeavesForGood => false;

    /// <summary>True in the half-open span of the fault.</summary>
    public bool Holds(TimeSpan time) => Since(time) is { } since && since < Length;

    /// <summary>Time since the fault last began; null before it first does.</summary>
    public TimeSpan? Since(TimeSpan time)
    {
        var since = time - From;
        if (since < TimeSpan.Zero) return null;
        return Every is { } every ? TimeSpan.FromTicks(since.Ticks % every.Ticks) : since;
    }

    /// <summary>What the fault makes of one second: the truth that a signal gate is held against.</summary>
    public SecondTruth Truth(in FaultMoment moment) => Since(moment.Time) is { } since ? TruthAfter(since, moment) : SecondTruth.Clean;

    /// <summary>The same, <paramref name="since"/> after the fault last began.</summary>
    private protected virtual SecondTruth TruthAfter(TimeSpan since, in FaultMoment moment) =>
        since < Length ? SecondTruth.Faulty(Kind, since, DetectionDelay(moment.Profile)) : SecondTruth.Clean;

    /// <summary>What a gate is allowed before it must know (<see cref="DetectionDelays"/>).</summary>
    private protected virtual TimeSpan DetectionDelay(StrapProfile profile) => TimeSpan.Zero;
}
