using CsCheck;
using HeartMonitor.Research.Artefacts;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Artefacts;

public sealed class BeatCorrectionTests
{
    [Fact]
    public void Without_artefacts_the_series_stays_what_it_was_to_the_last_bit() =>
        Gen.Double[200, 3000].Array[1, 100].Sample(intervals => BeatCorrection.Apply(intervals, Only()).SequenceEqual(intervals));

    [Fact]
    public void An_extra_beat_is_taken_out() => Assert.Equal([800, 800, 810, 800], BeatCorrection.Apply([800, 800, 300, 510, 800], Only(extra: [3])));

    [Fact]
    public void A_missed_beat_is_put_in_midway() =>
        Assert.Equal([800, 810, 810, 800], BeatCorrection.Apply([800, 1620, 800], Only(missed: [2])));

    [Fact]
    public void An_ectopic_beat_is_moved_midway() =>
        Assert.Equal([800, 800, 805, 805, 800], BeatCorrection.Apply([800, 800, 500, 1110, 800], Only(ectopic: [3])));

    /// <summary>Beats 3 and 4 at 2000 and 2700: midway between 1600 and 2700, and between 2000 and 3400.</summary>
    [Fact]
    public void Neighbours_move_from_where_they_were() =>
        Assert.Equal([800, 800, 550, 550, 700, 800], BeatCorrection.Apply([800, 800, 400, 700, 700, 800], Only(ectopic: [3, 4])));

    /// <summary>Long ones go after the ectopic ones, from where those came to lie.</summary>
    [Fact]
    public void Long_and_short_ones_move_after_the_ectopic_ones() =>
        Assert.Equal([800, 800, 550, 625, 625, 800], BeatCorrection.Apply([800, 800, 400, 700, 700, 800], Only(ectopic: [3], longShort: [4])));

    [Fact]
    public void Beats_after_one_that_is_taken_out_or_put_in_keep_their_faults() =>
        Assert.Equal(
            [800, 800, 800, 800, 800, 800, 800],
            BeatCorrection.Apply([800, 300, 500, 1600, 800, 500, 1100], Only(extra: [2], missed: [4], ectopic: [6])));

    /// <summary>Beat 1 is judged against a stand-in, beat 0 and the last one have one neighbour.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void The_ends_are_not_moved(int beat) =>
        Assert.Equal([400, 1200, 800, 400, 1200], BeatCorrection.Apply([400, 1200, 800, 400, 1200], Only(ectopic: [beat])));

    /// <summary>Beats move, time does not: the recording stays as long as it was, and no interval turns round.</summary>
    [Fact]
    public void A_correction_keeps_the_length_of_the_recording() =>
        Gen.Double[200, 3000].Array[1, 200].Sample(intervals =>
        {
            var found = LipponenTarvainen.Find(intervals);
            var corrected = BeatCorrection.Apply(intervals, found);
            return Math.Abs(corrected.Sum() - intervals.Sum()) < 1e-6
                && corrected.All(interval => interval > 0)
                && corrected.Length == intervals.Length - found.Extra.Count + found.Missed.Count(beat => beat > 1);
        });

    [Fact]
    public void A_corrected_rhythm_has_nothing_left_to_correct()
    {
        var faulty = new FaultySeries(Rhythm.AtRest(600), every: 50);
        var found = LipponenTarvainen.Find(faulty.Intervals);
        var corrected = BeatCorrection.Apply(faulty.Intervals, found);

        Assert.Equal(faulty.Missed, found.Missed);
        Assert.Equal(faulty.Extra, found.Extra);
        Assert.Equal(0, LipponenTarvainen.Find(corrected).Count);
        Assert.Equal(600, corrected.Length);
    }

    private static BeatArtefacts Only(int[]? ectopic = null, int[]? missed = null, int[]? extra = null, int[]? longShort = null) =>
        new() { Ectopic = ectopic ?? [], Missed = missed ?? [], Extra = extra ?? [], LongShort = longShort ?? [] };
}
