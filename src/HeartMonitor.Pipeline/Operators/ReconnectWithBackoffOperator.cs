using System.Reactive.Concurrency;
using System.Reactive.Linq;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Operators;

/// <summary>The very edge: a source that ends with an error is told as lost and subscribed again.</summary>
public static class ReconnectWithBackoffOperator
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// In: a source's events. Out: the same, with a <see cref="SourceEventKind.Lost"/> event in place of an error, after which the source is
    /// subscribed again after 1, 2, 4 ... at most 30 s. An event in between starts the count over. Completion ends it.
    /// </summary>
    public static IObservable<SourceEvent> ReconnectWithBackoff(this IObservable<SourceEvent> events, string name, IScheduler scheduler) =>
        Observable.Defer(() =>
        {
            var failures = 0;
            return Attempt();

            IObservable<SourceEvent> Attempt() => events
                .Do(_ => failures = 0)
                .Catch((Exception error) =>
                {
                    var wait = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, failures++)));
                    return Observable.Return(new SourceEvent(SourceEventKind.Lost, name, scheduler.Now, Detail: error.Message), scheduler)
                        .Concat(Observable.Defer(Attempt).DelaySubscription(wait, scheduler));
                });
        });
}
