#pragma warning disable RS0030 // A port is where asynchronous edges meet the core; no rule calls it.
namespace HeartMonitor.Core.Ports;

/// <summary>
/// A place that committed journal rows are sent to: InfluxDB, MQTT.
/// </summary>
/// <remarks>
/// The contract, which <c>ForwardTargetContract</c> in the tests holds every target to. The forwarder calls <see cref="SendAsync"/> with rows in
/// order, one call at a time, and saves its position only after the answer; after a crash the same rows come again, so sending must
/// be idempotent at the receiver. World faults (refused, unreachable, too slow) are answers; an exception is a bug and counts as
/// <see cref="ForwardResult.Keep"/>. Rows that are of no interest to the target count as accepted.
/// </remarks>
public interface IForwardTarget
{
    /// <summary>Name of the cursor, the metrics and the health line; stable over restarts.</summary>
    string Name { get; }

    /// <summary>Sends rows, oldest first.</summary>
    /// <returns>Accepted (with rows the receiver will never take, which become dead letters), or keep: try the same rows again.</returns>
    Task<ForwardResult> SendAsync(IReadOnlyList<JournalRow> rows, CancellationToken cancellation);
}

/// <summary>A row that the receiver will never take.</summary>
/// <param name="Seq">Its journal position.</param>
/// <param name="Reason">The receiver's words, cut to 500 characters; holds no secret.</param>
public sealed record RejectedRow(long Seq, string Reason);

/// <summary>What became of a batch.</summary>
public abstract record ForwardResult
{
    private ForwardResult() { }

    /// <summary>Everything is at the receiver, save the rows it will never take.</summary>
    public sealed record Accepted(IReadOnlyList<RejectedRow> Rejected) : ForwardResult
    {
        public static Accepted All { get; } = new([]);
    }

    /// <summary>Nothing is certain: keep the position and send the same rows again.</summary>
    /// <param name="Reason">For the health page; holds no secret.</param>
    /// <param name="RetryAfter">The receiver's wish; null for the forwarder's own backoff.</param>
    public sealed record Keep(string Reason, TimeSpan? RetryAfter = null) : ForwardResult;
}
