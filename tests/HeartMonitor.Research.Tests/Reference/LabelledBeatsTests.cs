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

    private static IEnumerable<string> Gudb() => Recordings.Answers.Select(a => a.File).Where(file => file.StartsWith("gudb_", StringComparison.Ordinal));
}
