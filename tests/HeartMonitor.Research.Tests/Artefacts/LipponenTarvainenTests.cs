using CsCheck;
using HeartMonitor.Research.Artefacts;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Artefacts;

/// <summary>Known faults at known places in a rhythm that has none.</summary>
public sealed class LipponenTarvainenTests
{
    private const int Place = 150;

    [Fact]
    public void A_clean_rhythm_has_no_artefact() => Assert.Equal(0, LipponenTarvainen.Find(Rhythm.AtRest(300)).Count);

    [Fact]
    public void A_lost_beat_is_missed_at_the_beat_that_ends_the_long_interval()
    {
        var intervals = Rhythm.AtRest(300).ToList();
        intervals[Place] += intervals[Place + 1];
        intervals.RemoveAt(Place + 1);

        Assert.Equal([("missed", Place + 1)], Found.Of(LipponenTarvainen.Find([.. intervals])));
    }

    /// <summary>The rest of the interval that it cut is short too and may be called so; the correction gives back what was there.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.4)]
    [InlineData(0.5)]
    public void An_invented_beat_is_extra(double share)
    {
        var clean = Rhythm.AtRest(300);
        var intervals = clean.ToList();
        intervals.Insert(Place, share * intervals[Place]);
        intervals[Place + 1] -= intervals[Place];
        var found = LipponenTarvainen.Find([.. intervals]);

        Assert.Equal([Place + 1], found.Extra);
        Assert.All(Found.Of(found), pair => Assert.InRange(pair.Beat, Place + 1, Place + 2));
        Assert.All(BeatCorrection.Apply([.. intervals], found).Zip(clean), pair => Assert.Equal(pair.Second, pair.First, 15.0));
    }

    /// <summary>Early, and a pause after it: the beat itself and no more, and the correction brings it back between its neighbours.</summary>
    [Fact]
    public void An_early_beat_is_ectopic()
    {
        var intervals = Rhythm.AtRest(300);
        intervals[Place] -= 250;
        intervals[Place + 1] += 250;
        var found = LipponenTarvainen.Find(intervals);

        Assert.Contains(Place + 1, found.Ectopic.Concat(found.LongShort));
        Assert.All(Found.Of(found), pair => Assert.InRange(pair.Beat, Place + 1, Place + 3));
        Assert.All(BeatCorrection.Apply(intervals, found)[Place..(Place + 2)], interval => Assert.InRange(interval, 650, 950));
    }

    [Fact]
    public void A_pause_that_is_no_lost_beat_is_long()
    {
        var intervals = Rhythm.AtRest(300);
        intervals[Place] += 450;

        Assert.Contains(("longshort", Place + 1), Found.Of(LipponenTarvainen.Find(intervals)));
    }

    /// <summary>A steady series has thresholds of zero: only the floor of 1 ms stands between it and a division by zero.</summary>
    [Theory]
    [InlineData(800.0)]
    [InlineData(333.333)]
    public void A_steady_series_has_none(double interval) =>
        Assert.Equal(0, LipponenTarvainen.Find([.. Enumerable.Repeat(interval, 200)]).Count);

    [Theory]
    [InlineData(1600.0, "missed")]
    [InlineData(2400.0, "longshort")]
    public void Even_in_a_steady_series_one_long_interval_is_found(double interval, string kind)
    {
        var intervals = Enumerable.Repeat(800.0, 200).ToArray();
        intervals[Place] = interval;

        Assert.Equal([(kind, Place + 1)], Found.Of(LipponenTarvainen.Find(intervals)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_beat_is_judged_by_what_follows_so_very_short_series_have_none(int count) =>
        Assert.Equal(0, LipponenTarvainen.Find(new double[count].AsSpan()).Count);

    /// <summary>Whatever the series: each beat in one list at most, never the first one or the last, every list growing.</summary>
    [Fact]
    public void Every_beat_is_judged_once() =>
        Gen.Double[200, 3000].Array[0, 200].Sample(intervals =>
        {
            var found = LipponenTarvainen.Find(intervals);
            int[] beats = [.. found.Ectopic, .. found.Missed, .. found.Extra, .. found.LongShort];
            return beats.Distinct().Count() == found.Count
                && beats.All(beat => beat > 0 && beat < intervals.Length)
                && new[] { found.Ectopic, found.Missed, found.Extra, found.LongShort }.All(list => list.SequenceEqual(list.Order()));
        });

    /// <summary>The method is about shape: twice as slow a heart with twice the spread has the same artefacts.</summary>
    [Fact]
    public void A_slower_heart_of_the_same_shape_has_the_same_artefacts() =>
        Gen.Double[200, 3000].Array[20, 200].Sample(intervals => // spread this wide keeps thresholds off the floor
            Found.Of(LipponenTarvainen.Find(intervals)).SetEquals(Found.Of(LipponenTarvainen.Find(Array.ConvertAll(intervals, rr => 2 * rr)))));
}
