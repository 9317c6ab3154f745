using System.Reactive.Linq;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Pipeline.Operators;

/// <summary>The fold of the service, fed in the same order as those of the sessions.</summary>
public static class ApplyToServiceOperator
{
    /// <summary>As for a session: a clock that leaps by more was wrong, or the machine slept. Nobody watched.</summary>
    private static readonly TimeSpan Leap = TimeSpan.FromHours(1);

    /// <summary>In: routed items. Out: a step for each that is about the service, and for a heartbeat that made it decide something. The step is reused.</summary>
    public static IObservable<SessionStep> ApplyToService(this IObservable<Routed> items, ServiceWatch service) =>
        Observable.Create<SessionStep>(observer =>
        {
            var step = new SessionStep();
            return items.Subscribe(
                routed =>
                {
                    if (routed is { IsForService: true, Item.Request: { } request }) Take(request, routed.Item.At, service, step, observer);
                    else if (routed.Item.Kind == IngressKind.Heartbeat) Beat(routed.Item.At, service, step, observer);
                },
                observer.OnError,
                observer.OnCompleted);
        });

    private static void Take(CommandRequest request, DateTimeOffset time, ServiceWatch service, SessionStep step, IObserver<SessionStep> observer)
    {
        var command = request.Command;
        if (service.For(command.Fact, time) is not { } engine)
        {
            request.Answer(new(command.Id, CommandResult.Accepted)); // all is well, as it was: nothing to remember
            return;
        }

        var at = time + service.Ahead;
        TellLeap(engine, at, service, step, observer);
        step.ForFact(engine.Id, ServiceEngine.Participant, at, command.Fact);
        var outcome = Guard(service, () => engine.Apply(command.Fact, at, step));
        var receipt = new CommandReceipt(command.Id, outcome.Result, outcome.Detail, outcome.Current) { Session = engine.Id, At = at };
        step.Receipt = receipt;
        step.Stored = failure => request.Answer(failure is null ? receipt : receipt with { Result = CommandResult.NotStored, Detail = failure });
        Finish(service, step, observer);
    }

    private static void Beat(DateTimeOffset time, ServiceWatch service, SessionStep step, IObserver<SessionStep> observer)
    {
        if (service.Engine is not { } engine) return;
        var now = time + service.Ahead;
        TellLeap(engine, now, service, step, observer);
        step.ForFact(engine.Id, ServiceEngine.Participant, now, null);
        Guard(service, () =>
        {
            engine.AdvanceTo(now, step);
            return FactOutcome.Accepted;
        });
        if (step.Events.Count > 0) Finish(service, step, observer);
        if (service.Engine == engine && engine.IsSettled) Settle(engine, now, service, step, observer);
    }

    /// <summary>The end is a fact like a session's, so that a restart knows that there is nothing to rebuild.</summary>
    private static void Settle(ServiceEngine engine, DateTimeOffset now, ServiceWatch service, SessionStep step, IObserver<SessionStep> observer)
    {
        var end = new SessionEnded { Why = "settled" };
        engine.Apply(end, now, step.ForFact(engine.Id, ServiceEngine.Participant, now, end));
        service.End();
        observer.OnNext(step);
    }

    private static void TellLeap(ServiceEngine engine, DateTimeOffset now, ServiceWatch service, SessionStep step, IObserver<SessionStep> observer)
    {
        var heard = service.HeardAt;
        service.HeardAt = now;
        if (heard is not { } before || now - before <= Leap) return;
        var gap = new MonitoringInterrupted(before);
        engine.Apply(gap, now, step.ForFact(engine.Id, ServiceEngine.Participant, now, gap));
        Finish(service, step, observer);
    }

    private static void Finish(ServiceWatch service, SessionStep step, IObserver<SessionStep> observer)
    {
        step.DropEvents(service.IsStored);
        observer.OnNext(step);
    }

    private static FactOutcome Guard(ServiceWatch service, Func<FactOutcome> run)
    {
#pragma warning disable CA1031 // Whatever the bug is, people stay monitored; the host says it in the log.
        try
        {
            return run();
        }
        catch (Exception bug)
        {
            service.Bug = bug;
            service.End();
            return new(CommandResult.Invalid);
        }
#pragma warning restore CA1031
    }
}
