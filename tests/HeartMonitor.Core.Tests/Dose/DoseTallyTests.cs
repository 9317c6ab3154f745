using CsCheck;
using HeartMonitor.Core.Dose;
using Xunit;

namespace HeartMonitor.Core.Tests.Dose;

public sealed class DoseTallyTests
{
    private static readonly MetEstimate Four = new(4, MetSource.Compendium, Activity: "01214", CompendiumYear: 2024);
    private static readonly MetEstimate Light = new(2.5, MetSource.Stated);
    private static readonly MetEstimate Nothing = MetEstimate.Unknown(MetGap.NoWorkload);

    [Fact]
    public void What_a_machine_measured_takes_the_place_of_what_was_thought_meanwhile()
    {
        var tally = new DoseTally(3);
        Run(tally, 1, 120, new(6.5, MetSource.RpeBand, MetRemarks.Rough));
        tally.MeasuredMinute(120, Four);

        var dose = tally.Sum();

        Assert.Equal([(MetSource.Compendium, 1.0, 4.0), (MetSource.RpeBand, 1.0, 6.5)], dose.Shares.Select(s => (s.Source, s.Minutes, s.MetMinutes!.Value)));
        Assert.Equal(10.5, dose.MetMinutes);
    }

    [Fact]
    public void A_measured_minute_that_was_paused_counts_for_the_seconds_that_were_not()
    {
        var tally = new DoseTally(3);
        Run(tally, 1, 20, Nothing);
        tally.MeasuredMinute(60, Four);

        Assert.Equal(4 * 20 / 60.0, tally.Sum().MetMinutes);
    }

    [Fact]
    public void The_dose_so_far_is_what_the_sum_would_say_and_leaves_the_minute_open()
    {
        var tally = new DoseTally(3);
        Assert.Null(tally.MetMinutesSoFar);
        Run(tally, 1, 30, Nothing);
        Assert.Null(tally.MetMinutesSoFar);
        Run(tally, 31, 150, new(6.5, MetSource.RpeBand, MetRemarks.Rough));
        Assert.Equal(13, tally.MetMinutesSoFar!.Value, 9);

        tally.MeasuredMinute(150, Four);

        Assert.Equal(10.5, tally.MetMinutesSoFar!.Value, 9);
        Assert.Equal(tally.Sum().MetMinutes!.Value, tally.MetMinutesSoFar!.Value, 9);
    }

    [Fact]
    public void Time_without_a_source_is_named_and_left_out()
    {
        var tally = new DoseTally(3);
        Run(tally, 1, 60, Four);
        Run(tally, 61, 180, Nothing);
        tally.NotWatched(60);

        var dose = tally.Sum();

        Assert.Equal((4.0, 25.0), (dose.MetMinutes, dose.CoveragePercent));
        Assert.Equal([(MetGap.NoWorkload, 2.0), (MetGap.NotWatched, 1.0)], dose.Shares.Where(s => s.Source == MetSource.None).Select(s => (s.Why!.Value, s.Minutes)));
        Assert.All(dose.Shares.Where(s => s.Source == MetSource.None), s => Assert.Null(s.MetMinutes));
    }

    [Fact]
    public void Light_minutes_are_in_the_whole_and_not_in_the_moderate_part()
    {
        var tally = new DoseTally(3);
        Run(tally, 1, 600, Light);
        Run(tally, 601, 1200, new(3, MetSource.AcsmWalk));

        Assert.Equal((55.0, 30.0), (tally.Sum().MetMinutes, tally.Sum().Moderate));
    }

    [Fact]
    public void No_time_at_all_is_no_figure()
    {
        var dose = new DoseTally(3).Sum();
        Assert.Equal((null, null, null), (dose.MetMinutes, dose.Moderate, dose.CoveragePercent));
        Assert.Empty(dose.Shares);
    }

    /// <summary>Shares, minutes and total are the same sum; whole numbers of seconds make it exact to the last digits.</summary>
    [Fact]
    public void The_parts_make_the_whole()
    {
        var part = Gen.Select(Gen.Int[1, 400], Gen.Double[1, 12], Gen.Int[0, 3], Gen.Bool, (seconds, mets, source, known) => (seconds, known ? new(mets, MetSource.Stated + source) : Nothing));
        part.List[0, 12].Sample(parts =>
        {
            var tally = new DoseTally(3);
            var t = 0;
            foreach (var (seconds, estimate) in parts)
            {
                Run(tally, t + 1, t + seconds, estimate);
                t += seconds;
            }

            var dose = tally.Sum();
            var byHand = parts.Sum(p => (p.Item2.Mets ?? 0) * p.seconds / 60);
            Assert.Equal(byHand, dose.MetMinutes ?? 0, 1e-9);
            Assert.Equal(byHand, dose.Shares.Sum(s => s.MetMinutes ?? 0), 1e-9);
            Assert.Equal(byHand, dose.Stretches.Sum(s => s.Met * s.Minutes), 1e-9);
            Assert.Equal(t / 60.0, dose.Shares.Sum(s => s.Minutes), 1e-9);
        }, iter: 2000);
    }

    /// <summary>What a store is told while the session runs is what the summary says of the same minutes.</summary>
    [Fact]
    public void A_minute_that_is_final_is_never_changed()
    {
        var part = Gen.Select(Gen.Int[1, 200], Gen.Double[1, 12], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 3]);
        part.List[1, 10].Sample(parts =>
        {
            var tally = new DoseTally(3);
            var t = 0;
            var told = new List<MetStretch>();
            foreach (var (seconds, mets, source, kind, pauseQuarters) in parts)
            {
                Run(tally, t + 1, t + seconds, kind == 0 ? Nothing : new(mets, MetSource.Stated + source));
                t += seconds;
                if (kind == 1) tally.MeasuredMinute(t, Four);
                Assert.Equal(told, tally.Done.Take(told.Count));
                told = [.. tally.Done];
                t += pauseQuarters * 15;
            }

            var minutes = tally.Sum().Stretches.SelectMany(Minutes).ToList();
            Assert.Equal(told, minutes.Take(told.Count));
            Assert.All(minutes.Skip(told.Count), minute => Assert.True(minute.T > t - 240, "A minute that was over for long was never final."));
        }, iter: 2000);
    }

    private static IEnumerable<MetStretch> Minutes(MetStretch stretch) =>
        Enumerable.Range(0, (int)Math.Ceiling(stretch.Minutes)).Select(i => stretch with { T = stretch.T + (60 * i), Minutes = Math.Min(1, stretch.Minutes - i) });

    private static void Run(DoseTally tally, int from, int to, MetEstimate estimate)
    {
        for (var t = from; t <= to; t++) tally.Second(t, estimate);
    }
}
