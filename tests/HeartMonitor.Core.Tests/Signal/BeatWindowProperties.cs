using CsCheck;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>The ring against a list that keeps everything and counts in the plainest way.</summary>
public sealed class BeatWindowProperties
{
    private const int Kept = 256;
    private static readonly RuleOptions Rules = new();

    private static readonly Gen<ushort[]> Intervals = Gen.Frequency(
        (8, Gen.Int[700, 1100]),
        (2, Gen.Int[250, 2100]),
        (1, Gen.Int[1, 65535]),
        (1, Gen.Const(512))).Select(raw => (ushort)raw).Array[0, 9];

    /// <summary>Milliseconds to the packet, its rate, its intervals; a rate of 0 stands for a break.</summary>
    private static readonly Gen<List<(int Wait, int Bpm, ushort[] Raw)>> Stream =
        Gen.Select(Gen.Frequency((8, Gen.Const(1000)), (2, Gen.Int[0, 4000]), (1, Gen.Int[0, 100_000])), Gen.Frequency((30, Gen.Int[40, 180]), (1, Gen.Const(0))), Intervals).List[1, 120];

    [Fact]
    public void Every_figure_is_what_a_list_gives() => Stream.Sample(stream =>
    {
        var beats = new BeatWindow(Rules);
        var list = new List<(DateTimeOffset At, double Ms, BeatKind Kind)>();
        var now = TestStrap.Start;
        foreach (var (wait, bpm, raw) in stream)
        {
            now = now.AddMilliseconds(wait);
            if (bpm == 0)
            {
                beats.Break();
                list.Clear();
                continue;
            }

            beats.Add(TestStrap.Raw(raw), bpm, now);
            foreach (var value in raw) AddTo(list, value, bpm, now);
            foreach (var seconds in new[] { 2.0, 10, 30, 60 }) Compare(list, beats, seconds, now.AddMilliseconds(wait / 7));
        }
    }, iter: Effort.Of(300));

    private static void AddTo(List<(DateTimeOffset At, double Ms, BeatKind Kind)> list, ushort raw, int bpm, DateTimeOffset at)
    {
        var ms = raw * 1000.0 / 1024;
        var neighbours = list.Where(b => b.Kind != BeatKind.Filler && b.Ms is >= 273 and <= 2000).Select(b => b.Ms).TakeLast(11).Order().ToList();
        var usual = Median(neighbours);
        var off = ms - usual;
        var before = list.LastOrDefault();
        var split = list.Count > 0 && before.Kind is BeatKind.Odd or BeatKind.OutOfRange && before.Ms <= usual && Math.Abs(before.Ms + ms - usual) <= 0.15 * usual;
        var kind =
            raw == 512 && Math.Abs(bpm - 120) > 0.15 * bpm ? BeatKind.Filler
            : ms is < 273 or > 2000 ? BeatKind.OutOfRange
            : neighbours.Count < 3 || Math.Abs(off) <= 0.25 * usual ? BeatKind.Fine
            : off > 0 ? (new[] { 2, 3 }.Any(n => Math.Abs((ms / n) - usual) <= 0.15 * usual) ? BeatKind.Missed : BeatKind.Odd)
            : split ? BeatKind.Extra : BeatKind.Odd;
        if (kind == BeatKind.Extra) list[^1] = before with { Kind = BeatKind.Extra };
        list.Add((at, ms, kind));
    }

    private static void Compare(List<(DateTimeOffset At, double Ms, BeatKind Kind)> all, BeatWindow beats, double seconds, DateTimeOffset now)
    {
        var kept = all.TakeLast(Kept).Where(b => (now - b.At).TotalSeconds < seconds).ToList();
        var fine = kept.Where(b => b.Kind == BeatKind.Fine).Select(b => b.Ms).Order().ToList();
        var figures = beats.Last(seconds, now);

        Assert.Equal(fine.Count, figures.Fine);
        Assert.Equal(kept.Count(b => b.Kind != BeatKind.Filler), figures.All);
        Assert.Equal(kept.Count(b => b.Kind == BeatKind.Filler), figures.Fillers);
        Assert.Equal(kept.Count(b => b.Kind is BeatKind.Missed or BeatKind.Extra or BeatKind.OutOfRange), figures.Miscounted);
        Assert.Equal(kept.Where(b => b.Kind != BeatKind.OutOfRange).Sum(b => b.Ms), figures.SumMs, 0.1);
        Assert.Equal(fine.Count == 0 ? double.NaN : 60_000 / fine.Average(), figures.FineBpm, 0.01);
        Assert.Equal(Median(fine), beats.MedianFineMs(seconds, now), 0.01);
        Assert.Equal(kept.Select(b => b.Ms).Distinct().Count() <= 1, beats.IsMonotone(seconds, now));
        if (seconds >= 60)
            Assert.Equal(kept.Count == 0 ? null : 100.0 * (kept.Count - fine.Count) / kept.Count, beats.LastMinutePercent(now));
    }

    private static double Median(List<double> sorted) =>
        sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
