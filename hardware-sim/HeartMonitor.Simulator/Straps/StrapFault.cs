namespace HeartMonitor.Simulator.Straps;

/// <summary>Something that goes wrong with a strap, at a time since its start (domain-facts 9.4). The record is also the truth label.</summary>
/// <param name="From">First moment of it.</param>
/// <param name="Length">How long; zero for a single beat.</param>
public abstract record StrapFault(TimeSpan From, TimeSpan Length)
{
    /// <summary>Comes back this long after its start, again and again; null for once. Longer than the fault.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>True in the half-open span of the fault.</summary>
    public bool Holds(TimeSpan time)
    {
        var since = time - From;
        if (since < TimeSpan.Zero) return false;
        if (Every is { } every) since = TimeSpan.FromTicks(since.Ticks % every.Ticks);
        return since < Length;
    }
}

/// <summary>The radio is silent. After 6 s, a common supervision timeout, the link counts as lost; at the end it comes back.</summary>
public sealed record Dropout(TimeSpan From, TimeSpan Length) : StrapFault(From, Length)
{
    public static TimeSpan SupervisionTimeout { get; } = TimeSpan.FromSeconds(6);
}

/// <summary>
/// Electrodes off the skin. With the contact bit a strap says so, and sends either <c>14 00</c> or its last value; without it the last value
/// is all there is.
/// </summary>
/// <param name="From">First moment.</param>
/// <param name="Length">How long.</param>
/// <param name="Frozen">Sends its last value in place of zero.</param>
public sealed record ContactLost(TimeSpan From, TimeSpan Length, bool Frozen) : StrapFault(From, Length);

/// <summary>Heart rate 0 while worn, as optical straps are known to send for seconds.</summary>
public sealed record ZeroRun(TimeSpan From, TimeSpan Length) : StrapFault(From, Length);

/// <summary>An optical strap on the table: a random walk from 60 to 110 bpm.</summary>
public sealed record OffBody(TimeSpan From, TimeSpan Length) : StrapFault(From, Length);

/// <summary>The first beat from then on is not seen: two intervals become one.</summary>
public sealed record MissedBeat(TimeSpan From) : StrapFault(From, TimeSpan.Zero);

/// <summary>A beat is seen that was none: the first interval that ends from then on is split 0.3 to 0.7.</summary>
public sealed record ExtraBeat(TimeSpan From) : StrapFault(From, TimeSpan.Zero);
