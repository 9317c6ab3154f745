using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using HeartMonitor.Core;

namespace HeartMonitor.Simulator;

/// <summary>A tick of the one timer that all straps share.</summary>
/// <param name="Second">Simulated seconds since the start, from 0, growing by one.</param>
/// <param name="At">Clock of the receiver, UTC, whole microseconds; never goes back.</param>
public readonly record struct SecondTick(int Second, DateTimeOffset At);

/// <summary>Ticks at once and then every simulated second.</summary>
internal static class SecondTimer
{
    /// <summary>A host that slept is not flooded with what it slept through: at most this many late ticks are made up for.</summary>
    private const int MostLateTicks = 5;

    /// <summary>Cold: every subscription has its own ticks from 0.</summary>
    /// <param name="scheduler">Waits.</param>
    /// <param name="time">Stamps; null for the scheduler's own clock.</param>
    /// <param name="speed">Simulated seconds per second, above 0.</param>
    internal static IObservable<SecondTick> Start(IScheduler scheduler, TimeProvider? time, double speed) =>
        Observable.Create<SecondTick>(observer =>
        {
            var period = TimeSpan.FromSeconds(1) / speed;
            var due = scheduler.Now;
            var second = 0;
            var latest = DateTimeOffset.MinValue;
            return scheduler.Schedule(due, again =>
            {
                var now = (time?.GetUtcNow() ?? scheduler.Now).TruncateToMicroseconds();
                latest = now > latest ? now : latest;
                observer.OnNext(new(second++, latest));
                due += period;
                var earliest = scheduler.Now - (period * MostLateTicks);
                if (due < earliest) due = earliest;
                again(due);
            });
        });
}
