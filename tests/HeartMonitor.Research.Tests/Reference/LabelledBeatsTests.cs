using System.Globalization;
using HeartMonitor.Research.Artefacts;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Reference;

/// <summary>What the artefact step catches where people have labelled the beats.</summary>
public sealed class LabelledBeatsTests(ITestOutputHelper log)
{
    /// <summary>MIT-BIH record 100: the label of interval k-1 belongs to beat k, which ends it. A premature beat shows in its own interval and the next.</summary>
    [Fact]
    public void Premature_beats_of_mit_bih_100_are_caught()
    {
        const string File = "mitdb_100.csv";
        var labels = Recordings.Column(File, "beat_label");
        var found = Found.Of(LipponenTarvainen.Find(Recordings.Intervals(File)));
        var beats = found.Select(pair => pair.Beat).ToHashSet();
        var caughtOf = labels.Select((label, i) => (Label: label, Caught: beats.Contains(i + 1), Near: beats.Overlaps([i, i + 1, i + 2])))
            .GroupBy(beat => beat.Label).ToDictionary(g => g.Key, g => (Count: g.Count(), Caught: g.Count(b => b.Caught), Near: g.Count(b => b.Near)));
        foreach (var (label, (count, caught, near)) in caughtOf) log.WriteLine($"{label}: {count} beats, {caught} found, {near} with a neighbour found");
        foreach (var kind in found.GroupBy(pair => pair.Kind)) log.WriteLine($"{kind.Key}: {kind.Count()}");

        Assert.Equal(["A", "N", "V"], caughtOf.Keys.Order(StringComparer.Ordinal));
        Assert.True(caughtOf["A"].Near >= 0.9 * caughtOf["A"].Count);
        Assert.Equal(caughtOf["V"].Count, caughtOf["V"].Near);
        Assert.True(caughtOf["N"].Caught < 0.03 * caughtOf["N"].Count);
    }

    /// <summary>
    /// In the terms of detection, with a beat's tolerance: sensitivity is the share of the premature beats with something found at them or beside
    /// them, precision the share of what is found that has a premature beat at it or beside it. Precision is under 0.95, as it is in the reference,
    /// for nine finds of 79: five lie two or three beats from a premature one, in the rhythm that it disturbs, four are leaps of 60 ms and
    /// more between beats that people called regular.
    /// </summary>
    [Fact]
    public void Sensitivity_and_precision_for_the_premature_beats_of_mit_bih_100()
    {
        const string File = "mitdb_100.csv";
        var intervals = Recordings.Intervals(File);
        var premature = Recordings.Column(File, "beat_label").Index().Where(b => b.Item != "N").Select(b => b.Index + 1).ToHashSet();
        var found = BeatsOf(Found.Of(LipponenTarvainen.Find(intervals)));
        var (ours, reference) = (Against(premature, found), Against(premature, BeatsOf(Found.Of(Recordings.Answers.Single(a => a.File == File)))));
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours {ours.Sensitivity:F3}, {ours.Precision:F3}; reference {reference.Sensitivity:F3}, {reference.Precision:F3}"));

        Assert.Equal(1, ours.Sensitivity);
        Assert.Equal(reference, ours);
        Assert.InRange(ours.Precision, 0.88, 0.90);
        var beside = found.Where(beat => !IsNear(premature, beat, 1)).ToList();
        Assert.Equal(9, beside.Count);
        Assert.Equal(5, beside.Count(beat => IsNear(premature, beat, 3)));
        Assert.All(beside.Where(beat => !IsNear(premature, beat, 3)), beat => Assert.True(Math.Abs(intervals[beat - 1] - intervals[beat - 2]) >= 60));
    }

    /// <summary>
    /// Faults put into the hand-annotated beats, file by file, any kind of artefact counting as found. Sensitivity is 1 in all files but one, which
    /// lacks one of nine. Precision is under 0.95 in 33 of 63 files, jogging most of all; of what is found beside no fault most is found in the
    /// untouched file as well (a heart's own leaps), some lies two or three beats from a fault, and the rest is in rhythms so steady that
    /// a threshold is a few steps of the recording's 4 ms.
    /// </summary>
    [Fact]
    public void Sensitivity_and_precision_for_lost_and_invented_beats_file_by_file()
    {
        var (underSensitivity, underPrecision, reasons) = (0, 0, new List<string>());
        foreach (var file in Gudb())
        {
            var clean = Recordings.Intervals(file);
            var faulty = new FaultySeries(clean, every: 30);
            HashSet<int> faults = [.. faulty.Missed, .. faulty.Extra];
            var found = BeatsOf(Found.Of(LipponenTarvainen.Find(faulty.Intervals)));
            var (sensitivity, precision) = Against(faults, found);
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {faults.Count} faults; {sensitivity:F3}, {precision:F3}{(sensitivity < 0.95 || precision < 0.95 ? " UNDER 0.95" : "")}"));
            underSensitivity += sensitivity < 0.95 ? 1 : 0;
            underPrecision += precision < 0.95 ? 1 : 0;
            reasons.AddRange(found.Where(beat => !IsNear(faults, beat, 1)).Select(beat => WhyBesideAFault(beat, clean, faulty.Intervals, faults)));
        }

        foreach (var (reason, count) in reasons.CountBy(r => r)) log.WriteLine($"beside no fault, {reason}: {count}");
        Assert.Equal((1, 33), (underSensitivity, underPrecision));
        Assert.DoesNotContain("unexplained", reasons);
    }

    private static string WhyBesideAFault(int beat, double[] clean, double[] faulty, HashSet<int> faults)
    {
        var (before, at) = (Times(clean), Times(faulty)[beat]);
        if (BeatsOf(Found.Of(LipponenTarvainen.Find(clean))).Any(b => Math.Abs(before[b] - at) < 1500)) return "found in the untouched file as well";
        if (IsNear(faults, beat, 3)) return "two or three beats from a fault";
        var around = faulty[Math.Max(0, beat - 5)..Math.Min(faulty.Length, beat + 4)];
        return around.Max() - around.Min() <= 24 ? "a rhythm steady within 24 ms" : "unexplained"; // six steps of 4 ms
    }

    /// <summary>GUDB, chest strap, beats annotated by hand: nothing here is a fault of a detector, so what is found is found too much or a real early beat.</summary>
    [Fact]
    public void Of_hand_annotated_chest_strap_beats_few_are_called_artefacts()
    {
        var byActivity = Gudb().GroupBy(file => file[9..^4]).ToDictionary(
            group => group.Key,
            group => group.Select(Recordings.Intervals).Aggregate((Beats: 0, Found: 0), (sum, rr) => (sum.Beats + rr.Length + 1, sum.Found + LipponenTarvainen.Find(rr).Count)));
        foreach (var (activity, (all, found)) in byActivity)
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{activity}: {found} of {all} beats, {100.0 * found / all:F2} %"));

        foreach (var activity in new[] { "sitting", "maths", "walking", "hand_bike" })
            Assert.True(byActivity[activity].Found < 0.02 * byActivity[activity].Beats, activity);
        Assert.True(byActivity["jogging"].Found < 0.06 * byActivity["jogging"].Beats);
    }

    /// <summary>The same recordings with faults of a detector put in where we know: one beat in sixty lost, another one doubled.</summary>
    [Fact]
    public void Beats_that_a_detector_loses_or_invents_are_caught()
    {
        var (lost, lostCaught, invented, inventedCaught) = (0, 0, 0, 0);
        foreach (var clean in Gudb().Where(file => !file.Contains("jogging", StringComparison.Ordinal)).Select(Recordings.Intervals))
        {
            var faulty = new FaultySeries(clean, every: 60);
            var found = LipponenTarvainen.Find(faulty.Intervals);
            lost += faulty.Missed.Count;
            lostCaught += faulty.Missed.Count(found.Missed.Contains);
            invented += faulty.Extra.Count;
            inventedCaught += faulty.Extra.Count(found.Extra.Contains);
        }

        log.WriteLine($"lost: {lostCaught} of {lost} named missed; invented: {inventedCaught} of {invented} named extra");
        Assert.True(lostCaught >= 0.95 * lost);
        Assert.True(inventedCaught >= 0.95 * invented);
    }

    private static (double Sensitivity, double Precision) Against(HashSet<int> labelled, HashSet<int> found) =>
        (labelled.Count(beat => IsNear(found, beat, 1)) / (double)labelled.Count, found.Count == 0 ? 1 : found.Count(beat => IsNear(labelled, beat, 1)) / (double)found.Count);

    private static bool IsNear(HashSet<int> beats, int beat, int within) => beats.Overlaps(Enumerable.Range(beat - within, (2 * within) + 1));

    /// <summary>When each beat is, ms after the first.</summary>
    private static double[] Times(double[] intervals)
    {
        var at = 0.0;
        return [0, .. intervals.Select(interval => at += interval)];
    }

    private static HashSet<int> BeatsOf(HashSet<(string Kind, int Beat)> found) => [.. found.Select(pair => pair.Beat)];

    private static IEnumerable<string> Gudb() => Recordings.Answers.Select(a => a.File).Where(file => file.StartsWith("gudb_", StringComparison.Ordinal));
}
