namespace HeartMonitor.Pipeline;

/// <summary>
/// A timer on the time of a <see cref="SteadyTimeProvider"/>: due at an instant of that clock, held by the clock while it goes by steps, and else
/// waiting in real time, anew after every call. Never early; calls that were missed are left out.
/// </summary>
/// <param name="isQuick">The callback may run within a step; else it runs on a thread of the pool, as those of the system do.</param>
internal sealed class SteadyTimer(SteadyTimeProvider time, TimeProvider machine, TimerCallback callback, object? state, bool isQuick) : ITimer
{
    private readonly Lock _gate = new();
    private ITimer? _wait;
    private long _due = long.MaxValue;
    private TimeSpan _period;
    private bool _isDisposed;

    /// <summary>Ticks of the clock; the greatest number for never.</summary>
    internal long Due => Volatile.Read(ref _due);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        CheckRange(dueTime, nameof(dueTime));
        CheckRange(period, nameof(period));
        lock (_gate)
        {
            if (_isDisposed) return false;
            _period = period;
            Wait(dueTime < TimeSpan.Zero ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            (_isDisposed, _due) = (true, long.MaxValue);
            _wait?.Dispose();
        }

        time.LetGo(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal SteadyTimer Begin(TimeSpan dueTime, TimeSpan period)
    {
        Change(dueTime, period);
        return this;
    }

    /// <summary>Its time may have come, or the clock that held it runs by itself now.</summary>
    /// <param name="isStep">On the thread that the clock's steps are made on.</param>
    internal void Wake(bool isStep)
    {
        lock (_gate)
        {
            var (due, now) = (_due, time.GetTimestamp());
            if (due == long.MaxValue) return;
            if (now < due)
            {
                Wait(due);
                return;
            }

            Wait(_period <= TimeSpan.Zero ? long.MaxValue : Math.Max(due + _period.Ticks, now));
        }

        if (isStep && !isQuick) ThreadPool.QueueUserWorkItem(static timer => timer.Call(), this, preferLocal: false);
        else callback(state);
    }

    private static void CheckRange(TimeSpan span, string name)
    {
        if (span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan) throw new ArgumentOutOfRangeException(name, span, "Value should be zero, above it, or infinite");
    }

    private void Call() => callback(state);

    private void Wait(long due)
    {
        Volatile.Write(ref _due, due);
        if (due == long.MaxValue)
        {
            _wait?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        if (time.TryHold(this)) return;
        _wait ??= machine.CreateTimer(static timer => ((SteadyTimer)timer!).Wake(isStep: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var real = time.ToReal(TimeSpan.FromTicks(Math.Max(0, due - time.GetTimestamp())));
        _wait.Change(TimeSpan.FromMilliseconds(Math.Ceiling(real.TotalMilliseconds)), Timeout.InfiniteTimeSpan); // the system's timers cut off what is under 1 ms
    }
}
