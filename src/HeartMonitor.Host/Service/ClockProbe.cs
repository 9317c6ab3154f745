using HeartMonitor.Core.Service;

namespace HeartMonitor.Host.Service;

/// <summary>Whether the machine's clock was set: it is held against the time that has gone by.</summary>
/// <param name="machine">The machine's clock and its running time.</param>
internal sealed class ClockProbe(TimeProvider machine)
{
    /// <summary>Less than this is a clock that is being kept right. Ours: stamps of 1 Hz stay in their order.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    private DateTimeOffset _expected = machine.GetUtcNow();
    private long _seenAt = machine.GetTimestamp();
    private int _steps;
    private Finding? _last;

    internal IEnumerable<Finding> Look()
    {
        var (now, stamp) = (machine.GetUtcNow(), machine.GetTimestamp());
        var step = now - (_expected + machine.GetElapsedTime(_seenAt, stamp));
        (_expected, _seenAt) = (now, stamp);
        if (step.Duration() >= Least) _last = new("clock", new ClockStepped(Math.Round(step.TotalSeconds, 1)), ++_steps);
        if (_last is { } told) yield return told; // the feed passes over what it told
    }
}
