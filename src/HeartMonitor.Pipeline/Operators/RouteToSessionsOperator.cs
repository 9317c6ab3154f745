using System.Reactive.Linq;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Pipeline.Operators;

/// <summary>An item and the session it is for; null for a heartbeat, which is for all of them.</summary>
/// <param name="Item">What came.</param>
/// <param name="Session">Whose it is.</param>
/// <param name="Fact">The fact to apply in place of the command's own, where routing knows more; else null.</param>
public readonly record struct Routed(IngressItem Item, RunningSession? Session, SessionFact? Fact = null)
{
    /// <summary>A command about the service as a whole, or about an alert of it.</summary>
    public bool IsForService { get; init; }
}

/// <summary>Whose strap, whose alert.</summary>
public static class RouteToSessionsOperator
{
    /// <summary>
    /// In: everything from the door. Out: packets of bound straps, commands for a session (a start makes one), heartbeats. Packets of unknown
    /// straps are counted and dropped; commands for nobody are answered at once.
    /// </summary>
    public static IObservable<Routed> RouteToSessions(this IObservable<IngressItem> items, SessionRegistry registry) =>
        Observable.Create<Routed>(observer => items.Subscribe(
            item =>
            {
                if (TryRoute(item, registry) is not { } routed) return;
                if (item.Request is { Command.Fact: StrapBound bound } request) Bind(routed, bound, request, registry, observer);
                else observer.OnNext(routed);
            },
            observer.OnError,
            observer.OnCompleted));

    private static Routed? TryRoute(in IngressItem item, SessionRegistry registry)
    {
        switch (item.Kind)
        {
            case IngressKind.Source:
                if (item.Source.Kind != SourceEventKind.Lost && registry.OfDevice(item.Source.Device) is { } worn) return new(item, worn);
                item.Source.Settled?.Invoke(PacketFate.Done); // nobody wears it: there is nothing to store
                return null;
            case IngressKind.Command when item.Request is { } asked && registry.Service.Takes(asked.Command):
                return new(item, null) { IsForService = true };
            case IngressKind.Command when item.Request is { } request:
                var session = request.Command.Fact is SessionStarted start ? Begin(start, item.At, registry, request) : registry.Of(request.Command);
                if (session is not null) return new(item, session);
                request.Answer(new(request.Command.Id, CommandResult.NotFound, registry.Words.Refused(Refusal.NoSuchTarget)));
                return null;
            default:
                return new(item, null);
        }
    }

    /// <summary>Whoever loses the strap hears it first, so that two sessions never have it, whatever stops between the two.</summary>
    private static void Bind(in Routed routed, StrapBound bound, CommandRequest request, SessionRegistry registry, IObserver<Routed> observer)
    {
        var claim = registry.Claim(routed.Session!, bound);
        if (claim.Refusal is { } refusal)
        {
            request.Answer(new(request.Command.Id, CommandResult.Invalid, refusal));
            return;
        }

        if (claim.From is { } loser) observer.OnNext(new(routed.Item with { Request = null }, loser, new StrapUnbound(bound.By)));
        observer.OnNext(routed with { Fact = claim.Fact });
    }

    private static RunningSession? Begin(SessionStarted start, DateTimeOffset at, SessionRegistry registry, CommandRequest request)
    {
        var (session, refusal) = registry.Begin(start, at);
        if (session is null) request.Answer(new(request.Command.Id, CommandResult.Invalid, refusal));
        return session;
    }
}
