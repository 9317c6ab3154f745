using CsCheck;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Laws of the gate, over any packets at any times.</summary>
public sealed class SignalGateProperties
{
    private static readonly int Runs = Effort.Of(400);

    private static readonly Gen<int> Rate = Gen.Frequency((12, Gen.Int[60, 180]), (2, Gen.Int[20, 240]), (1, Gen.Const(0)), (1, Gen.Int[0, 65535]));

    private static readonly Gen<SensorContact> Contact = Gen.Frequency(
        (8, Gen.Const(SensorContact.Detected)), (2, Gen.Const(SensorContact.NotSupported)), (2, Gen.Const(SensorContact.NotDetected)));

    private static readonly Gen<int> Wait = Gen.Frequency((10, Gen.Const(1000)), (2, Gen.Int[0, 1500]), (1, Gen.Int[0, 15_000]), (1, Gen.Const(0)));

    /// <summary>A stretch of packets around one rate, with intervals that fit it, garbage, or none; or raw bytes.</summary>
    private static readonly Gen<List<(int WaitMs, byte[] Packet)>> Stretch = Gen.Frequency(
        (8, from rate in Rate
            from contact in Contact
            from share in Gen.Frequency((6, Gen.Const(1.0)), (1, Gen.Double[0.4, 2.5]), (2, Gen.Const(0.0)))
            from energy in Gen.Frequency((4, Gen.Const((ushort?)null)), (1, Gen.UShort.Select(value => (ushort?)value)))
            from beats in Gen.Select(Wait, Gen.Int[-3, 3], Gen.Double[0.9, 1.1], Gen.Int[1, 3]).List[1, 45]
            select beats.Select(b => (b.Item1, Encode(rate == 0 ? 0 : Math.Clamp(rate + b.Item2, 1, 65535), contact, share * b.Item3, b.Item4, energy))).ToList()),
        (1, Gen.Select(Wait, Gen.Byte.Array[0, 20]).List[1, 20].Select(list => list.Select(p => (p.Item1, p.Item2)).ToList())));

    private static readonly Gen<List<(DateTimeOffset At, byte[] Packet)>> Stream = Stretch.List[1, 8].Select(Stamp);

    [Fact]
    public void The_same_packets_give_the_same_verdicts_and_a_shift_of_all_stamps_changes_none() => Gen.Select(Stream, Gen.Long[-30, 30]).Sample((stream, years) =>
        Assert.Equal(Play(stream), Play([.. stream.Select(p => (p.At.AddDays(365.25 * years).AddMilliseconds(years * 137), p.Packet))])), iter: Runs);

    [Fact]
    public void A_verdict_does_not_know_what_comes_after_it() => Stream.Sample(stream =>
    {
        var all = Play(stream);
        var half = stream.Count / 2;
        Assert.Equal(all[..half], Play(stream[..half]));
    }, iter: Runs);

    [Fact]
    public void No_sample_that_is_no_hearts_is_ever_used() => Stream.Sample(stream =>
    {
        var verdicts = Play(stream);
        for (var i = 0; i < stream.Count; i++)
        {
            var decoded = HeartRateMeasurementCodec.Decode(stream[i].Packet);
            var bpm = decoded.Measurement.HeartRate.Bpm;
            var verdict = verdicts[i];
            if (!decoded.IsMeasurement || bpm is < 30 or > 230) Assert.False(verdict.IsUsable);
            if (verdict.Label.Quality is SignalQuality.Bad or SignalQuality.None && (verdict.Label.Reasons & ~(SignalReasons.Step | SignalReasons.RrDisagrees | SignalReasons.RrClock)) != 0)
                Assert.False(verdict.IsUsable);
            if (verdict.Label.Reasons.HasFlag(SignalReasons.NoContact)) Assert.False(verdict.IsUsable);
            if (verdict.IsUsable) Assert.InRange(verdict.Bpm, 29.9, 230);
        }
    }, iter: Runs);

    [Fact]
    public void A_good_sample_is_used_as_it_is_and_has_nothing_against_its_rate() => Stream.Sample(stream =>
    {
        var verdicts = Play(stream);
        for (var i = 0; i < stream.Count; i++)
        {
            if (verdicts[i].Label.Quality != SignalQuality.Good) continue;
            Assert.Equal(HeartRateMeasurementCodec.Decode(stream[i].Packet).Measurement.HeartRate.Bpm, verdicts[i].Bpm);
            Assert.Equal(SignalReasons.None, verdicts[i].Label.Reasons & ~SignalReasons.RrClock);
        }
    }, iter: Runs);

    [Fact]
    public void A_packet_that_came_twice_changes_no_other_verdict() => Gen.Select(Stream, Gen.Int[1, 7], Gen.Int[0, 300]).Sample((stream, every, delay) =>
    {
        var plain = Play(stream);
        var twice = new List<(DateTimeOffset At, byte[] Packet)>();
        var original = new List<int>();
        for (var i = 0; i < stream.Count; i++)
        {
            original.Add(twice.Count);
            twice.Add(stream[i]);
            var again = stream[i].At.AddMilliseconds(delay);
            if (i % every == 0 && !plain[i].Label.Reasons.HasFlag(SignalReasons.Duplicate) && (i + 1 == stream.Count || stream[i + 1].At > again)) twice.Add((again, stream[i].Packet));
        }

        var doubled = Play(twice);
        for (var i = 0; i < stream.Count; i++) Assert.Equal(plain[i], doubled[original[i]]);
    }, iter: Runs);

    [Fact]
    public void One_odd_beat_never_makes_the_rate_doubtful() =>
        Gen.Select(Gen.Int[50, 180], Gen.Int[15, 40], AnyInput.OneOf(new[] { 0.7, 1.3 }, [0.3, 0.7], [2.0], [0.55, 1.45], [0.5, 0.5])).Sample((bpm, when, odd) =>
        {
            var strap = new TestStrap();
            for (var second = 0; second < 60; second++)
            {
                var usual = TestStrap.Breathing(bpm, second);
                double[] rr = second == when ? [.. odd.Select(share => share * usual)] : [usual];
                var label = strap.Send(second, bpm, [.. rr.Select(ms => Math.Abs(ms - 500) < 1 ? 502 : ms)]).Label; // no chance filler
                if (second >= 10) Assert.Equal(SignalQuality.Good, label.Quality);
            }
        }, iter: Runs);

    [Fact]
    public void What_the_gate_remembers_is_never_ahead_of_the_last_packet() => Stream.Sample(stream =>
    {
        var gate = NewGate();
        foreach (var (at, packet) in stream)
        {
            var verdict = gate.Judge(HeartRateMeasurementCodec.Decode(packet), at);
            foreach (var stamp in new[] { gate.LastReadingAt, gate.LastUsableAt, gate.NoContactSince, gate.DoubtfulSince, gate.UnbrokenSince, gate.RrAgreesSince, gate.ComesAndGoesSince(at) })
                Assert.True(stamp is null || stamp <= at);
            Assert.True(gate.Beats.Artefacts <= gate.Beats.Beats);
            Assert.True(gate.Beats.LastMinutePercent(at) is null or (>= 0 and <= 100));
            if (verdict.IsUsable) Assert.Equal((at, verdict.Bpm), (gate.LastUsableAt!.Value, gate.LastUsableBpm));
        }
    }, iter: Runs);

    private static SignalGate NewGate() => new(new RuleOptions()) { StandingStillIsOdd = true, MayCountSteps = true };

    private static List<GateVerdict> Play(List<(DateTimeOffset At, byte[] Packet)> stream)
    {
        var gate = NewGate();
        return [.. stream.Select(p => gate.Judge(HeartRateMeasurementCodec.Decode(p.Packet), p.At))];
    }

    private static List<(DateTimeOffset At, byte[] Packet)> Stamp(List<List<(int WaitMs, byte[] Packet)>> stretches)
    {
        var at = TestStrap.Start;
        var stream = new List<(DateTimeOffset At, byte[] Packet)>();
        foreach (var (wait, packet) in stretches.SelectMany(s => s))
        {
            at = at.AddMilliseconds(wait);
            stream.Add((at, packet));
        }

        return stream;
    }

    private static byte[] Encode(int bpm, SensorContact contact, double share, int beats, ushort? energy)
    {
        var rr = share == 0 || bpm == 0 ? [] : Enumerable.Range(0, beats).Select(i => RrInterval.FromMilliseconds(Math.Min(60_000, (60_000.0 / bpm * share) + (2 * i)))).ToArray();
        return HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), contact, rr, energy);
    }
}
