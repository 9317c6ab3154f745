using System.Reactive.Linq;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Pipeline.Operators;

/// <summary>Two straps that changed places: the one question that no session can answer alone.</summary>
public static class WatchForSwappedStrapsOperator
{
    /// <summary>
    /// In and out: routed items, untouched. At the first heartbeat of each second the levels of all sessions are compared; an exchange enters by
    /// the door as a fact for both sessions, so that it is in the journal and a rebuild decides the same without asking again.
    /// </summary>
    public static IObservable<Routed> WatchForSwappedStraps(this IObservable<Routed> items, SessionRegistry registry, Action<CommandRequest> enter) =>
        Observable.Defer(() =>
        {
            var watch = new SwapWatch(registry.Rules);
            var seen = new List<SeenLevel>();
            var second = long.MinValue;
            return items.Do(routed =>
            {
                if (routed.Item.Kind != IngressKind.Heartbeat || routed.Item.At.ToUnixTimeSeconds() is var now && now == second) return;
                second = now;
                seen.Clear();
                foreach (var session in registry.Running)
                    if (session is { IsBroken: false, Engine.EndedAt: null }) seen.Add(session.Engine.Seen);
                foreach (var swap in watch.Second(now, seen)) Tell(swap, now, registry, enter);
            });
        });

    private static void Tell(LevelSwap swap, long second, SessionRegistry registry, Action<CommandRequest> enter)
    {
        if (registry.OfId(swap.First.Session) is not { } first || registry.OfId(swap.Second.Session) is not { } other) return;
        enter(Doubt(swap.First, other.Engine.Person.Id, second));
        enter(Doubt(swap.Second, first.Engine.Person.Id, second));
    }

    private static CommandRequest Doubt(LevelLeap leap, string other, long second) => new(new Command(
        "swap-" + Identity.OfEpisode(leap.Session, other, 0, second),
        leap.Session,
        new IdentityDoubted(other) { FromBpm = Math.Round(leap.FromBpm, 1), ToBpm = Math.Round(leap.ToBpm, 1) }));
}
