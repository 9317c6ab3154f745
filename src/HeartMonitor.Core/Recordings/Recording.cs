namespace HeartMonitor.Core.Recordings;

/// <summary>A recorded session as its file has it: nothing is repaired, sorted, filtered or filled in.</summary>
/// <param name="Start">Instant of the first row, UTC; null when the file does not say (CSV and RR files never do).</param>
/// <param name="Rows">At least one row, in the order of the file. Stamps may repeat and go back.</param>
public sealed record Recording(DateTimeOffset? Start, IReadOnlyList<RecordingRow> Rows)
{
    /// <summary>Farthest row from the first; never negative.</summary>
    public TimeSpan Length => Rows.Max(row => row.Offset);
}

/// <summary>One row of a recording. A blank cell is null, or no intervals.</summary>
/// <param name="Offset">Time since the first row, whose offset is zero; negative when the file goes back beyond its start.</param>
/// <param name="HeartRateBpm">0 to 65535; 0 is what the file says, and means no reading.</param>
/// <param name="RrMs">Intervals that ended in this row, milliseconds, oldest first, 0 or more; empty when there are none.</param>
/// <param name="PowerW">Watts, 0 or more.</param>
/// <param name="SpeedMps">Metres a second, 0 or more.</param>
public readonly record struct RecordingRow(
    TimeSpan Offset,
    int? HeartRateBpm,
    IReadOnlyList<double> RrMs,
    double? PowerW = null,
    double? SpeedMps = null);
