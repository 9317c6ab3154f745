using System.Globalization;
using HeartMonitor.Research.Hrv;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Reference;

/// <summary>Figures of the series as recorded, in every recording, against numpy, NeuroKit2, hrv-analysis and hrv.</summary>
public sealed class RawFiguresTests(ITestOutputHelper log)
{
    [Fact]
    public void Every_recording_is_here_with_its_answer() => Assert.Equal(81, Recordings.Answers.Count);

    /// <summary>0.01 ms for the means and deviations, 0.01 % for the share.</summary>
    [Fact]
    public void Mean_rmssd_sdnn_and_pnn50_are_those_of_the_reference_in_every_file()
    {
        var worst = 0.0;
        foreach (var answer in Recordings.Answers)
        {
            var ours = HrvMetrics.Of(Recordings.Intervals(answer.File));
            double[] differences =
            [
                ours.MeanRrMs!.Value - answer.Raw.MeanRrMs, ours.RmssdMs!.Value - answer.Raw.RmssdMs,
                ours.SdnnMs!.Value - answer.Raw.SdnnMs, ours.Pnn50Percent!.Value - answer.Raw.Pnn50Percent,
            ];
            Assert.All(differences, difference => Assert.True(Math.Abs(difference) < 0.01, answer.File));
            worst = Math.Max(worst, differences.Max(Math.Abs));
        }

        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Recordings.Answers.Count} files, largest difference {worst:F5}"));
    }

    [Fact]
    public void The_example_of_the_fact_sheet_comes_out()
    {
        var metrics = HrvMetrics.Of([800, 810, 790, 820, 805]); // domain-facts 5.6

        Assert.Equal(805, metrics.MeanRrMs);
        Assert.Equal(20.1556, metrics.RmssdMs!.Value, 4);
        Assert.Equal(11.1803, metrics.SdnnMs!.Value, 4);
        Assert.Equal(0, metrics.Pnn50Percent);
        Assert.Null(metrics.DfaAlpha1);
    }
}
