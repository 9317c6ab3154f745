using System.Reactive.Concurrency;

namespace HeartMonitor.Pipeline;

/// <summary>The pipeline's one scheduler: one thread, on the time of <see cref="SteadyTimeProvider"/>.</summary>
public sealed class SteadyScheduler : IScheduler, ISchedulerPeriodic, IServiceProvider, IDisposable
{
    private readonly SteadyTimeProvider _time;
    private readonly EventLoopScheduler _loop;

    public SteadyScheduler(SteadyTimeProvider time, string threadName)
    {
        _time = time;
        _loop = new(start => new Thread(start) { Name = threadName, IsBackground = true });
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) =>
        _loop.Schedule((state, action, self: this), static (_, s) => s.action(s.self, s.state));

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) =>
        _loop.Schedule((state, action, self: this), _time.ToReal(dueTime), static (_, s) => s.action(s.self, s.state));

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
        Schedule(state, dueTime - Now, action);

    public IDisposable SchedulePeriodic<TState>(TState state, TimeSpan period, Func<TState, TState> action) =>
        _loop.SchedulePeriodic(state, _time.ToReal(period), action);

    public object? GetService(Type serviceType) => serviceType == typeof(ISchedulerPeriodic) ? this : null;

    public void Dispose() => _loop.Dispose();
}
