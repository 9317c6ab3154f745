using HeartMonitor.Core.Ports;

namespace HeartMonitor.Storage.Journal;

/// <summary>A sink's new position with the rows it will never take: one transaction, so neither is without the other.</summary>
internal sealed record CursorSave(string Sink, long Seq, IReadOnlyList<RejectedRow> Rejected)
{
    internal TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
