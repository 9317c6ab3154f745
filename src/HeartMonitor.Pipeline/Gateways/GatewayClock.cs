using HeartMonitor.Core;

namespace HeartMonitor.Pipeline.Gateways;

/// <summary>
/// A gateway's monotonic clock in terms of ours. The quickest way a message ever took shows how the two stand; a message that waited looks
/// slower and changes nothing, so a backlog is known for what it is. The bound leaks upward by <see cref="Drift"/>, for clocks that run slow.
/// A clock that stepped (a machine that slept, a board that was set) makes every message late by the same. After <see cref="SteadyFor"/> of that it is taken
/// at its new word, but only where a queue cannot look like that: it went back, or messages say when they were sent. A clock that stands still while new
/// packets come says nothing: they count as of their arrival, and when it goes again it is taken at its word.
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

    /// <summary>So many messages with new packets and the same stamp are a clock that stands still. Ours: two may be of one instant.</summary>
    private const int StandsAfter = 3;

    private double? _offsetUs;
    private DateTimeOffset _at;
    private (double Low, double High, DateTimeOffset Since)? _late;
    private long _highest = long.MinValue;
    private bool _wentBack;
    private (long MonoUs, long Number, int Messages, DateTimeOffset Since) _stand;

    /// <summary>It stands still: stamps mean nothing, and what comes is of now.</summary>
    internal bool StandsStill { get; private set; }

    /// <summary>The gateway's clock showed <paramref name="monoUs"/> no later than <paramref name="now"/> of ours.</summary>
    /// <param name="monoUs">Its clock, microseconds.</param>
    /// <param name="now">Ours.</param>
    /// <param name="isSent">It is the instant of sending, so that no queue is in it.</param>
    /// <param name="number">Highest number of the message's packets: one that comes again has no higher one.</param>
    internal void Hear(long monoUs, DateTimeOffset now, bool isSent = false, long number = 0)
    {
        LookWhetherItStands(monoUs, number, now);
        if (StandsStill) return;
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
        if (StandsStill) return now;
        var age = now.ToUnixMicroseconds() - (monoUs + (_offsetUs ?? now.ToUnixMicroseconds() - monoUs));
        return age <= 0 ? now : now.AddMicroseconds(-Math.Min(age, TimeSpan.FromDays(1).TotalMicroseconds));
    }

    private void LookWhetherItStands(long monoUs, long number, DateTimeOffset now)
    {
        if (monoUs != _stand.MonoUs || _stand.Messages == 0)
        {
            if (StandsStill) (_offsetUs, _late, _wentBack, _highest) = (null, null, false, long.MinValue); // it goes again
            (StandsStill, _stand) = (false, (monoUs, number, 1, now));
            return;
        }

        if (number <= _stand.Number) return; // nothing new in it: the same message again
        _stand = _stand with { Number = number, Messages = _stand.Messages + 1 };
        StandsStill = _stand.Messages >= StandsAfter && now - _stand.Since >= Step;
    }
}
