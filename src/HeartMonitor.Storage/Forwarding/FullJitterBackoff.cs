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
    private int _failures;

    internal TimeSpan Next()
    {
        var upperEnd = first.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 30));
        return TimeSpan.FromSeconds(Math.Min(upperEnd, longest.TotalSeconds) * random());
    }

    /// <summary>It works again.</summary>
    internal void Reset() => _failures = 0;
}
