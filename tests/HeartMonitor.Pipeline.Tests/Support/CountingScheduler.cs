using System.Reactive.Concurrency;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>Virtual time from a fixed morning on, which counts what is put on it.</summary>
public sealed class CountingScheduler : IScheduler
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly HistoricalScheduler _inner = new(Morning);

    public int Scheduled { get; private set; }

    public DateTimeOffset Now => _inner.Now;

    public void AdvanceBy(TimeSpan time) => _inner.AdvanceBy(time);

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action)
    {
        Scheduled++;
        return _inner.Schedule(state, (_, s) => action(this, s));
    }

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        Scheduled++;
        return _inner.Schedule(state, dueTime, (_, s) => action(this, s));
    }

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        Scheduled++;
        return _inner.Schedule(state, dueTime, (_, s) => action(this, s));
    }
}
