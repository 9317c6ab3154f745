using System.Globalization;
using System.Text;
using CsCheck;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>Sessions drawn by chance: gaps, late packets, ties of intervals, intervals and rates of zero, contact lost, packets twice, garbage.</summary>
public sealed class GeneratedSessionProperties
{
    private const int Sessions = 150;

    private static readonly Gen<int> Raw = Gen.Frequency((6, Gen.Int[300, 1400]), (1, Gen.Const(0)), (1, Gen.Const(512)), (1, Gen.Int[1, 65_535]));

    private static readonly Gen<Sent> Packet = Gen.Select(
        Gen.Frequency((8, Gen.Int[900_000, 1_100_000]), (1, Gen.Int[0, 50_000]), (1, Gen.Int[1_500_000, 20_000_000])),
        Gen.Frequency((8, Gen.Int[40, 190]), (1, Gen.Const(0)), (1, Gen.Int[1, 65_535])),
        Gen.Frequency((6, Gen.Const(SensorContact.Detected)), (1, Gen.Const(SensorContact.NotSupported)), (1, Gen.Const(SensorContact.NotDetected))),
        Raw.Array[0, 4],
        Gen.Int[0, 19],
        static (wait, bpm, contact, raws, special) => new Sent(wait, bpm, contact, raws, special));

    [Fact]
    public void Every_export_is_the_journal() => Packet.Array[0, 120].Sample(
        static packets =>
        {
            var rows = Play(packets);
            var series = Exported.Of(rows);
            AssertCsvIsJournal(rows, series);
            AssertTextsAreSegments(series);
            AssertFitIsSeries(series);
            AssertGapsAreHoles(series);
        },
        iter: Sessions);

    private static IReadOnlyList<JournalRow> Play(Sent[] packets)
    {
        var stored = new StoredRows(new() { Id = "p_9", Age = 44, RestingHr = 62 }, CanarySession.Start);
        var at = CanarySession.Start;
        foreach (var packet in packets)
        {
            at = at.AddMicroseconds(packet.WaitUs);
            if (packet.Special == 17) stored.Apply(SessionInput.OfFact(at, new PhaseEntered(SessionPhase.Work)));
            if (packet.Special == 18) stored.Apply(SessionInput.OfFact(at, new RpeAnswered(12)));
            var bytes = Bytes(packet);
            if (packet.Special == 19) stored.Apply(SessionInput.OfPacket(at.AddSeconds(-7) < CanarySession.Start ? CanarySession.Start : at.AddSeconds(-7), bytes, isLate: true));
            stored.Apply(SessionInput.OfPacket(at, bytes));
            if (packet.Special == 16) stored.Apply(SessionInput.OfPacket(at.AddMilliseconds(1), bytes)); // once more
        }

        return stored.Rows;
    }

    /// <summary>Flags, rate of 16 bits, contact, intervals; zeros too, which an encoder would leave out.</summary>
    private static byte[] Bytes(Sent packet)
    {
        if (packet.Special == 0) return [0x06]; // cut off
        var flags = 0x01 | (packet.Contact switch { SensorContact.Detected => 0x06, SensorContact.NotDetected => 0x04, _ => 0 }) | (packet.Raws.Length > 0 ? 0x10 : 0);
        return [(byte)flags, (byte)(packet.Bpm & 0xFF), (byte)(packet.Bpm >> 8), .. packet.Raws.SelectMany(r => new[] { (byte)(r & 0xFF), (byte)(r >> 8) })];
    }

    private static void AssertCsvIsJournal(IReadOnlyList<JournalRow> rows, SessionSeries series)
    {
        var files = new[] { SeriesTables.Packets(series), SeriesTables.Beats(series), SeriesTables.Events(series) }.ToDictionary(t => t.Name + ".csv", t => Exported.Csv(Encoding.UTF8.GetString(CsvTable.Bytes(t))));
        var (samples, beats, told) = (files["samples.csv"], files["rr.csv"].ToLookup(b => b["n"]), 0);
        var before = ReadOnlyMemory<byte>.Empty;
        var stored = rows.Where(r => r.Entry.Kind == JournalKind.Sample).ToList();
        Assert.Equal(stored.Count, samples.Count);
        var bySeq = samples.ToDictionary(s => s["n"]);
        foreach (var row in stored)
        {
            Assert.True(SampleBody.TryRead(row.Entry.Body, out var label, out var packet));
            var cells = bySeq[row.Seq.ToString(CultureInfo.InvariantCulture)];
            var measurement = HeartRateMeasurementCodec.Decode(packet).Measurement;
            Assert.Equal(row.Entry.At, DateTimeOffset.Parse(cells["t_utc"], CultureInfo.InvariantCulture));
            Assert.Equal(measurement.HeartRate.IsReading ? measurement.HeartRate.Bpm.ToString(CultureInfo.InvariantCulture) : "", cells["bpm"]);
            var repeats = label.Reasons.HasFlag(SignalReasons.Duplicate) && before.Span.SequenceEqual(packet.Span);
            double[] intervals = repeats ? [] : [.. measurement.Rr.ToArray().Select(i => i.Milliseconds)];
            Assert.Equal(intervals, beats[cells["n"]].Select(b => double.Parse(b["rr_ms"], CultureInfo.InvariantCulture)));
            told += intervals.Length;
            if (!label.Reasons.HasFlag(SignalReasons.Duplicate)) before = packet;
        }

        Assert.Equal(told, files["rr.csv"].Count);
        var times = samples.Select(s => double.Parse(s["t_rel_s"], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(times.Order(), times);
    }

    private static void AssertTextsAreSegments(SessionSeries series)
    {
        var expected = series.Beats.Where(b => b.Segment > 0).ToList();
        var kubios = IntervalText.Kubios(series);
        Assert.Equal(expected.Select(b => b.Segment).Distinct().Count(), kubios.Count);
        Assert.Equal(
            expected.Select(b => (int)Math.Round(b.Ms, MidpointRounding.AwayFromZero)),
            kubios.SelectMany(f => Encoding.UTF8.GetString(f.Content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(l => int.Parse(l, CultureInfo.InvariantCulture)));
        var segment = 0;
        foreach (var beat in series.Beats)
        {
            Assert.Equal(beat.Segment == 0 || beat.Segment != segment, beat.GapBefore);
            if (beat.Segment > 0) Assert.InRange(beat.Segment - segment, 0, 1);
            if (beat.Segment > 0) segment = beat.Segment;
        }
    }

    private static void AssertFitIsSeries(SessionSeries series)
    {
        var messages = FitReader.Read(Research.Exports.Fit.FitActivity.Of(series).Content.Span);
        Assert.Equal(LapList.Rates(series).Select(s => (long)s.Bpm!.Value), messages.Where(m => m.Number == 20).Select(m => m[3]));
        Assert.Equal(LapList.Of(series).Count, messages.Count(m => m.Number == 19));
    }

    private static void AssertGapsAreHoles(SessionSeries series)
    {
        var readings = series.Samples.Where(s => s.IsReading).Select(s => s.At).ToList();
        Assert.All(series.Gaps, g => Assert.DoesNotContain(readings, at => at > g.From && at < g.To));
        var edges = readings.Prepend(series.StartedAt).Append(series.LastAt).ToList();
        Assert.Equal(edges.Zip(edges.Skip(1)).Where(p => (p.Second - p.First).TotalSeconds >= 3), series.Gaps.Select(g => (g.From, g.To)));
    }

    private sealed record Sent(int WaitUs, int Bpm, SensorContact Contact, int[] Raws, int Special);
}
