using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>Check figures of domain-facts 9.3.</summary>
public sealed class BeatSeriesTests
{
    [Fact]
    public void Rest_at_70_bpm_has_the_variability_of_the_facts()
    {
        var rr = Beats(70, 0, 600, jitterMs: 0).Select(beat => beat.RrMs).ToArray();

        Assert.Equal(28.7, Rmssd(rr), 28.7 * 0.05);
        Assert.Equal(30.1, Sdnn(rr), 30.1 * 0.05);
    }

    [Fact]
    public void An_irregular_rhythm_has_the_spread_of_the_facts()
    {
        var noise = new SeededNoise(11);
        var rr = Enumerable.Range(0, 20_000).Select(_ => BeatSeries.IrregularMs(noise)).ToArray();

        Assert.InRange(Rmssd(rr), 163, 170);
        Assert.InRange(Rmssd(rr) / rr.Average(), 0.27, 0.285);
        Assert.True(rr.Min() >= 300);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(0.5, 6)]
    [InlineData(0.85, 2)]
    [InlineData(1, 2)]
    public void Swings_shrink_with_effort(double fraction, double ms)
    {
        Assert.Equal(ms, BeatSeries.SwingMs(fraction), 1e-9);
        var smaller = Rmssd([.. Beats(140, 0.9, 300).Select(b => b.RrMs)]);
        Assert.True(smaller < 6);
    }

    [Fact]
    public void A_blocker_raises_the_swing_of_breathing_at_rest_by_a_fifth()
    {
        var free = Rmssd([.. Beats(60, 0, 900, jitterMs: 0).Select(b => b.RrMs)]);
        var blocked = Rmssd([.. Beats(60, 0, 900, isBlunted: true, jitterMs: 0).Select(b => b.RrMs)]);

        Assert.InRange(blocked / free, 1.1, 1.2);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(95)]
    [InlineData(180)]
    public void Intervals_fill_the_time_and_mean_the_rate(double bpm)
    {
        var beats = Beats(bpm, 0.5, 600);

        Assert.All(beats.Zip(beats.Skip(1)), pair => Assert.Equal(pair.Second.RrMs, (pair.Second.AtSeconds - pair.First.AtSeconds) * 1000, 1e-6));
        Assert.Equal(bpm, 60_000 / beats.Average(beat => beat.RrMs), 0.5);
        Assert.Equal(600, beats.Sum(beat => beat.RrMs) / 1000, 1.3);
    }

    private static List<Beat> Beats(double bpm, double fraction, int seconds, bool isBlunted = false, double jitterMs = 2)
    {
        var series = new BeatSeries(new SeededNoise(2), isBlunted, jitterMs);
        List<Beat> beats = [];
        for (var second = 1; second <= seconds; second++) series.Advance(second, bpm, fraction, beats);
        return beats;
    }

    private static double Rmssd(double[] rr) => Math.Sqrt(rr.Zip(rr.Skip(1)).Average(pair => Math.Pow(pair.Second - pair.First, 2)));

    private static double Sdnn(double[] rr)
    {
        var mean = rr.Average();
        return Math.Sqrt(rr.Sum(x => Math.Pow(x - mean, 2)) / (rr.Length - 1));
    }
}
