using System.Text;
using HeartMonitor.Research.Hrv;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Hrv;

public sealed class HrvReportTests
{
    [Fact]
    public void The_json_has_the_members_of_the_contract_in_its_order() =>
        Assert.Equal(
            """
            {"beats":5,"meanRrMs":805,"rmssdMs":20.1556,"sdnnMs":11.1803,"pnn50Percent":0,"dfaAlpha1":null,
            "artefacts":{"method":"lipponen-tarvainen","percent":0,"ectopic":[],"missed":[],"extra":[],"longShort":[]},
            "corrected":{"meanRrMs":805,"rmssdMs":20.1556,"sdnnMs":11.1803,"pnn50Percent":0,"dfaAlpha1":null},
            "reasons":{"corrected.dfaAlpha1":"needs 128 intervals or more that vary","dfaAlpha1":"needs 128 intervals or more that vary"}}
            """.ReplaceLineEndings(""),
            Json([800, 810, 790, 820, 805]));

    [Fact]
    public void What_one_interval_does_not_give_is_null_and_has_its_reason()
    {
        var report = HrvReport.Of([800]);

        Assert.Equal(1, report.Beats);
        Assert.Equal(
            ["corrected.dfaAlpha1", "corrected.pnn50Percent", "corrected.rmssdMs", "corrected.sdnnMs", "dfaAlpha1", "pnn50Percent", "rmssdMs", "sdnnMs"],
            report.Reasons.Keys);
        Assert.StartsWith("""{"beats":1,"meanRrMs":800,"rmssdMs":null,"sdnnMs":null,"pnn50Percent":null,"dfaAlpha1":null,""", Json([800]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clean_series_has_no_reason_and_its_own_figures_as_corrected_ones()
    {
        var report = HrvReport.Of(Rhythm.AtRest(300));

        Assert.Empty(report.Reasons);
        Assert.Equal(report.Raw, report.Corrected);
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(16, "more than 5 % of the beats are artefacts: use none of the figures")]
    public void Too_many_artefacts_are_a_reason_not_to_use_the_figures(int every, string? reason)
    {
        var report = HrvReport.Of(new FaultySeries(Rhythm.AtRest(960), every).Intervals);

        Assert.Equal(reason is not null, report.ArtefactPercent > 5);
        Assert.Equal(reason, report.Reasons.GetValueOrDefault("artefacts"));
    }

    [Theory]
    [InlineData(20.0, "use none")]
    [InlineData(20.1, "bad signal")]
    public void More_than_a_fifth_of_artefacts_is_a_bad_signal(double percent, string says)
    {
        var metrics = HrvMetrics.Of(Rhythm.AtRest(300));

        Assert.Contains(says, HrvReasons.For(metrics, metrics, percent, 0)["artefacts"], StringComparison.Ordinal);
    }

    /// <summary>The method finds next to no artefact in such rhythms, and the figures would look as if they meant something.</summary>
    [Theory]
    [InlineData(600, 1000)]
    [InlineData(600, 1000, 800)]
    [InlineData(480, 900, 650, 700, 1000, 560, 830)]
    public void A_rhythm_that_stays_irregular_is_named(params int[] pattern)
    {
        var random = new Random(2);
        var report = HrvReport.Of([.. Enumerable.Range(0, 300).Select(i => pattern[i % pattern.Length] + (30 * random.NextDouble()) - 15)]);

        Assert.Contains("too irregular", report.Reasons["corrected"], StringComparison.Ordinal);
    }

    [Fact]
    public void None_of_the_recordings_is_called_irregular() =>
        Assert.All(Recordings.Answers, answer => Assert.DoesNotContain("corrected", HrvReport.Of(Recordings.Intervals(answer.File)).Reasons.Keys));

    /// <summary>Percent are of the beats, of which there is one more than intervals.</summary>
    [Fact]
    public void The_share_of_artefacts_is_that_of_the_reference() =>
        Assert.All(Recordings.Answers.Where(a => Found.Of(HrvReport.Of(Recordings.Intervals(a.File)).Artefacts).SetEquals(Found.Of(a))), answer =>
            Assert.Equal(answer.ArtefactPercent, HrvReport.Of(Recordings.Intervals(answer.File)).ArtefactPercent!.Value, 0.00051));

    [Theory]
    [InlineData(HrvObstacles.IrregularRhythm, "the record names a rhythm that is irregular by nature")]
    [InlineData(HrvObstacles.Paced, "a pacemaker sets the rate")]
    [InlineData(HrvObstacles.Transplanted, "the nerves that vary the rate do not reach a transplanted heart")]
    [InlineData(HrvObstacles.SmoothedIntervals, "the sensor smooths its intervals: they are no beats")]
    [InlineData(HrvObstacles.Paced | HrvObstacles.SmoothedIntervals, "a pacemaker sets the rate; the sensor smooths its intervals: they are no beats")]
    public void Where_the_heart_or_the_sensor_makes_them_meaningless_no_figure_is_given(HrvObstacles obstacles, string reason)
    {
        var report = HrvReport.Of(new FaultySeries(Rhythm.AtRest(960), 16).Intervals, obstacles);

        Assert.StartsWith(
            $$"""
            {"beats":{{report.Beats}},"meanRrMs":null,"rmssdMs":null,"sdnnMs":null,"pnn50Percent":null,"dfaAlpha1":null,
            "artefacts":{"method":"lipponen-tarvainen","percent":null,"ectopic":[],"missed":[],"extra":[],"longShort":[]},
            "corrected":{"meanRrMs":null,"rmssdMs":null,"sdnnMs":null,"pnn50Percent":null,"dfaAlpha1":null},"reasons":{
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(HrvJson.Write(report)),
            StringComparison.Ordinal);
        Assert.Equal(11, report.Reasons.Count);
        Assert.All(report.Reasons.Values, words => Assert.Equal(reason, words));
    }

    [Fact]
    public void Every_obstacle_has_words_of_its_own()
    {
        var words = Enum.GetValues<HrvObstacles>().Where(o => o != HrvObstacles.None).Select(o => HrvReport.Of([800, 810], o).Reasons["rmssdMs"]).ToList();

        Assert.DoesNotContain("", words);
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(words, w => Assert.DoesNotMatch("(?i)normal|\\bsafe\\b|arrhythmia|fibrillation|diagnos", w));
    }

    [Fact]
    public void No_word_of_judgement_is_in_any_output() =>
        Assert.All(Recordings.Answers, answer =>
            Assert.DoesNotMatch("(?i)normal|\\bsafe\\b|arrhythmia|fibrillation|diagnos", Json(Recordings.Intervals(answer.File))));

    /// <summary>
    /// Work that can be counted on any machine: bytes. Twice the intervals take twice of them, with a little for lists that grow by doubling; an
    /// hour takes under two megabytes. What it takes in time is a row of the benchmarks.
    /// </summary>
    [Fact]
    public void Twice_the_intervals_take_no_more_than_twice_the_memory_and_some()
    {
        _ = Bytes(1_000); // compiled and warm
        var (hour, two, four) = (Bytes(5_400), Bytes(10_800), Bytes(21_600));

        Assert.InRange(hour, 1, 2_000_000);
        Assert.InRange(two / (double)hour, 1.5, 2.5);
        Assert.InRange(four / (double)two, 1.5, 2.5);
    }

    private static long Bytes(int intervals)
    {
        var faulty = new FaultySeries(Rhythm.AtRest(intervals), every: 100).Intervals;
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = HrvJson.Write(HrvReport.Of(faulty));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Json(double[] rr) => Encoding.UTF8.GetString(HrvJson.Write(HrvReport.Of(rr)));
}
