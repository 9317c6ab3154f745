namespace HeartMonitor.Mqtt.Brokers;

/// <summary>Counters of the link. Safe to call from any thread.</summary>
internal sealed class LinkTally
{
    private long _published;
    private long _dropped;
    private long _rejected;
    private long _requests;
    private volatile string? _lastError;

    /// <summary>One plain sentence about the last fault; null when there was none.</summary>
    internal string? LastError => _lastError;

    internal long Published => Interlocked.Read(ref _published);

    internal long Dropped => Interlocked.Read(ref _dropped);

    internal long Rejected => Interlocked.Read(ref _rejected);

    internal long Requests => Interlocked.Read(ref _requests);

    internal void NoteError(string sentence) => _lastError = sentence;

    internal void CountPublished() => Interlocked.Increment(ref _published);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountRejected() => Interlocked.Increment(ref _rejected);

    internal void CountRequest() => Interlocked.Increment(ref _requests);
}
