using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace HeartMonitor.Pipeline;

/// <summary>
/// The pipeline's one scheduler: one thread, on the time of <see cref="SteadyTimeProvider"/>. While that clock catches up, the thread makes its
/// steps too, between what the last one brought and the next one.
/// </summary>
public sealed class SteadyScheduler : IScheduler, ISchedulerPeriodic, IServiceProvider, IDisposable
{
    private readonly SteadyTimeProvider _time;
    private readonly EventLoopScheduler _loop;
    private volatile bool _isDisposed;

    public SteadyScheduler(SteadyTimeProvider time, string threadName)
    {
        _time = time;
        _loop = new(start => new Thread(start) { Name = threadName, IsBackground = true });
        if (time.IsCatchingUp) _loop.Schedule(Pace);
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) =>
        _loop.Schedule((state, action, self: this), static (_, s) => s.action(s.self, s.state));

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) =>
        dueTime > TimeSpan.Zero && _time.IsCatchingUp
            ? ByTimer(state, dueTime, action)
            : _loop.Schedule((state, action, self: this), _time.ToReal(dueTime), static (_, s) => s.action(s.self, s.state));

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
        Schedule(state, dueTime - Now, action);

    /// <summary>Every period of the clock, whatever its pace becomes; periods that a stall swallowed are left out.</summary>
    public IDisposable SchedulePeriodic<TState>(TState state, TimeSpan period, Func<TState, TState> action)
    {
        var due = Now + period;
        return this.Schedule(due, again =>
        {
            state = action(state);
            due += period;
            if (Now > due) due = Now;
            again(due);
        });
    }

    public object? GetService(Type serviceType) => serviceType == typeof(ISchedulerPeriodic) ? this : null;

    public void Dispose()
    {
        _isDisposed = true;
        _loop.Dispose();
    }

    private ICancelable ByTimer<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        var work = new SerialDisposable();
        var timer = _time.CreateQuickTimer(() => Later(() => work.Disposable = Schedule(state, action)), dueTime);
        return StableCompositeDisposable.Create(timer, work);
    }

    private void Pace()
    {
        if (_time.Step() is not { } wait) return;
        Later(() => _ = wait > TimeSpan.Zero ? _loop.Schedule(wait, Pace) : _loop.Schedule(Pace));
    }

    /// <summary>The service may stop in the middle of it.</summary>
    private void Later(Action schedule)
    {
        if (_isDisposed) return;
        try
        {
            schedule();
        }
        catch (ObjectDisposedException) when (_isDisposed)
        {
            // nobody waits for it any more
        }
    }
}
