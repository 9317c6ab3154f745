namespace HeartMonitor.Pipeline.Uplink;

/// <summary>What a gateway did with its packets since its start. A snapshot.</summary>
/// <param name="Taken">In the queue, on disk.</param>
/// <param name="Unstored">Heard while the disk took nothing: they went on live if there was a link.</param>
/// <param name="Delivered">Acknowledged by the broker.</param>
/// <param name="Refused">Turned away for good by the site.</param>
/// <param name="Dropped">Thrown away, oldest first: the queue was full, or they were too old.</param>
/// <param name="Waiting">Not acknowledged yet.</param>
/// <param name="WaitingBytes">What these take of the queue.</param>
/// <param name="OldestSeconds">Age of the oldest of these; 0 when there is none.</param>
/// <param name="DiskFault">Why the disk takes nothing; null while it does.</param>
public sealed record OutboxTally(
    long Taken, long Unstored, long Delivered, long Refused, long Dropped, long Waiting, long WaitingBytes, double OldestSeconds, string? DiskFault);
