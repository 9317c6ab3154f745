using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Tablet;

/// <summary>What a session looks like from outside, from the facts and decisions about it. Pure.</summary>
internal static class SessionFold
{
    /// <summary>The session after <paramref name="item"/>.</summary>
    /// <param name="current">Null before the first thing heard of it.</param>
    /// <param name="item">What was released.</param>
    /// <param name="now">Stamp for facts, which carry none.</param>
    internal static SessionData? Next(SessionData? current, in Released item, DateTimeOffset now)
    {
        var next = current;
        if (item.Fact is { } fact) next = After(next, item.Participant, fact, now);
        if (item.Event is { } decided) next = After(next, item.Participant, decided, now);
        if (item.Live is { } live) next = After(next ?? Unknown(item.Participant, live.At), live);
        return next;
    }

    private static SessionData Unknown(string participant, DateTimeOffset now) => new()
    {
        State = "active",
        Participant = participant,
        Mode = MonitoringMode.Rpe,
        Phase = SessionPhase.None,
        Started = now,
        RpeFrom = 11,
        RpeTo = 13,
        Rules = "",
    };

    private static SessionData? After(SessionData? data, string participant, SessionFact fact, DateTimeOffset now) => fact switch
    {
        SessionStarted start => (data ?? Unknown(participant, now)) with { Binding = BindingStates.AtStart(start) },
        PhaseEntered phase when data is { State: "paused" } => data with { Phase = phase.Phase },
        PhaseEntered phase => InPhase(data ?? Unknown(participant, now), phase.Phase),
        SessionPaused => Running(data, "paused"),
        SessionResumed => data is null ? null : InPhase(Running(data, "active")!, data.Phase),
        SessionEnded ended when data is not null && data.Ended is null =>
            data with { State = ended.Why is null ? "ended" : "aborted", Ended = now, Binding = BindingState.None },
        _ => data,
    };

    private static SessionData? After(SessionData? data, string participant, SessionEvent decided, DateTimeOffset now) => decided switch
    {
        StrapEvent strap => (data ?? Unknown(participant, now)) with { Binding = strap.State },
        PlanEvent planned => Planned(data ?? Unknown(participant, now), planned),
        // The fact of the end has no stamp of its own; its summary has.
        SummaryEvent summary when data is { Ended: not null } && summary.At != default => data with { Ended = summary.At < now ? summary.At : now }, // it may be by a clock ahead of ours
        _ => data,
    };

    private static SessionData After(SessionData data, LiveData live)
    {
        if (data.Ended is not null) return data;
        var phased = InPhase(data with { Mode = live.Mode }, live.Phase);
        return live.Paused ? phased with { State = "paused" } : phased;
    }

    private static SessionData Planned(SessionData data, PlanEvent planned)
    {
        var plan = planned.Plan;
        var zone = plan.Mode == MonitoringMode.Zones ? plan.Zone : null;
        return data with
        {
            Mode = plan.Mode,
            Started = planned.At == default ? data.Started : planned.At.AddSeconds(-planned.T),
            ZoneFrom = zone?.From,
            ZoneBelow = zone?.Below,
            RpeFrom = plan.Rpe.From,
            RpeTo = plan.Rpe.To,
            Rules = plan.RulesVersion,
        };
    }

    private static SessionData? Running(SessionData? data, string state) =>
        data is null || data.Ended is not null ? data : data with { State = state };

    private static SessionData InPhase(SessionData data, SessionPhase phase) => data.Ended is not null ? data : data with
    {
        Phase = phase,
        State = phase == SessionPhase.Recovery ? "recovery" : "active",
    };
}
