using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Steps, rows and their parts as the pipeline would make them.</summary>
public static class JournalSteps
{
    public const string Session = "s_abcdefghijkl";
    public const string Participant = "p_07";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly SignalLabel Good = new(SignalQuality.Good, SignalReasons.None);

    public static byte[] Packet(int bpm, SensorContact contact = SensorContact.Detected, params ushort[] rr) =>
        HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), contact, [.. rr.Select(RrInterval.FromRaw)]);

    public static SessionStep Sample(int second, int bpm = 120, string session = Session, Action<string?>? stored = null)
    {
        var step = new SessionStep().ForSample(session, Participant, Start.AddSeconds(second), Packet(bpm, rr: [512]));
        (step.Label, step.Stored) = (Good, stored);
        return step;
    }

    public static SessionStep Fact(int second, SessionFact fact, Action<string?>? stored = null, CommandReceipt? receipt = null)
    {
        var step = new SessionStep().ForFact(Session, Participant, Start.AddSeconds(second), fact);
        (step.Stored, step.Receipt) = (stored, receipt);
        return step;
    }

    public static SessionStep Started(int second = 0) => Fact(second, new SessionStarted { Device = "strap-1" });

    public static SessionStep Raised(int second, AlertEvent alert)
    {
        var step = new SessionStep().ForFact(Session, Participant, Start.AddSeconds(second), null);
        step.Emit(alert);
        return step;
    }

    public static SessionStep Showing(int second, int bpm)
    {
        var step = Sample(second, bpm);
        step.Live = Live(second, bpm);
        return step;
    }

    public static AlertEvent Alert(string id, int rev, AlertState state = AlertState.Raised, int second = 0) => new()
    {
        T = second,
        At = Start.AddSeconds(second),
        Id = id,
        Code = AlertCode.RpeStop,
        Priority = AlertPriority.High,
        Nature = AlertNature.Physiological,
        State = state,
        Rev = rev,
        Text = "RPE 18: stop and assess.",
        Because = [new("rpe", 18, "rpe", "domain-facts 4.3")],
        Since = Start.AddSeconds(second),
    };

    public static LiveData Live(int second, int bpm) => new()
    {
        Participant = Participant,
        At = Start.AddSeconds(second),
        Hr = bpm,
        Mode = MonitoringMode.Rpe,
        Phase = SessionPhase.Work,
        Contact = SensorContact.Detected,
        Quality = SignalQuality.Good,
        Trend = Trend.Flat,
    };

    public static JournalRow SampleRow(long seq, DateTimeOffset at, SignalLabel label, byte[] packet, string session = Session) =>
        new(seq, new(JournalKind.Sample, session, Participant, at, SampleBody.Write(label, packet)));

    public static JournalRow FactRow(long seq, DateTimeOffset at, SessionFact fact) =>
        new(seq, new(JournalKind.Fact, Session, Participant, at, MonitorJson.Write(fact)));

    public static JournalRow EventRow(long seq, SessionEvent sessionEvent) =>
        new(seq, new(JournalKind.Event, Session, Participant, sessionEvent.At, MonitorJson.Write(sessionEvent)));
}
