using System.Reactive.Concurrency;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>A real scheduler whose clock runs <paramref name="factor"/> times as fast.</summary>
public sealed class FastScheduler(IScheduler inner, double factor) : IScheduler
{
    private readonly DateTimeOffset _start = inner.Now;

    public DateTimeOffset Now => _start + ((inner.Now - _start) * factor);

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) =>
        inner.Schedule(state, (_, s) => action(this, s));

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) =>
        inner.Schedule(state, dueTime / factor, (_, s) => action(this, s));

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
        Schedule(state, dueTime - Now, action);
}
