namespace HeartMonitor.Simulator.Straps;

/// <summary>A fault as a story or a model asks for it: at a time, or so often an hour. What it leaves open is drawn from the seed.</summary>
public sealed record FaultSpec
{
    public required FaultKind Kind { get; init; }

    /// <summary>Seconds since the start; null for one that comes <see cref="PerHour"/>.</summary>
    public double? At { get; init; }

    /// <summary>Comes back so many seconds after each start; only with <see cref="At"/>.</summary>
    public double? Every { get; init; }

    /// <summary>Mean number an hour, above 0; null for one at a time.</summary>
    public double? PerHour { get; init; }

    /// <summary>With <see cref="PerHour"/>: the first second in which it may begin.</summary>
    public double From { get; init; }

    /// <summary>With <see cref="PerHour"/>: it begins before this second; null for no end.</summary>
    public double? To { get; init; }

    /// <summary>Shortest and longest, seconds; null for what is usual for its kind.</summary>
    public (double Shortest, double Longest)? Seconds { get; init; }

    /// <summary>Contact lost: sends its last value in place of zero.</summary>
    public bool? Frozen { get; init; }

    /// <summary>Stuck: the whole packet, not only the rate.</summary>
    public bool? Whole { get; init; }

    /// <summary>Dry spike: with garbage intervals.</summary>
    public bool? Intervals { get; init; }

    /// <summary>Cadence lock: counts every other step.</summary>
    public bool? Half { get; init; }

    /// <summary>Clock jump, seconds.</summary>
    public double? By { get; init; }

    /// <summary>Off body: zeros after so many seconds.</summary>
    public double? ZeroAfter { get; init; }

    /// <summary>Address change: the new strap id.</summary>
    public string? Address { get; init; }

    /// <summary>Swapped: strap id of whom it is exchanged with.</summary>
    public string? With { get; init; }
}
