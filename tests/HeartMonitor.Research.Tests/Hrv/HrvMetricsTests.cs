using CsCheck;
using HeartMonitor.Research.Hrv;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Hrv;

/// <summary>Laws of the figures.</summary>
public sealed class HrvMetricsTests
{
    private static readonly Gen<double[]> Series = Gen.Double[300, 2000].Array[2, 200];

    [Fact]
    public void Twice_the_intervals_are_twice_the_mean_and_the_spread_and_the_same_shape() =>
        Series.Sample(rr =>
        {
            var (one, two) = (HrvMetrics.Of(rr), HrvMetrics.Of(Array.ConvertAll(rr, interval => 2 * interval)));
            return Same(2 * one.MeanRrMs, two.MeanRrMs) && Same(2 * one.RmssdMs, two.RmssdMs)
                && Same(2 * one.SdnnMs, two.SdnnMs) && Same(one.DfaAlpha1, two.DfaAlpha1);
        });

    [Fact]
    public void A_constant_more_on_every_interval_moves_the_mean_alone() =>
        Gen.Select(Gen.Int[300, 2000].Array[2, 200], Gen.Int[1, 500]).Sample((rr, more) => // whole numbers: differences stay exact
        {
            var one = HrvMetrics.Of(Array.ConvertAll(rr, interval => (double)interval));
            var other = HrvMetrics.Of(Array.ConvertAll(rr, interval => (double)interval + more));
            return Same(one.MeanRrMs + more, other.MeanRrMs) && one.RmssdMs == other.RmssdMs && Same(one.SdnnMs, other.SdnnMs)
                && one.Pnn50Percent == other.Pnn50Percent && Same(one.DfaAlpha1, other.DfaAlpha1);
        });

    [Fact]
    public void Backwards_the_figures_of_the_time_domain_are_the_same() =>
        Series.Sample(rr =>
        {
            var (one, back) = (HrvMetrics.Of(rr), HrvMetrics.Of([.. rr.Reverse()]));
            return Same(one.MeanRrMs, back.MeanRrMs) && Same(one.RmssdMs, back.RmssdMs) && Same(one.SdnnMs, back.SdnnMs)
                && one.Pnn50Percent == back.Pnn50Percent;
        });

    [Fact]
    public void Exactly_fifty_milliseconds_do_not_count() => Assert.Equal(50, HrvMetrics.Of([800, 850, 799]).Pnn50Percent);

    [Fact]
    public void One_interval_has_a_mean_and_nothing_else() => Assert.Equal(new(800, null, null, null, null), HrvMetrics.Of([800]));

    [Theory]
    [InlineData(800.0)]
    [InlineData(813.889)]
    public void A_steady_series_varies_by_nothing_and_has_no_exponent(double interval)
    {
        var metrics = HrvMetrics.Of([.. Enumerable.Repeat(interval, 400)]);

        Assert.Equal(interval, metrics.MeanRrMs!.Value, 1e-9);
        Assert.Equal(0, metrics.RmssdMs);
        Assert.Equal(0, metrics.SdnnMs!.Value, 1e-9);
        Assert.Equal(0, metrics.Pnn50Percent);
        Assert.Null(metrics.DfaAlpha1);
    }

    [Fact]
    public void White_noise_has_alpha1_near_a_half_its_running_sum_near_one_and_a_half()
    {
        var random = new Random(5);
        var noise = Enumerable.Range(0, 20_000).Select(_ => Rhythm.Gauss(random)).ToArray();
        var sum = 0.0;
        var walk = Array.ConvertAll(noise, step => sum += step);

        Assert.Equal(0.5, DetrendedFluctuation.Alpha1(noise)!.Value, 0.1); // short boxes read a little high
        Assert.Equal(1.5, DetrendedFluctuation.Alpha1(walk)!.Value, 0.1);
    }

    [Theory]
    [InlineData(127, false)]
    [InlineData(128, true)]
    public void Alpha1_needs_128_intervals(int count, bool has) => Assert.Equal(has, DetrendedFluctuation.Alpha1(Rhythm.AtRest(count)) is not null);

    private static bool Same(double? one, double? other) =>
        one is null ? other is null : other is { } value && Math.Abs(one.Value - value) <= 1e-9 * Math.Max(1, Math.Abs(value));
}
