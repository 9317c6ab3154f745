using System.Text;
using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Journal rows of one session, numbered as they are made.</summary>
internal sealed class MqttRows(string session, DateTimeOffset start, string participant = "p_07")
{
    private long _seq;

    internal string Session { get; } = session;

    internal DateTimeOffset Start { get; } = start;

    internal JournalRow Started() => Fact(0, new SessionStarted
    {
        Participant = new()
        {
            Id = participant,
            Age = 58,
            RestingHr = 56,
            Medications = [new() { Atc = "C07AB03", Name = "atenolol" }],
        },
        Device = "AA:BB:CC:DD:EE:FF",
    });

    internal JournalRow Planned(MonitoringMode mode = MonitoringMode.Rpe) => Event(0, new PlanEvent
    {
        T = 0,
        Plan = new()
        {
            Participant = participant,
            Mode = mode,
            Rpe = new(11, 13),
            Reasons = [new("medication-blunts", "C07AB03", "atenolol blunts heart rate", "domain-facts 3.3")],
            Notes = [],
            CatalogueVersion = "c1",
            RulesVersion = "r1",
        },
    });

    /// <summary>Start and plan: what every session begins with.</summary>
    internal JournalRow[] Begun() => [Started(), Planned()];

    internal JournalRow Fact(double t, SessionFact fact) => Row(JournalKind.Fact, t, MonitorJson.Write(fact));

    internal JournalRow Event(double t, SessionEvent happened) => Row(JournalKind.Event, t, MonitorJson.Write(happened));

    internal JournalRow Alert(double t, string id, int rev, AlertState state, AlertCode code = AlertCode.RpeStop, string text = "RPE 18 at work: stop.") =>
        Event(t, new AlertEvent
        {
            T = t,
            Id = id,
            Code = code,
            Priority = AlertPriority.High,
            Nature = AlertNature.Physiological,
            State = state,
            Rev = rev,
            Text = text,
            Because = [new("rpe", 18, "rpe", "domain-facts 4.4")],
            Since = Start.AddSeconds(t),
            Latched = true,
        });

    internal JournalRow Prompt(double t, string id, int rev, PromptState state, double openedT, int? value = null) =>
        Event(t, new PromptEvent
        {
            T = t,
            Id = id,
            State = state,
            Reason = PromptReason.Schedule,
            Rev = rev,
            OpenedAt = Start.AddSeconds(openedT),
            Value = value,
        });

    internal JournalRow Unreadable() => Row(JournalKind.Event, 1, Encoding.UTF8.GetBytes("{\"kind\":"));

    internal JournalRow Sample(double t) => Row(JournalKind.Sample, t, [0, 0, 0, 6, 90]);

    private JournalRow Row(JournalKind kind, double t, byte[] body) => new(++_seq, new(kind, Session, participant, Start.AddSeconds(t), body));
}
