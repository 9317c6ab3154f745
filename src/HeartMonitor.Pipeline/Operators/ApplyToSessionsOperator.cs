using System.Reactive.Linq;
using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Pipeline.Operators;

/// <summary>The fold of each session, fed in the one order.</summary>
public static class ApplyToSessionsOperator
{
    /// <summary>
    /// A clock that leaps by more than this was wrong before or is now, or the machine slept: nobody watched. Ours: heartbeats come several times a
    /// second, and the ticks of years would hold everybody up.
    /// </summary>
    private static readonly TimeSpan Leap = TimeSpan.FromHours(1);

    /// <summary>
    /// In: routed items. Out: a step for every packet and command, and for a heartbeat one per session that decided something or has a new
    /// second to show. The step is reused. A fold that throws breaks its own session only, and says so with a high alert.
    /// </summary>
    public static IObservable<SessionStep> ApplyToSessions(this IObservable<Routed> items, SessionRegistry registry) =>
        Observable.Create<SessionStep>(observer =>
        {
            var step = new SessionStep();
            return items.Subscribe(
                routed =>
                {
                    if (routed.Session is { } session) Take(session, routed, step, registry, observer);
                    else if (!routed.IsForService) Beat(routed.Item.At, step, registry, observer);
                },
                observer.OnError,
                observer.OnCompleted);
        });

    private static void Take(
        RunningSession session, in Routed routed, SessionStep step, SessionRegistry registry, IObserver<SessionStep> observer)
    {
        var item = routed.Item;
        var (engine, at) = (session.Engine, item.At + session.Ahead);
        TellLeap(session, at, step, observer);
        var fact = routed.Fact ?? item.Request?.Command.Fact ?? FactIn(item.Source, engine);
        if (fact is null && item.Source.Kind != SourceEventKind.Packet) return;
        if (fact is null && item.Source is { IsLate: true, MeasuredAt: var measured } && measured != default)
        {
            at = measured + session.Ahead < at ? measured + session.Ahead : at;
            if (at < engine.StartedAt) // of whoever wore the strap before
            {
                registry.CountUnworn();
                item.Source.Settled?.Invoke(PacketFate.Done);
                return;
            }
        }

        var input = fact is not null ? SessionInput.OfFact(at, fact) : SessionInput.OfPacket(at, item.Source.Packet, item.Source.IsLate);

        if (fact is null) step.ForSample(engine.Id, engine.Person.Id, at, input.Packet);
        else step.ForFact(engine.Id, engine.Person.Id, at, fact);
        var outcome = Guard(session, step, input, static (s, i, o) => s.Engine.Apply(i, o));
        if (item.Request is { } waiting) Promise(waiting, session.Engine.Id, outcome, step);
        else if (item.Source.Settled is { } settled) step.Stored = failure => settled(failure is null ? PacketFate.Done : PacketFate.NotStored);
        Finish(session, step, registry, observer);
    }

    /// <summary>What a source says beside packets, where it is news to the session; the first wear begins with the first reading.</summary>
    private static SessionFact? FactIn(in SourceEvent told, SessionEngine engine) => told.Kind switch
    {
        SourceEventKind.Connected when engine.HasBeenRead => new StrapConnected(),
        SourceEventKind.Status when told.Status?.Battery.Percent is { } percent && percent != engine.BatteryPercent => new StrapBatteryTold(percent),
        _ => null,
    };

    private static void Beat(DateTimeOffset time, SessionStep step, SessionRegistry registry, IObserver<SessionStep> observer)
    {
        for (var i = registry.Running.Count - 1; i >= 0; i--)
        {
            var session = registry.Running[i];
            var (engine, now) = (session.Engine, time + session.Ahead);
            TellLeap(session, now, step, observer);
            step.ForFact(engine.Id, engine.Person.Id, now, null);
            Guard(session, step, new SessionInput(now, default, null), static (s, i, o) =>
            {
                s.Engine.AdvanceTo(i.At, o);
                return FactOutcome.Accepted;
            });
            Show(session, now, step);
            if (step.Events.Count > 0 || step.Live is not null) Finish(session, step, registry, observer);
            else registry.Release(session); // time alone settles it
        }
    }

    /// <summary>A fact of the session like any other, so that a restart decides the same: as after a start, the time between was watched by nobody.</summary>
    private static void TellLeap(RunningSession session, DateTimeOffset now, SessionStep step, IObserver<SessionStep> observer)
    {
        var heard = session.HeardAt;
        session.HeardAt = now;
        if (heard is not { } before || now - before <= Leap) return;
        var gap = new MonitoringInterrupted(before);
        step.ForFact(session.Engine.Id, session.Engine.Person.Id, now, gap);
        Guard(session, step, SessionInput.OfFact(now, gap), static (s, i, o) => s.Engine.Apply(i, o));
        step.DropEvents(session.IsStored);
        observer.OnNext(step);
    }

    private static void Show(RunningSession session, DateTimeOffset now, SessionStep step)
    {
        var second = (long)Math.Floor((now - session.Engine.StartedAt).TotalSeconds);
        if (second == session.ShownSecond || session.Engine.EndedAt is not null || session.IsBroken) return;
        session.ShownSecond = second;
        step.Live = session.Engine.Live(now);
    }

    private static void Promise(CommandRequest request, string session, in FactOutcome outcome, SessionStep step)
    {
        var receipt = new CommandReceipt(request.Command.Id, outcome.Result, outcome.Detail, outcome.Current) { Session = session, At = step.At };
        step.Receipt = receipt;
        step.Stored = failure => request.Answer(failure is null ? receipt : receipt with { Result = CommandResult.NotStored, Detail = failure });
    }

    private static void Finish(RunningSession session, SessionStep step, SessionRegistry registry, IObserver<SessionStep> observer)
    {
        step.DropEvents(session.IsStored);
        observer.OnNext(step);
        registry.Follow(session);
        registry.Release(session);
    }

    private static FactOutcome Guard(
        RunningSession session, SessionStep step, in SessionInput input, Func<RunningSession, SessionInput, SessionStep, FactOutcome> run)
    {
        if (session.IsBroken) return FactOutcome.Invalid(session.Engine.Say(Refusal.MonitoringStopped));
#pragma warning disable CA1031 // Whatever the bug is, the other participants stay monitored, and staff are told about this one.
        try
        {
            return run(session, input, step);
        }
        catch (Exception bug)
        {
            session.IsBroken = true;
            session.Bug = bug;
            step.Emit(Broken(session.Engine, input.At));
            return FactOutcome.Invalid(session.Engine.Say(Refusal.MonitoringStopped));
        }
#pragma warning restore CA1031
    }

    private static AlertEvent Broken(SessionEngine engine, DateTimeOffset at) => new()
    {
        T = (at - engine.StartedAt).TotalSeconds,
        At = at,
        Id = Identity.OfEpisode(engine.Id, KebabCase.Of(AlertCode.MonitoringStopped), 0, 0),
        Code = AlertCode.MonitoringStopped,
        Priority = AlertPriority.High,
        Nature = AlertNature.Technical,
        State = AlertState.Raised,
        Rev = 1,
        Text = engine.WordsFor(AlertCode.MonitoringStopped),
        Because = [new("seconds", Math.Floor((at - engine.StartedAt).TotalSeconds), "s", "since the session's start")],
        Source = engine.SourceOf(AlertCode.MonitoringStopped),
        Since = at,
        RulesVersion = engine.Plan.RulesVersion,
        CatalogueVersion = engine.Plan.CatalogueVersion,
    };
}
