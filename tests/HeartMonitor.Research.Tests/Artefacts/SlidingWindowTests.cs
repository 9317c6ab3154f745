using CsCheck;
using HeartMonitor.Research.Artefacts;
using Xunit;

namespace HeartMonitor.Research.Tests.Artefacts;

public sealed class SlidingWindowTests
{
    [Fact]
    public void Medians_are_those_of_sorting_each_window() =>
        Gen.Select(Gen.Double[-50, 50].Array[1, 60], Gen.Int[0, 12]).Sample((values, half) =>
            Naive(values, half, 0.5).SequenceEqual(SlidingWindow.Medians(values, (2 * half) + 1)));

    [Fact]
    public void Quartile_deviations_are_those_of_sorting_each_window() =>
        Gen.Select(Gen.Int[0, 5].Array[1, 150], Gen.Int[0, 45]).Sample((steps, half) =>
        {
            var values = Array.ConvertAll(steps, step => 4.0 * step); // many equal numbers, as in quantised recordings
            var deviations = Naive(values, half, 0.75).Zip(Naive(values, half, 0.25), (q3, q1) => (q3 - q1) / 2);
            return deviations.SequenceEqual(SlidingWindow.QuartileDeviations(values, (2 * half) + 1));
        });

    [Fact]
    public void The_window_is_cut_off_at_both_ends() => Assert.Equal([1.5, 2, 3, 4, 4.5], SlidingWindow.Medians([1, 2, 3, 4, 5], 3));

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(SlidingWindow.Medians([], 11));

    private static double[] Naive(double[] values, int half, double share) =>
        [.. values.Select((_, i) => Quantile([.. values[Math.Max(0, i - half)..Math.Min(values.Length, i + half + 1)].Order()], share))];

    private static double Quantile(double[] sorted, double share)
    {
        var rank = (sorted.Length - 1) * share;
        var low = (int)Math.Floor(rank);
        return sorted[low] + ((sorted[(int)Math.Ceiling(rank)] - sorted[low]) * (rank - low));
    }
}
