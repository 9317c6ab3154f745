namespace HeartMonitor.Simulator.BlueZ;

/// <summary>
/// Later: what waits runs under the simulation's lock, at its time on the given clock, unless it was called off or the simulation ended. A
/// delay of zero runs at once.
/// </summary>
internal sealed class BlueZClock(Lock gate, TimeProvider time) : IDisposable
{
    private readonly HashSet<ITimer> _timers = [];
    private bool _isOver;

    internal TimeProvider Time => time;

    internal long Now => time.GetTimestamp();

    internal TimeSpan Since(long then) => time.GetElapsedTime(then);

    /// <summary>Under the lock.</summary>
    /// <returns>Calls it off, under the lock.</returns>
    internal IDisposable After(TimeSpan delay, Action action)
    {
        var waiting = new Waiting(this, action);
        if (delay <= TimeSpan.Zero) waiting.Run();
        else waiting.Timer = Start(waiting, delay);
        return waiting;
    }

    /// <summary>Under the lock.</summary>
    public void Dispose()
    {
        _isOver = true;
        foreach (var timer in _timers) timer.Dispose();
        _timers.Clear();
    }

    private ITimer Start(Waiting waiting, TimeSpan delay)
    {
        var timer = time.CreateTimer(_ => Locked(waiting), null, delay, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
        return timer;
    }

    private void Locked(Waiting waiting)
    {
        lock (gate)
            if (!_isOver) waiting.Run();
    }

    private sealed class Waiting(BlueZClock clock, Action action) : IDisposable
    {
        private bool _isOver;

        internal ITimer? Timer { get; set; }

        internal void Run()
        {
            if (_isOver) return;
            Dispose();
            action();
        }

        public void Dispose()
        {
            _isOver = true;
            if (Timer is null) return;
            clock._timers.Remove(Timer);
            Timer.Dispose();
        }
    }
}
