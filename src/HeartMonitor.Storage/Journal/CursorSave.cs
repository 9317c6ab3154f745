using HeartMonitor.Core.Ports;

namespace HeartMonitor.Storage.Journal;

/// <summary>A sink's new position with the rows it will never take: one transaction, so neither is without the other.</summary>
/// <param name="Sink">Whose dead letters these are.</param>
/// <param name="Cursor">Name of the position; that of the sink, or of a range that it has beyond its position.</param>
/// <param name="Seq">The position; null leaves it alone.</param>
/// <param name="Rejected">Rows it will never take.</param>
internal sealed record CursorSave(string Sink, string? Cursor, long? Seq, IReadOnlyList<RejectedRow> Rejected)
{
    /// <summary>Dead letters that are none any more.</summary>
    internal IReadOnlyList<long> Revived { get; init; } = [];

    /// <summary>Names of positions that are of no more use.</summary>
    internal IReadOnlyList<string> Forgotten { get; init; } = [];

    internal TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
