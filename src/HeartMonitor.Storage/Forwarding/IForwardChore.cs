using HeartMonitor.Core.Ports;

namespace HeartMonitor.Storage.Forwarding;

/// <summary>Something that a forwarder does between its rows, when nothing waits: so that its target never has two calls at once.</summary>
internal interface IForwardChore
{
    /// <summary>True when there is something to do now. Cheap: asked after every send.</summary>
    bool IsDue { get; }

    /// <summary>Does one step of it, a request or two; returns the rows that the target will never take, with what to forget.</summary>
    /// <param name="delivered">Everything up to this position is at the target or dead-lettered.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<ChoreResult> StepAsync(long delivered, CancellationToken cancellation);
}

/// <summary>What a step of a chore leaves to save.</summary>
/// <param name="Rejected">New dead letters.</param>
/// <param name="Revived">Dead letters that are none any more.</param>
/// <param name="Cursor">A position of the chore's own; null for none.</param>
/// <param name="Seq">That position.</param>
internal sealed record ChoreResult(IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<long> Revived, string? Cursor = null, long? Seq = null)
{
    internal static ChoreResult Nothing { get; } = new([], []);
}
