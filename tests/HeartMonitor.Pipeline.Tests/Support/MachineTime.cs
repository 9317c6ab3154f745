namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>The machine's time by hand: a monotonic clock in whole milliseconds, and timers that fire as it passes them, in order.</summary>
internal sealed class MachineTime : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private long _ticks = 1_234_567;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Xunit.Assert.Equal(Timeout.InfiniteTimeSpan, period); // a period in real time would be wrong after a change of pace
        var timer = new HandTimer(this, callback, state);
        _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on a millisecond at a time, as coarse as the system's timers.</summary>
    internal void Advance(TimeSpan by)
    {
        for (var ms = 0; ms < by.TotalMilliseconds; ms++)
        {
            _ticks += TimeSpan.TicksPerMillisecond;
            foreach (var timer in _timers.Where(t => t.Due <= _ticks).OrderBy(t => t.Due).ToArray()) timer.Fire();
        }
    }

    /// <summary>So much goes by at once: the machine stalls.</summary>
    internal void Skip(TimeSpan by) => _ticks += by.Ticks;

    private sealed class HandTimer(MachineTime time, TimerCallback callback, object? state) : ITimer
    {
        internal long Due { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime < TimeSpan.Zero ? long.MaxValue : time._ticks + ((long)dueTime.TotalMilliseconds * TimeSpan.TicksPerMillisecond); // cut off, as the system does
            return true;
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            Due = long.MaxValue;
            callback(state);
        }
    }
}
