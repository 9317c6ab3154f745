using System.Reactive.Linq;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Pipeline.Operators;

/// <summary>Signals that are lost at once: one alert for all of them, which no session can raise alone.</summary>
public static class WatchForManySignalsLostOperator
{
    /// <summary>
    /// In and out: routed items, untouched. At each heartbeat the losses of all sessions are counted; what follows enters by the door as facts, one for the
    /// service and one for each session whose own alert stands under it, so that all of it is in the journal.
    /// </summary>
    public static IObservable<Routed> WatchForManySignalsLost(this IObservable<Routed> items, SessionRegistry registry, Action<CommandRequest> enter) =>
        Observable.Defer(() =>
        {
            var seen = new List<SeenSignal>();
            return items.Do(routed =>
            {
                if (routed.Item.Kind != IngressKind.Heartbeat) return;
                seen.Clear();
                foreach (var session in registry.Running)
                    if (session is { IsBroken: false, Engine.EndedAt: null }) seen.Add(session.Engine.SeenSignal);
                Tell(SignalLossWatch.Look(routed.Item.At, seen, registry.Service.LostTogether, registry.Rules), routed.Item.At, enter);
            });
        });

    private static void Tell(in LossChange change, DateTimeOffset at, Action<CommandRequest> enter)
    {
        if (change.Together is { } together) enter(Saying(null, "service", at, new SignalsLostTogether(together)));
        foreach (var session in change.Joined) enter(Saying(session, session, at, new LossExplained(AlertCode.ManySignalsLost)));
        foreach (var session in change.Left) enter(Saying(session, session, at, new LossExplained(null)));
    }

    private static CommandRequest Saying(string? session, string of, DateTimeOffset at, SessionFact fact) =>
        new(new($"loss-{of}-{at.ToUnixTimeMilliseconds()}", session, fact));
}
