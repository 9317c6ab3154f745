namespace HeartMonitor.Simulator.ScenarioPlayer;

/// <summary>
/// The service's clock as seen from here: it runs at a known speed, and every answer with the service's stamp bounds where it stands. A stamp
/// is given after the question left, so the tightest of these bounds is the best guess, and never a stamp too early.
/// </summary>
/// <param name="speed">How many times faster than ours it runs, above 0.</param>
public sealed class HostClock(double speed)
{
    private DateTimeOffset _zero;
    private TimeSpan? _zeroIs;

    /// <summary>The service stamped <paramref name="stamp"/> no earlier than <paramref name="asked"/> of our monotonic time.</summary>
    public void Hear(DateTimeOffset stamp, TimeSpan asked)
    {
        if (_zeroIs is null) (_zero, _zeroIs) = (stamp, asked);
        else if (asked - ((stamp - _zero) / speed) is var bound && bound > _zeroIs) _zeroIs = bound;
    }

    /// <summary>When the service's clock will show <paramref name="instant"/>, in our monotonic time.</summary>
    /// <exception cref="InvalidOperationException">Nothing was heard yet.</exception>
    public TimeSpan WhenIs(DateTimeOffset instant) =>
        (_zeroIs ?? throw new InvalidOperationException("The service's clock was not heard yet.")) + ((instant - _zero) / speed);

    /// <summary>What the service's clock shows at <paramref name="now"/> of our monotonic time.</summary>
    public DateTimeOffset At(TimeSpan now) => _zero + ((now - (_zeroIs ?? now)) * speed);
}
