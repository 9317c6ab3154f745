using CsCheck;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Whatever a strap did before: a person whose signal is fine is watched, one whose signal is not is told of, and nothing old is judged.</summary>
public sealed class SignalRecoveryProperties
{
    private const int RecoveredWithin = 45; // ours: 10 s of wear, 10 s of a leap, 30 s of intervals that were someone else's, less what overlaps

    private static readonly int Runs = Effort.Of(300);

    private static readonly Gen<Participant> Person = AnyInput.OneOf(
        new Participant { Id = "p_rec", Age = 40, RestingHr = 66, BodyMassKg = 75 },
        new Participant { Id = "p_rec", Age = 60, RestingHr = 62, Medications = [new() { Atc = "C07AB02" }] },
        new Participant { Id = "p_rec", Age = 60, RestingHr = 62, Conditions = [new() { Code = "icd", DetectionRate = 180 }] },
        new Participant { Id = "p_rec", Age = 70, RestingHr = 70, Conditions = [new() { Code = "atrial-fibrillation", Present = true }] },
        new Participant { Id = "p_rec", Age = 70, RestingHr = 70, Conditions = [new() { Code = "pacemaker", UpperRate = 120 }] });

    private static readonly Gen<List<(int WaitMs, byte[] Packet)>> Trouble = Gen.OneOf(
        Packets(Gen.Int[0, 300], Gen.Double[0.3, 3]),
        Packets(Gen.Int[60, 200], Gen.Const(1.0)),
        Packets(Gen.Int[80, 81], Gen.Const(1.0)),
        Packets(Gen.Int[180, 230], Gen.Double[0.9, 1.1]),
        Gen.Select(Waits, Gen.Byte.Array[0, 24]).List[1, 30].Select(list => list.Select(p => (p.Item1, p.Item2)).ToList()));

    private static Gen<int> Waits => Gen.Frequency((10, Gen.Const(1000)), (3, Gen.Int[0, 2500]), (1, Gen.Int[0, 40_000]));

    [Fact]
    public void After_any_trouble_a_living_strap_is_watched_again_and_until_then_staff_are_told() =>
        Gen.Select(Person, Trouble.List[0, 6], Gen.Int[55, 190], Gen.Enum<SensorContact>(), Gen.Bool, Gen.Enum<SensorClass>()).Sample((person, trouble, bpm, contact, work, sensor) =>
        {
            var session = new Played(person, sensor, work);
            foreach (var (wait, packet) in trouble.SelectMany(t => t)) session.Packet(wait, packet);
            for (var second = 0; second < 120; second++)
            {
                session.Packet(1000, Living(bpm, second, contact == SensorContact.NotDetected ? SensorContact.Detected : contact));
                Assert.True(session.IsWatched || second < RecoveredWithin || (session.IsToldOf && second < (sensor == SensorClass.Optical ? 95 : 60)), // gaps count for 60 s, and 30 s more
                     $"unwatched {second} s into a living signal of {bpm}");
            }
        }, iter: Runs);

    [Fact]
    public void Nothing_is_used_that_is_five_seconds_old_or_no_hearts() =>
        Gen.Select(Person, Trouble.List[1, 6], Gen.Enum<SensorClass>()).Sample((person, trouble, sensor) =>
        {
            var session = new Played(person, sensor, works: true);
            var heart = double.NegativeInfinity;
            foreach (var (wait, packet) in trouble.SelectMany(t => t))
            {
                for (var waited = 0; waited + 500 <= wait; waited += 500)
                {
                    session.Wait(500);
                    Assert.False(session.IsWatched && Math.Floor(session.Second) - heart >= 5, // judged at whole seconds
                        $"second {session.Second}, the last heart at {heart}");
                }

                session.Packet(wait % 500, packet);
                var decoded = HeartRateMeasurementCodec.Decode(packet);
                if (decoded.IsMeasurement && decoded.Measurement.HeartRate.Bpm is >= 30 and <= 230) heart = session.Second;
                Assert.False(session.IsWatched && double.IsNegativeInfinity(heart));
            }
        }, iter: Runs);

    [Fact]
    public void No_evidence_is_without_a_number_and_no_alert_flaps() =>
        Gen.Select(Person, Trouble.List[1, 8], Gen.Enum<SensorClass>(), Gen.Bool).Sample((person, trouble, sensor, work) =>
        {
            var session = new Played(person, sensor, work);
            foreach (var (wait, packet) in trouble.SelectMany(t => t)) session.Packet(wait, packet);
            session.Wait(60_000);
            foreach (var alert in session.Events.OfType<AlertEvent>())
                Assert.All(alert.Because, evidence => Assert.True(double.IsFinite(evidence.Value), $"{alert.Code}: {evidence}"));
            foreach (var raised in session.Events.OfType<AlertEvent>().Where(a => a.State == AlertState.Raised).GroupBy(a => a.Code))
            {
                var times = raised.Select(a => a.T).ToList();
                var most = raised.Key == AlertCode.SignalDoubtful ? 6 : 3; // README: three, but silence ends a doubt whatever its count
                for (var i = most; i < times.Count; i++) Assert.True(times[i] - times[i - most] >= 60, $"{raised.Key} {most + 1} times within a minute: {Told(session, raised.Key)}");
            }

            foreach (var live in session.Lives) Assert.True(live.Hr is null or (>= 30 and <= 230), $"{live}");
        }, iter: Runs);

    private static string Told(Played session, AlertCode code) =>
        string.Join(' ', session.Events.OfType<AlertEvent>().Where(a => a.Code == code).Select(a => $"{a.T} {a.State}"));

    private static Gen<List<(int WaitMs, byte[] Packet)>> Packets(Gen<int> rates, Gen<double> shares) =>
        from rate in rates
        from share in shares
        from contact in Gen.Enum<SensorContact>()
        from list in Gen.Select(Waits, Gen.Int[-4, 4], Gen.Double[0.97, 1.03], Gen.Int[0, 3]).List[1, 60]
        select list.Select(p => (p.Item1, Encode(Math.Max(0, rate + p.Item2), contact, share * p.Item3, p.Item4))).ToList();

    /// <summary>A heart drifts by some beats a minute: a rate that stands still after a leap may be steps (domain-facts 5.3).</summary>
    private static byte[] Living(int around, int second, SensorContact contact)
    {
        var bpm = around + (int)Math.Round(5 * Math.Sin(second / 8.0));
        return HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), contact, [RrInterval.FromMilliseconds(TestStrap.Breathing(bpm, second))]);
    }

    private static byte[] Encode(int bpm, SensorContact contact, double share, int beats) => HeartRateMeasurementCodec.Encode(
        HeartRate.FromBpm(bpm), contact, bpm == 0 ? [] : [.. Enumerable.Range(0, beats).Select(i => RrInterval.FromMilliseconds(Math.Min(60_000, (60_000.0 / bpm * share) + (2 * i))))]);

    private sealed class Played
    {
        private readonly SessionEngine _engine;
        private readonly SessionStep _step = new();
        private readonly HashSet<AlertCode> _open = [];
        private DateTimeOffset _now = TestStrap.Start;

        internal Played(Participant person, SensorClass sensor, bool works)
        {
            var start = new SessionStarted { Participant = person, Sensor = sensor };
            _engine = new(Identity.OfSession("gym1", person.Id, _now), start, _now, Shipped.Setup);
            Apply(SessionInput.OfFact(_now, start));
            if (works) Apply(SessionInput.OfFact(_now, new PhaseEntered(SessionPhase.Work)));
        }

        internal List<SessionEvent> Events { get; } = [];

        internal List<Messages.LiveData> Lives { get; } = [];

        internal double Second => (_now - TestStrap.Start).TotalSeconds;

        internal bool IsWatched => _engine.HasUsableHeartRate;

        /// <summary>Staff know that the rate is not judged.</summary>
        internal bool IsToldOf => _open.Overlaps([AlertCode.SignalDoubtful, AlertCode.SensorNotWorn, AlertCode.ContactLost, AlertCode.SignalLost, AlertCode.IdentityConflict]);

        internal void Wait(int milliseconds)
        {
            _now = _now.AddMilliseconds(milliseconds);
            _engine.AdvanceTo(_now, _step.ForFact(_engine.Id, _engine.Person.Id, _now, null));
            Note();
        }

        internal void Packet(int wait, byte[] packet)
        {
            Wait(wait);
            Apply(SessionInput.OfPacket(_now, packet));
            Lives.Add(_engine.Live(_now));
        }

        private void Apply(SessionInput input)
        {
            _engine.Apply(input, _step.ForFact(_engine.Id, _engine.Person.Id, input.At, input.Fact));
            Note();
        }

        private void Note()
        {
            foreach (var alert in _step.Events.OfType<AlertEvent>())
                if (alert.State is AlertState.Cleared or AlertState.Closed) _open.Remove(alert.Code);
                else _open.Add(alert.Code);
            Events.AddRange(_step.Events);
        }
    }
}
