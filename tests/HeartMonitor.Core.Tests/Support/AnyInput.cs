using CsCheck;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Tests.Support;

/// <summary>Anything that can happen to a session, in any order, after any pause.</summary>
internal static class AnyInput
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Gen<SessionInput> Packet =
        from rate in Gen.Frequency((8, Gen.Int[60, 220]), (1, Gen.Int[0, 40]), (1, Gen.Int[200, 400]))
        from contact in Gen.Frequency((8, Gen.Const(SensorContact.Detected)), (1, Gen.Const(SensorContact.NotDetected)), (2, Gen.Const(SensorContact.NotSupported)))
        from rr in Gen.Bool
        select SessionInput.OfPacket(default, HeartRateMeasurementCodec.Encode(
            HeartRate.FromBpm(rate), contact, rr && rate > 0 ? [RrInterval.FromMilliseconds(60_000.0 / rate)] : []));

    private static readonly Gen<AlertCode> Shelvable = OneOf(
        AlertCode.ContactLost, AlertCode.SignalLost, AlertCode.HrCeilingWarning, AlertCode.ZoneHigh, AlertCode.RpeReduce, AlertCode.SymptomReview);

    private static readonly Gen<SessionFact> Fact = Gen.OneOf<SessionFact>(
        Gen.Int[4, 21].Select(v => (SessionFact)new RpeAnswered(v)),
        OneOf(SessionPhase.WarmUp, SessionPhase.Work, SessionPhase.CoolDown, SessionPhase.Recovery).Select(p => (SessionFact)new PhaseEntered(p)),
        Gen.Double[0, 300].Select(w => (SessionFact)new WorkloadSet { Watts = w }),
        Gen.Enum<AlertCode>().Select(c => (SessionFact)new AlertAcknowledged { Code = c }),
        (from c in Shelvable from seconds in Gen.Int[1, 700] select (SessionFact)new AlertShelved(seconds, "staff1") { Code = c }),
        Shelvable.Select(c => (SessionFact)new AlertUnshelved("staff2") { Code = c }),
        OneOf("yes", "equivocal", "no", "maybe").Select(v => (SessionFact)new TalkTestAnswered(v)),
        OneOf("chest-pain", "none", "tremor", "nonsense").Select(v => (SessionFact)new SymptomsReported([v])),
        Gen.Const((SessionFact)new RpeWithdrawn("staff1")),
        Gen.Int[30, 130].Select(v => (SessionFact)new RestingHeartRateMeasured(v)),
        OneOf("C07AB02", "N05AN01", "XXXX").Select(v => (SessionFact)new MedicationTaken(v)),
        (from atc in OneOf<string?>(null, "C07AB02", "C10AA05", "XXXX") from confirmed in Gen.Bool select (SessionFact)new ParticipantChanged("staff1") { Participant = FileOf(atc), Confirmed = confirmed }),
        Gen.Int[0, 100].Select(v => (SessionFact)new StrapBatteryTold(v)),
        (from strap in OneOf("a", "b", "c") from sensor in OneOf<SensorClass?>(null, SensorClass.Chest, SensorClass.Optical) select (SessionFact)new StrapBound(strap, "staff1") { Sensor = sensor }),
        Gen.Int[50, 200].Select(v => (SessionFact)new StrapConfirmed(v, "staff1")),
        Gen.Enum<StrapSign>().Select(sign => (SessionFact)new StrapDoubted(sign)),
        OneOf<SessionFact>(new StrapUnbound("staff1"), new StrapConnected(), new IdentityDoubted("p_other"), new SessionPaused(), new SessionResumed(), new TemperatureMeasured(37.0), new GateReleased("rest-gate")));

    /// <summary>A stretch of equal packets, one a second, or a fact after a pause.</summary>
    private static readonly Gen<(int Seconds, SessionInput Input, int Times)> Happening = Gen.Frequency(
        (4, from packet in Packet from times in Gen.Int[1, 300] select (1, packet, times)),
        (2, from fact in Fact from pause in Gen.Int[0, 200] select (pause, SessionInput.OfFact(default, fact), 1)));

    /// <summary>Inputs of one session, stamped, beginning with its start (the participant is filled in by the test).</summary>
    internal static Gen<List<SessionInput>> Session { get; } =
        from works in Gen.Bool
        from happenings in Happening.List[1, 24]
        select Stamp(works ? [(0, SessionInput.OfFact(default, new PhaseEntered(SessionPhase.Work)), 1), .. happenings] : happenings);

    /// <summary>A file of whoever has the pseudonym that the tests use.</summary>
    private static Participant FileOf(string? atc) => new() { Id = "p_law", Age = 61, RestingHr = 58, Medications = atc is null ? [] : [new() { Atc = atc }] };

    /// <summary>One of these values.</summary>
    internal static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static List<SessionInput> Stamp(List<(int Seconds, SessionInput Input, int Times)> happenings)
    {
        var at = Start;
        var inputs = new List<SessionInput>();
        foreach (var (seconds, input, times) in happenings)
        {
            for (var i = 0; i < times; i++)
            {
                at = at.AddSeconds(seconds);
                inputs.Add(input with { At = at, Packet = i % 2 == 0 ? input.Packet : Breathe(input.Packet) });
            }
        }

        return inputs;
    }

    /// <summary>The same packet with its last RR one unit off, where it has one: a heart never sends the same interval for minutes.</summary>
    private static ReadOnlyMemory<byte> Breathe(ReadOnlyMemory<byte> packet)
    {
        if (packet.Length < 4 || (packet.Span[0] & 0x10) == 0) return packet;
        var other = packet.ToArray();
        other[^2] ^= 1;
        return other;
    }
}
