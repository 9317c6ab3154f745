using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Research.Tests.Support;

/// <summary>
/// Seven minutes with everything that a session can hold: two straps, a gap, contact lost, a late packet, a packet twice, several intervals in one, no rate, a pause, answers
/// of which one is taken back, symptoms, alerts with a signature, words that people wrote. What must never leave is a canary.
/// </summary>
internal static class CanarySession
{
    internal const string Canary = "Zwitscher";

    internal static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Strings that no export may hold: names, an address, staff, free words.</summary>
    internal static readonly string[] Secrets = [Canary, "AA:BB:CC:DD:EE:FF", "AABBCCDDEEFF", "aa:bb:cc", "dr_zw", "staff_zw", "d_0123456789abcdef", "d_fedcba9876543210", "p_neighbour"];

    /// <param name="last">Second of the last input.</param>
    /// <param name="ends">The session ends there.</param>
    internal static IReadOnlyList<JournalRow> Rows(int last = 420, bool ends = false)
    {
        var person = new Participant
        {
            Id = "p_07",
            Born = new DateOnly(1967, 7, 14),
            Sex = "female",
            BodyMassKg = 71.5,
            RestingHr = 58,
            Medications = [new() { Atc = "C07AB02", Name = Canary + "olol" }, new() { Name = Canary + "mycin" }],
            Conditions = [new() { Code = "coronary-disease" }, new() { Code = Canary + " syndrome" }],
            Tests = [new() { Date = new DateOnly(2026, 1, 9), OnMedication = true, PeakHr = 141, PeakMet = 6.5, RestingHr = 58, SignedBy = "dr_zw" }],
        };
        var stored = new StoredRows(person, Start, new SessionStarted { Device = "d_0123456789abcdef", BoundBy = "staff_zw", Sensor = SensorClass.Chest }, firstSeq: 41);
        foreach (var input in Inputs().Where(i => (i.At - Start).TotalSeconds <= last).OrderBy(i => i.Order)) stored.Apply(input.Input);
        if (ends) stored.Apply(SessionInput.OfFact(Start.AddSeconds(last + 0.5), new SessionEnded()));
        stored.AdvanceTo(Start.AddSeconds(last + 30));
        return stored.Rows;
    }

    private static IEnumerable<(DateTimeOffset At, double Order, SessionInput Input)> Inputs()
    {
        foreach (var (second, fact) in Facts()) yield return (Start.AddSeconds(second), second, SessionInput.OfFact(Start.AddSeconds(second), fact));
        for (var second = 1; second < 420; second++)
        {
            if (second is >= 100 and < 112 || second % 59 == 0) continue; // a gap, and packets lost one by one
            var at = Start.AddSeconds(second).AddMicroseconds((second * 7919) % 40_000);
            var bytes = Packet(second);
            yield return (at, second + 0.5, SessionInput.OfPacket(at, bytes));
            if (second == 60) yield return (at, second + 0.6, SessionInput.OfPacket(at.AddMilliseconds(2), bytes)); // once more
        }

        yield return (Start.AddSeconds(113), 113.7, SessionInput.OfPacket(Start.AddSeconds(104), Packet(104), isLate: true)); // measured in the gap
    }

    private static byte[] Packet(int second)
    {
        if (second is >= 200 and < 206) return HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(0), SensorContact.NotDetected, []);
        if (second == 150) return [0x06]; // no packet at all
        if (second == 151) return [0x16, 0x5A, 0x00, 0x00, 0xA6, 0x02]; // an interval of zero
        var rr = Beats.Where(b => b.EndedAt > second - 1 && b.EndedAt <= second).Select(b => RrInterval.FromRaw(b.Raw)).ToArray();
        if (second == 320) rr = [RrInterval.FromRaw((ushort)(rr[0].Raw * 2 / 5)), RrInterval.FromRaw((ushort)(rr[0].Raw * 3 / 5)), .. rr[1..]]; // a beat that was none
        return HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(Bpm(second)), SensorContact.Detected, rr, energyKj: (ushort)(second / 10));
    }

    /// <summary>A heart that follows the rate and breathes.</summary>
    private static readonly List<(double EndedAt, ushort Raw)> Beats = Heart();

    private static List<(double EndedAt, ushort Raw)> Heart()
    {
        var beats = new List<(double EndedAt, ushort Raw)>();
        for (var at = 0.3; at < 420;)
        {
            var raw = (ushort)Math.Round(61_440.0 / Bpm(at) * (1 + (0.02 * Math.Sin(at * 1.7))));
            at += raw / 1024.0;
            beats.Add((at, raw));
        }

        return beats;
    }

    private static int Bpm(double second) => 88 + (int)(12 * Math.Sin(second / 40.0));

    private static IEnumerable<(double Second, SessionFact Fact)> Facts() =>
    [
        (1, new StrapConfirmed(88, "staff_zw")),
        (5, new PhaseEntered(SessionPhase.WarmUp)),
        (6, new WorkloadSet { Watts = 50, Activity = "02015" }),
        (30, new PhaseEntered(SessionPhase.Work)),
        (31, new WorkloadSet { Activity = Canary, SpeedKmh = 5.4, GradePercent = 1 }),
        (70, new RpeAnswered(30)), // refused
        (75, new RpeAnswered(12) { By = AnsweredBy.Participant }),
        (90, new RpeAnswered(18) { By = AnsweredBy.Staff }),
        (95, new AlertAcknowledged("staff_zw") { Code = AlertCode.RpeStop }),
        (97, new RpeWithdrawn("staff_zw") { Value = 18, Reason = Canary + " was meant" }),
        (120, new TalkTestAnswered("yes")),
        (130, new SymptomsReported(["dizzy"]) { Grade = 2, By = AnsweredBy.Participant }),
        (135, new SymptomsReported(["none"]) { By = AnsweredBy.Staff }),
        (140, new HelpRequested { By = Canary }),
        (141, new AlertAcknowledged("staff_zw") { Code = AlertCode.HelpRequested }),
        (145, new SubstanceReported(Canary) { HoursAgo = 2 }),
        (160, new SessionPaused()),
        (175, new SessionResumed()),
        (240, new StrapBound("d_fedcba9876543210", "staff_zw") { Sensor = SensorClass.Chest }),
        (260, new IdentityDoubted("p_neighbour") { FromBpm = 90, ToBpm = 130 }),
        (262, new StrapConfirmed(84, "staff_zw")),
        (300, new MonitoringInterrupted(Start.AddSeconds(299.9))),
        (340, new RpeAnswered(13)),
        (360, new PhaseEntered(SessionPhase.CoolDown)),
        (400, new PhaseEntered(SessionPhase.Recovery)),
        (420, new SessionEnded()),
    ];
}
