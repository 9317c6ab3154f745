using System.Reactive.Concurrency;

namespace HeartMonitor.Pipeline;

/// <summary>The time of a scheduler (a virtual one, mostly), for code that takes a <see cref="TimeProvider"/>: one clock, and it belongs to Rx.</summary>
public sealed class VirtualTimeProvider(IScheduler scheduler) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;

    public override long GetTimestamp() => scheduler.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(scheduler, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(IScheduler scheduler, TimerCallback callback, object? state) : ITimer
    {
        private IDisposable? _next;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _next?.Dispose();
            _next = dueTime == Timeout.InfiniteTimeSpan ? null : scheduler.Schedule(dueTime, () => Fire(period));
            return true;
        }

        public void Dispose() => _next?.Dispose();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(TimeSpan period)
        {
            if (period > TimeSpan.Zero) Change(period, period);
            callback(state);
        }
    }
}
