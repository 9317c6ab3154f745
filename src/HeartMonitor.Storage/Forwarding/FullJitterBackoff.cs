namespace HeartMonitor.Storage.Forwarding;

/// <summary>
/// Waits after failures: anything from nothing to an upper end that doubles with each failure. Full jitter, so that many senders do not
/// come back together (ecosystem-reliability 1b).
/// </summary>
/// <param name="first">Upper end after the first failure.</param>
/// <param name="longest">The upper end never passes this.</param>
/// <param name="random">0 to below 1.</param>
internal sealed class FullJitterBackoff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    private TimeSpan _upperEnd = first;

    internal TimeSpan Next()
    {
        var wait = _upperEnd * random();
        _upperEnd = _upperEnd * 2 < longest ? _upperEnd * 2 : longest;
        return wait;
    }

    /// <summary>It works again.</summary>
    internal void Reset() => _upperEnd = first;
}
