using System.Globalization;
using HeartMonitor.Research.Hrv;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Reference;

/// <summary>
/// DFA alpha1 against NeuroKit2. That one leaves out boxes without any residual, which a quantised steady heart rate has; the formula of
/// domain-facts 5.6 counts them. With those left out our figures are the reference's to four decimals, which is shown here too.
/// </summary>
public sealed class Alpha1ReferenceTests(ITestOutputHelper log)
{
    /// <summary>Decisions 39: null under 128 intervals; the reference answers with 126.</summary>
    private static readonly string[] TooShort = ["gudb_s18_hand_bike.csv", "gudb_s18_sitting.csv"];

    [Fact]
    public void The_median_difference_is_under_a_twentieth_and_none_is_over_a_tenth()
    {
        foreach (var (what, differences) in new[] { ("raw", Differences(Raw)), ("corrected", Differences(Corrected)) })
        {
            var sorted = differences.Order().ToArray();
            Assert.Equal(Recordings.Answers.Count - TooShort.Length, sorted.Length);
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {sorted[sorted.Length / 2]:F4}, largest {sorted[^1]:F4}"));
            Assert.True(sorted[sorted.Length / 2] < 0.05);
            Assert.True(sorted[^1] < 0.1);
        }
    }

    [Fact]
    public void Only_the_recordings_that_are_too_short_have_none() =>
        Assert.Equal(TooShort, Recordings.Answers.Where(a => HrvMetrics.Of(Recordings.Intervals(a.File)).DfaAlpha1 is null).Select(a => a.File));

    [Fact]
    public void Boxes_without_residual_are_all_of_the_difference()
    {
        foreach (var answer in Recordings.Answers)
            Assert.Equal(answer.RawAlpha1!.Value, WithoutEmptyBoxes(Recordings.Intervals(answer.File)), 0.0001);
    }

    private static IEnumerable<double> Differences(Func<ReferenceAnswer, (double? Ours, double? Theirs)> of) =>
        Recordings.Answers.Select(of).Where(pair => pair.Ours is not null).Select(pair => Math.Abs(pair.Ours!.Value - pair.Theirs!.Value));

    private static (double? Ours, double? Theirs) Raw(ReferenceAnswer answer) =>
        (HrvMetrics.Of(Recordings.Intervals(answer.File)).DfaAlpha1, answer.RawAlpha1);

    private static (double? Ours, double? Theirs) Corrected(ReferenceAnswer answer) =>
        (HrvReport.Of(Recordings.Intervals(answer.File)).Corrected.DfaAlpha1, answer.CorrectedAlpha1);

    /// <summary>The reference's variant, written the long way round: normal equations in place of closed forms.</summary>
    internal static double WithoutEmptyBoxes(double[] rr)
    {
        var mean = rr.Average();
        var sum = 0.0;
        var profile = Array.ConvertAll(rr, interval => sum += interval - mean);
        var points = Enumerable.Range(4, 13).Select(n => (X: Math.Log(n), Y: 0.5 * Math.Log(Residuals(profile, n).Where(r => r > 1e-9).Average()))).ToArray();
        return Line(points).Slope;
    }

    private static IEnumerable<double> Residuals(double[] profile, int n)
    {
        for (var start = 0; start + n < profile.Length; start += n / 2)
        {
            var box = Enumerable.Range(0, n).Select(i => (X: (double)i, Y: profile[start + i])).ToArray();
            var (slope, intercept) = Line(box);
            yield return box.Average(p => Math.Pow(p.Y - (slope * p.X) - intercept, 2));
        }
    }

    private static (double Slope, double Intercept) Line((double X, double Y)[] points)
    {
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        var slope = points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
        return (slope, y - (slope * x));
    }
}
