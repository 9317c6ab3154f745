using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Operators;

namespace HeartMonitor.Pipeline;

/// <summary>The journey of a heart-rate sample, one line a stop. Rx moves things and owns time; the rules are the session's fold.</summary>
/// <param name="door">Where everything enters.</param>
/// <param name="registry">Which strap belongs to which session.</param>
/// <param name="scheduler">The one scheduler.</param>
public sealed class MonitorPipeline(IngressDoor door, SessionRegistry registry, IScheduler scheduler)
{
    /// <summary>One shared heartbeat for all silence, delays and prompts; ticks themselves are whole seconds of each session.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// What every input did, in order, on the scheduler. The step is one instance filled again and again: copy what you keep. Never
    /// ends and never fails: a session that breaks says so in an alert of its own.
    /// <paramref name="heard"/> is told of every event of a source, by the source's name and before it enters; it must not wait.
    /// </summary>
    public IObservable<SessionStep> Run(IEnumerable<IHeartRateSource> sources, Action<string, SourceEvent> heard) =>
        Observable.Create<SessionStep>(observer => new CompositeDisposable(
            door.Items                                                // 4 ingress: one order, one hop, stamped
                .RouteToSessions(registry)                            // 4 whose strap, whose alert
                .WatchForSwappedStraps(registry, door.Enter)          // 4 whose heart, of two
                .WatchForTwoVoices(registry, door.Enter)              // 4 one strap, or two that say so
                .WatchForManySignalsLost(registry, door.Enter)        // 4 one cause of many losses
                .Publish(routed => routed.ApplyToSessions(registry)   // 3, 5-9 decode, gate, silence, plan, judge, alarms
                    .Merge(routed.ApplyToService(registry.Service)))  // 9 alarms about the service itself
                .Subscribe(observer),
            sources.Select(source => source.Events                    // 1-2 strap, arrival
                    .ReconnectWithBackoff(source.Name, scheduler)
                    .Select(e => e.Via is null ? e with { Via = source.Name } : e)
                    .Do(e => heard(source.Name, e)))
                .Merge()
                .Subscribe(e => { if (!door.TryEnter(e)) e.Settled?.Invoke(PacketFate.NotStored); }, observer.OnError),
            Observable.Interval(Heartbeat, scheduler).Subscribe(_ => door.EnterHeartbeat(), observer.OnError)));
}
