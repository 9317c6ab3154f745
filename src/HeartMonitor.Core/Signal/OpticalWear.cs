using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// Whether an optical sensor can be on an arm at all: it cannot say so itself. Many short gaps, or a resting pulse during work, are the
/// picture of a band on a table (domain-facts 5.1, decisions 7: either is enough).
/// </summary>
internal sealed class OpticalWear(RuleOptions rules)
{
    private readonly Queue<DateTimeOffset> _gaps = new();
    private DateTimeOffset? _lastAt;
    private DateTimeOffset? _holdsUntil;
    private int _lastBpm;
    private int _nearRestSeconds;

    /// <summary>Since when the pattern is implausible; null when it is not.</summary>
    public DateTimeOffset? ImplausibleSince { get; private set; }

    /// <summary>A reading came, bpm, believed or not.</summary>
    public void Reading(DateTimeOffset at, int bpm)
    {
        if (_lastAt is { } before && (at - before).TotalSeconds > rules.GapSeconds) _gaps.Enqueue(at);
        (_lastAt, _lastBpm) = (at, bpm);
        Judge(at);
    }

    /// <summary>A second went by.</summary>
    /// <param name="at">Now.</param>
    /// <param name="restingHr">Resting rate, bpm, while work is done that must raise it; else null.</param>
    public void Second(DateTimeOffset at, double? restingHr)
    {
        var nearRest = restingHr is { } rest && _lastAt is not null && Math.Abs(_lastBpm - rest) <= rules.NearRestBpm;
        _nearRestSeconds = nearRest ? _nearRestSeconds + 1 : 0;
        Judge(at);
    }

    /// <summary>After an interruption of the service nothing is known.</summary>
    public void StartOver()
    {
        _gaps.Clear();
        (_lastAt, _holdsUntil, ImplausibleSince, _nearRestSeconds) = (null, null, null, 0);
    }

    private void Judge(DateTimeOffset at)
    {
        while (_gaps.TryPeek(out var oldest) && (at - oldest).TotalSeconds > rules.GapWindowSeconds) _gaps.Dequeue();
        if (_gaps.Count >= rules.GapsImplausible || _nearRestSeconds >= rules.NearRestSeconds) _holdsUntil = at.AddSeconds(rules.WornAgainSeconds);
        if (_holdsUntil is not { } until || at >= until) ImplausibleSince = null;
        else ImplausibleSince ??= at;
    }
}
