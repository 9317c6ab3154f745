namespace HeartMonitor.Research.Artefacts;

/// <summary>
/// What is wrong with which beats. Numbers are beats: 0 starts the first interval, k ends interval k-1 (contracts 5). Each beat is in one
/// list at most; every list grows.
/// </summary>
public sealed record BeatArtefacts
{
    /// <summary>Nothing is said against any beat.</summary>
    public static BeatArtefacts None { get; } = new() { Ectopic = [], Missed = [], Extra = [], LongShort = [] };

    /// <summary>Beats out of turn: early or late, with an opposite interval beside them.</summary>
    public required IReadOnlyList<int> Ectopic { get; init; }

    /// <summary>Beats that end an interval in which one beat was not seen.</summary>
    public required IReadOnlyList<int> Missed { get; init; }

    /// <summary>Beats that are none: without them two short intervals make one that fits.</summary>
    public required IReadOnlyList<int> Extra { get; init; }

    /// <summary>Beats that end an interval too long or too short for any of the others.</summary>
    public required IReadOnlyList<int> LongShort { get; init; }

    public int Count => Ectopic.Count + Missed.Count + Extra.Count + LongShort.Count;
}
