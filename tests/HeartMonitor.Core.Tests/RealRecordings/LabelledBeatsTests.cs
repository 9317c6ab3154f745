using System.Globalization;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.RealRecordings;

/// <summary>
/// What the gate says of beats as they come, without a look ahead, where people have labelled them or where we know which ones are false. Found
/// is a beat that does not fit its neighbours. A premature beat shows in its own interval or in the pause after it.
/// </summary>
public sealed class LabelledBeatsTests(ITestOutputHelper log)
{
    private static readonly Participant Anybody = new() { Id = "p_beats", Age = 25, RestingHr = 55, BodyMassKg = 75 };

    /// <summary>
    /// Sensitivity is under 0.95 by the rule itself: ten of the 34 come less than a quarter early and have no long pause, and a filter that
    /// cannot look ahead takes a quarter for what a breathing heart may do. The finished series finds them all (Research.Tests).
    /// </summary>
    [Fact]
    public void Premature_beats_of_mit_bih_100_are_found_where_they_come_a_quarter_early()
    {
        var series = LabelledSeries.MitBih100();
        var (sensitivity, precision) = Detection([series]);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sensitivity {sensitivity:F3}, precision {precision:F3}; {Table([series])}"));

        Assert.InRange(sensitivity, 0.70, 0.75);
        Assert.Equal(1, precision);
        var kinds = series.Kinds();
        var passed = Enumerable.Range(0, kinds.Count).Where(i => series.Labels[i] is not null && kinds[i] == BeatKind.Fine && kinds[i + 1] == BeatKind.Fine).ToList();
        Assert.Equal(10, passed.Count);
        Assert.All(passed, i => Assert.True(series.Intervals[i] > 0.75 * series.Intervals.Take(i).TakeLast(11).Order().ElementAt(5)));
    }

    /// <summary>Nothing of these is a fault of a strap: one beat in a hundred is odd by its own nature, and next to no packet is doubted.</summary>
    [Fact]
    public void Hand_annotated_beats_fit_their_neighbours()
    {
        foreach (var activity in LabelledSeries.Gudb())
        {
            var (odd, all) = (activity.Sum(OddBeats), activity.Sum(series => series.Intervals.Count));
            var packets = activity.SelectMany(Worn).ToList();
            log.WriteLine($"{activity.Key}: {odd} of {all} beats odd, {packets.Count(p => p.Label.Quality != SignalQuality.Good)} of {packets.Count} packets below good");
            Assert.True(odd <= 0.011 * all);
            Assert.True(packets.Count(p => p.Label.Quality != SignalQuality.Good) <= 0.001 * packets.Count);
        }
    }

    /// <summary>
    /// One fault in thirty beats. Under 0.95 in precision are hand_bike, sitting and walking: all that is found too much there is as odd in the
    /// untouched beats. Under it in sensitivity, by a hair, is sitting: a beat that comes 30 % early in a long breath is less than a quarter off.
    /// </summary>
    [Fact]
    public void Lost_invented_and_early_beats_are_found()
    {
        foreach (var activity in LabelledSeries.Gudb())
        {
            var faulty = activity.Select(series => series.WithFaults()).ToList();
            var (sensitivity, precision) = Detection(faulty);
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{activity.Key}: sensitivity {sensitivity:F3}, precision {precision:F3}; {Table(faulty)}"));

            Assert.True(sensitivity >= 0.94);
            Assert.True(precision >= 0.86);
            Assert.True(Share(faulty, "missed", kind => kind == BeatKind.Missed) >= 0.88);
            Assert.True(Share(faulty, "extra", kind => kind != BeatKind.Fine) >= 0.97);
            var regularOdd = faulty.Sum(series => series.Kinds().Where((kind, i) => series.Labels[i] is null && kind != BeatKind.Fine).Count());
            Assert.True(regularOdd <= activity.Sum(OddBeats) + 3);
        }
    }

    /// <summary>Every sixth beat wrong: the share of odd beats tells such a strap from any that is not, in each of the 63 recordings.</summary>
    [Fact]
    public void A_strap_that_miscounts_every_sixth_beat_is_told_by_its_share_of_odd_beats()
    {
        double Percent(LabelledSeries series) => RecordedPlay.Of(series.Recording, Anybody).Events.OfType<SummaryEvent>().Single().Signal.ArtefactPercent!.Value;
        foreach (var activity in LabelledSeries.Gudb())
        {
            var (clean, faulty) = (activity.Max(Percent), activity.Select(series => series.WithFaults(every: 6)).Min(Percent));
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{activity.Key}: untouched at most {clean} %, every sixth beat wrong at least {faulty} %"));
            Assert.True(clean < 10);
            Assert.True(faulty > 20); // domain-facts 5.4: a bad signal
        }
    }

    /// <summary>The share in the summary of the whole fold is that of these beats.</summary>
    [Fact]
    public void The_summary_counts_the_same_beats()
    {
        foreach (var series in LabelledSeries.Gudb().SelectMany(a => a).Select(s => s.WithFaults()).Append(LabelledSeries.MitBih100()))
        {
            var kinds = series.Kinds();
            var summary = RecordedPlay.Of(series.Recording, Anybody).Events.OfType<SummaryEvent>().Single();
            Assert.Equal(100.0 * kinds.Count(k => k != BeatKind.Fine) / kinds.Count, summary.Signal.ArtefactPercent!.Value, 0.005);
        }
    }

    /// <summary>Labelled beats with something found at them or after them; of what is found, that with a labelled beat at it or beside it.</summary>
    private static (double Sensitivity, double Precision) Detection(IEnumerable<LabelledSeries> some)
    {
        var (labelled, caught, found, right) = (0, 0, 0, 0);
        foreach (var series in some)
        {
            var kinds = series.Kinds();
            for (var i = 1; i < kinds.Count - 1; i++)
            {
                if (series.Labels[i] is not null)
                {
                    labelled++;
                    if (kinds[i] != BeatKind.Fine || kinds[i + 1] != BeatKind.Fine) caught++;
                }

                if (kinds[i] == BeatKind.Fine) continue;
                found++;
                if ((series.Labels[i - 1] ?? series.Labels[i] ?? series.Labels[i + 1]) is not null) right++;
            }
        }

        return ((double)caught / labelled, (double)right / found);
    }

    private static string Table(IEnumerable<LabelledSeries> some) => string.Join(", ", some
        .SelectMany(series => series.Labels.Zip(series.Kinds(), (label, kind) => $"{label ?? "regular"} {kind}"))
        .CountBy(pair => pair).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));

    private static double Share(IEnumerable<LabelledSeries> some, string label, Func<BeatKind, bool> isSo)
    {
        var kinds = some.SelectMany(series => series.Labels.Zip(series.Kinds())).Where(pair => pair.First == label).Select(pair => pair.Second).ToList();
        return (double)kinds.Count(isSo) / kinds.Count;
    }

    private static int OddBeats(LabelledSeries series) => series.Kinds().Count(kind => kind != BeatKind.Fine);

    /// <summary>Packets of the whole fold, the first seconds of wear left out.</summary>
    private static IEnumerable<PlayedPacket> Worn(LabelledSeries series) =>
        RecordedPlay.Of(series.Recording, Anybody).Packets.Where(p => p.Label.Reasons != SignalReasons.StartOfWear);
}
