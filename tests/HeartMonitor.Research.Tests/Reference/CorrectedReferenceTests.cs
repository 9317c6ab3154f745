using System.Globalization;
using HeartMonitor.Research.Artefacts;
using HeartMonitor.Research.Hrv;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Reference;

/// <summary>Corrected series against NeuroKit2, which cuts the beats that it moves or puts in to whole milliseconds.</summary>
public sealed class CorrectedReferenceTests(ITestOutputHelper log)
{
    /// <summary>What cutting to whole milliseconds may do to a mean or a deviation, ms.</summary>
    private const double CutMs = 0.005;

    /// <summary>And to the share of differences over 50 ms: one difference that stands at exactly 50 or 50.5, percent.</summary>
    private const double CutPercent = 0.05;

    private const string OtherBeats = "other beats are judged artefacts, see ArtefactReferenceTests";

    private const string Numbering =
        "where a missed beat was put in, or an extra taken out, the reference renumbers the beats after it by comparing new numbers with "
        + "old ones and sometimes moves a neighbour of the beat that it found";

    private const string RoundedPeaks = "the reference rounded all beats to 1 ms, this recording has thirds of a millisecond";

    /// <summary>Files that differ by more, and why.</summary>
    private static readonly Dictionary<string, string> Explained = new()
    {
        ["actes_07.csv"] = OtherBeats,
        ["gudb_s04_jogging.csv"] = OtherBeats,
        ["gudb_s12_hand_bike.csv"] = OtherBeats,
        ["fatmaxxer_h10_run_20210606.csv"] = Numbering,
        ["hrv_exercise_bike.csv"] = Numbering,
        ["hrv_noisy.csv"] = Numbering,
        ["mitdb_100.csv"] = RoundedPeaks,
    };

    [Fact]
    public void Corrected_figures_are_those_of_the_reference_except_where_explained()
    {
        var differing = new List<string>();
        foreach (var answer in Recordings.Answers)
        {
            var ours = HrvReport.Of(Recordings.Intervals(answer.File)).Corrected;
            if (IsClose(ours, answer.Corrected)) continue;
            differing.Add(answer.File);
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{answer.File}: RMSSD {ours.RmssdMs:F4} against {answer.Corrected.RmssdMs}, SDNN {ours.SdnnMs:F4} against {answer.Corrected.SdnnMs}, pNN50 {ours.Pnn50Percent:F4} against {answer.Corrected.Pnn50Percent}: {Explained.GetValueOrDefault(answer.File)}"));
            Assert.Equal(answer.Corrected.MeanRrMs, ours.MeanRrMs!.Value, 0.001);
            Assert.InRange(ours.RmssdMs!.Value / answer.Corrected.RmssdMs, 0.96, 1.01);
        }

        Assert.Equal(Explained.Keys.Order(StringComparer.Ordinal), differing.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_corrected_series_has_as_many_intervals_as_the_reference() =>
        Assert.All(Recordings.Answers, answer =>
        {
            var intervals = Recordings.Intervals(answer.File);
            Assert.Equal(answer.CorrectedCount, BeatCorrection.Apply(intervals, LipponenTarvainen.Find(intervals)).Length);
        });

    [Fact]
    public void Where_other_beats_are_the_reason_correcting_the_references_beats_gives_its_figures() =>
        Assert.All(Recordings.Answers.Where(a => Explained.GetValueOrDefault(a.File) == OtherBeats), answer =>
            Assert.True(IsClose(HrvMetrics.Of(BeatCorrection.Apply(Recordings.Intervals(answer.File), Found.ToArtefacts(answer))), answer.Corrected)));

    [Fact]
    public void Where_numbering_is_the_reason_the_references_numbers_give_its_figures() =>
        Assert.All(Recordings.Answers.Where(a => Explained.GetValueOrDefault(a.File) == Numbering), answer =>
            Assert.True(IsClose(HrvMetrics.Of(RenumberedLikeTheReference(Recordings.Intervals(answer.File), answer)), answer.Corrected)));

    private static bool IsClose(HrvMetrics ours, ReferenceFigures theirs) =>
        Math.Abs(ours.MeanRrMs!.Value - theirs.MeanRrMs) < CutMs
        && Math.Abs(ours.RmssdMs!.Value - theirs.RmssdMs) < CutMs
        && Math.Abs(ours.SdnnMs!.Value - theirs.SdnnMs) < CutMs
        && Math.Abs(ours.Pnn50Percent!.Value - theirs.Pnn50Percent) < CutPercent;

    /// <summary>First beats out and in, then the others moved by the numbers that the reference gives them.</summary>
    private static double[] RenumberedLikeTheReference(double[] rr, ReferenceAnswer answer)
    {
        var (extra, missed) = (answer.Artefacts["extra"], answer.Artefacts["missed"]);
        var missedNow = Renumber(missed, extra, -1);
        var counted = BeatCorrection.Apply(rr, new() { Extra = extra, Missed = missed, Ectopic = [], LongShort = [] });
        int[] Now(string kind) => Renumber(Renumber(answer.Artefacts[kind], extra, -1), missedNow, +1);
        return BeatCorrection.Apply(counted, new() { Extra = [], Missed = [], Ectopic = Now("ectopic"), LongShort = Now("longshort") });
    }

    private static int[] Renumber(int[] beats, int[] by, int change) =>
        [.. beats.Select(beat => by.Aggregate(beat, (now, s) => now > s ? now + change : now)).Distinct().Order()];
}
