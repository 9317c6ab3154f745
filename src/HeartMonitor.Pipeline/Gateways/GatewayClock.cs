using HeartMonitor.Core;

namespace HeartMonitor.Pipeline.Gateways;

/// <summary>
/// A gateway's monotonic clock in terms of ours. The quickest way a message ever took shows how the two stand; a message that waited looks
/// slower and changes nothing, so a backlog is known for what it is. The bound leaks upward by <see cref="Drift"/>, for clocks that run slow.
/// </summary>
internal sealed class GatewayClock
{
    /// <summary>Part of a second per second. Ours: crystals keep 0.0001.</summary>
    private const double Drift = 0.0002;

    private double? _offsetUs;
    private DateTimeOffset _at;

    /// <summary>The gateway's clock showed <paramref name="monoUs"/> no later than <paramref name="now"/> of ours.</summary>
    internal void Hear(long monoUs, DateTimeOffset now)
    {
        var seen = (double)(now.ToUnixMicroseconds() - monoUs);
        _offsetUs = _offsetUs is { } known ? Math.Min(known + ((now - _at).TotalMicroseconds * Drift), seen) : seen;
        _at = now;
    }

    /// <summary>When that was by our clock, never after <paramref name="now"/>.</summary>
    internal DateTimeOffset ToOurs(long monoUs, DateTimeOffset now)
    {
        var age = now.ToUnixMicroseconds() - (monoUs + (_offsetUs ?? now.ToUnixMicroseconds() - monoUs));
        return age <= 0 ? now : now.AddMicroseconds(-Math.Min(age, TimeSpan.FromDays(1).TotalMicroseconds));
    }
}
