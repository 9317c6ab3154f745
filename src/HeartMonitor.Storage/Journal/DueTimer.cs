namespace HeartMonitor.Storage.Journal;

/// <summary>Calls back once at the earliest of the times it was asked for. Safe from any thread; a call that comes early does no harm.</summary>
internal sealed class DueTimer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action _callback;
    private readonly ITimer _timer;
    private long _due = long.MaxValue;
    private bool _disposed;

    internal DueTimer(TimeProvider time, Action callback)
    {
        (_time, _callback) = (time, callback);
        _timer = time.CreateTimer(static self => ((DueTimer)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls back within <paramref name="delay"/> from now, or sooner if that was asked for.</summary>
    internal void Within(TimeSpan delay)
    {
        var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
        {
            if (due >= _due || _disposed) return;
            _due = due;
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _due = long.MaxValue;
        }

        _callback();
    }
}
