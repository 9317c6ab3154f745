using System.Reactive.Linq;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Pipeline.Operators;

/// <summary>Two receivers that report different values for one strap: no session sees more than the one stream that is made of them.</summary>
public static class WatchForTwoVoicesOperator
{
    /// <summary>
    /// In and out: routed items, untouched. What receivers heard of a strap at one time is compared; a disagreement enters by the door as a fact for the
    /// strap's session, again and again while it lasts, so that it is in the journal and a rebuild decides the same.
    /// </summary>
    public static IObservable<Routed> WatchForTwoVoices(this IObservable<Routed> items, SessionRegistry registry, Action<CommandRequest> enter) =>
        Observable.Defer(() =>
        {
            var voices = new TwoVoices(registry.Rules);
            return items.Do(routed =>
            {
                if (routed is not { Session: { IsBroken: false } session, Item: { Kind: IngressKind.Source, Source: { IsLate: false, Via: { } receiver } heard } item }) return;
                if (heard.Kind is not (SourceEventKind.Packet or SourceEventKind.Overheard) || !voices.Take(heard.Device, receiver, heard.Packet, item.At)) return;
                var id = "voices-" + Identity.OfEpisode(session.Engine.Id, heard.Device, 0, item.At.ToUnixTimeSeconds());
                enter(new CommandRequest(new Command(id, session.Engine.Id, new StrapDoubted(StrapSign.TwoValues))));
            });
        });
}
