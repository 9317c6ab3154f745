namespace HeartMonitor.Core.Recordings;

/// <summary>A trackpoint with the line it begins at, for faults that show only later.</summary>
internal sealed record TcxTrackpoint
{
    internal required int Line { get; init; }

    internal DateTimeOffset At { get; init; }

    internal int? HeartRateBpm { get; init; }

    internal double? PowerW { get; init; }

    internal double? SpeedMps { get; init; }
}
