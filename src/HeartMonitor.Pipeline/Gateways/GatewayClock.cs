using HeartMonitor.Core;

namespace HeartMonitor.Pipeline.Gateways;

/// <summary>
/// A gateway's monotonic clock in terms of ours. The quickest way a message ever took shows how the two stand; a message that waited looks
/// slower and changes nothing, so a backlog is known for what it is. The bound leaks upward by <see cref="Drift"/>, for clocks that run slow.
/// A clock that stepped (a machine that slept, a board that was set) makes every message late by the same. After <see cref="SteadyFor"/> of that it is taken
/// at its new word, but only where a queue cannot look like that: it went back, or messages say when they were sent.
/// </summary>
internal sealed class GatewayClock
{
    /// <summary>Part of a second per second. Ours: crystals keep 0.0001.</summary>
    private const double Drift = 0.0002;

    /// <summary>Late by less than this is no step: as late as a packet may be that is judged. Ours.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    /// <summary>How much messages that are late by the same may differ. Ours: the way takes no longer in a room.</summary>
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(1);

    /// <summary>So long must all be late by the same. Ours: twice the time until lost signal is told (domain-facts 8.3).</summary>
    private static readonly TimeSpan SteadyFor = TimeSpan.FromSeconds(20);

    private double? _offsetUs;
    private DateTimeOffset _at;
    private (double Low, double High, DateTimeOffset Since)? _late;
    private long _highest = long.MinValue;
    private bool _wentBack;

    /// <summary>The gateway's clock showed <paramref name="monoUs"/> no later than <paramref name="now"/> of ours.</summary>
    /// <param name="monoUs">Its clock, microseconds.</param>
    /// <param name="now">Ours.</param>
    /// <param name="isSent">It is the instant of sending, so that no queue is in it.</param>
    internal void Hear(long monoUs, DateTimeOffset now, bool isSent = false)
    {
        var seen = (double)(now.ToUnixMicroseconds() - monoUs);
        var expected = _offsetUs + ((now - _at).TotalMicroseconds * Drift) ?? seen;
        _at = now;
        var isLate = seen - expected >= Step.TotalMicroseconds;
        _wentBack = isLate && (_wentBack || monoUs < _highest - Step.TotalMicroseconds);
        _highest = _wentBack ? monoUs : Math.Max(_highest, monoUs);
        _late = !isLate || !(isSent || _wentBack) ? null
            : _late is { } late && Math.Max(late.High, seen) - Math.Min(late.Low, seen) <= Same.TotalMicroseconds ? (Math.Min(late.Low, seen), Math.Max(late.High, seen), late.Since)
            : (seen, seen, now);
        _offsetUs = _late is { } steady && now - steady.Since >= SteadyFor ? steady.Low : Math.Min(expected, seen);
    }

    /// <summary>When that was by our clock, never after <paramref name="now"/>.</summary>
    internal DateTimeOffset ToOurs(long monoUs, DateTimeOffset now)
    {
        var age = now.ToUnixMicroseconds() - (monoUs + (_offsetUs ?? now.ToUnixMicroseconds() - monoUs));
        return age <= 0 ? now : now.AddMicroseconds(-Math.Min(age, TimeSpan.FromDays(1).TotalMicroseconds));
    }
}
