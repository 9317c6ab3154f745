using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Released items as the pipeline hands them out, by hand.</summary>
internal static class TabletFeed
{
    public static Released Fact(string session, SessionFact fact, long seq = 1) => new(seq, session, PersonOf(session), fact, null, null);

    public static Released Decided(string session, SessionEvent decided, long seq = 2, bool stored = true) =>
        new(seq, session, PersonOf(session), null, decided, null, stored);

    public static Released Live(string session, LiveData live) => new(0, session, PersonOf(session), null, null, live);

    /// <summary>Session <c>s_07</c> is of <c>p_07</c>.</summary>
    public static string PersonOf(string session) => session.Length == 0 ? "" : "p_" + session[2..];

    /// <summary>A session that began: its fact, its plan, its phase.</summary>
    public static Released[] Begin(string session, MonitoringMode mode, DateTimeOffset at) =>
    [
        Fact(session, new SessionStarted { Participant = new Participant { Id = PersonOf(session) } }),
        Decided(session, new PlanEvent { T = 0, At = at, Plan = Plan(PersonOf(session), mode) }),
        Fact(session, new PhaseEntered(SessionPhase.Work), 3),
    ];

    public static MonitoringPlan Plan(string participant, MonitoringMode mode) => new()
    {
        Participant = participant,
        Mode = mode,
        Zone = mode == MonitoringMode.Zones ? new(116.88, 139.32, "karvonen", new(184.2, "tanaka")) : null,
        Rpe = new(11, 13),
        Reasons = [new("medication-blunts", "C07AB03", "a medicine blunts heart rate", "domain-facts 3.3")],
        Notes = [],
        CatalogueVersion = "c1",
        RulesVersion = "r1",
    };

    public static LiveData Value(string session, MonitoringMode mode, DateTimeOffset at, int? hr) => new()
    {
        Participant = PersonOf(session),
        At = at,
        Hr = hr,
        HrAgeMs = 200,
        Zone = mode == MonitoringMode.Zones ? 2 : null,
        Mode = mode,
        Phase = SessionPhase.Work,
        Contact = SensorContact.Detected,
        Quality = SignalQuality.Good,
        Trend = Trend.Flat,
        Batt = 80,
    };

    public static AlertEvent Alert(string id, AlertCode code, AlertPriority priority, string text, DateTimeOffset at, int rev = 1) => new()
    {
        T = 10,
        At = at,
        Id = id,
        Code = code,
        Priority = priority,
        Nature = AlertNature.Physiological,
        State = AlertState.Raised,
        Rev = rev,
        Text = text,
        Because = [new("mean30s", 128, "bpm", "decisions 2")],
        Since = at,
        Latched = priority == AlertPriority.High,
    };

    public static PromptEvent Prompt(string id, DateTimeOffset at, PromptState state = PromptState.Open, int rev = 1, int? value = null) => new()
    {
        T = 20,
        At = at,
        Id = id,
        State = state,
        Reason = PromptReason.Schedule,
        Rev = rev,
        OpenedAt = at,
        Value = value,
    };
}
