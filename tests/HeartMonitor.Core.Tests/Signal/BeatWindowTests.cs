using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using Xunit;
using static HeartMonitor.Core.Signal.BeatKind;
using static HeartMonitor.Core.Tests.Signal.TestStrap;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>What an interval looks like beside those before it (domain-facts 5.1, 5.4), and the figures over a stretch.</summary>
public sealed class BeatWindowTests
{
    private readonly BeatWindow _beats = new(new RuleOptions());

    [Theory]
    [InlineData(279, OutOfRange)] // 272.46 ms
    [InlineData(280, Fine)] // 273.44 ms; 220 bpm
    [InlineData(2048, Fine)] // 2000 ms; 30 bpm
    [InlineData(2049, OutOfRange)]
    [InlineData(65535, OutOfRange)]
    [InlineData(1, OutOfRange)]
    public void Intervals_of_273_to_2000_ms_are_a_hearts(int raw, BeatKind expected)
    {
        _beats.Add(Raw((ushort)raw), 60, Start);
        Assert.Equal([expected], Kinds());
    }

    [Theory]
    [InlineData(750, Fine)] // 25 % shorter than the median of those before it
    [InlineData(748, Odd)]
    [InlineData(1250, Fine)]
    [InlineData(1252, Odd)]
    [InlineData(1698, Odd)]
    [InlineData(1701, Missed)] // half of it is within 15 % of the median
    [InlineData(2000, Missed)]
    public void An_interval_more_than_a_quarter_off_the_eleven_before_it_does_not_fit(double ms, BeatKind expected)
    {
        Steady(1000, 11);
        _beats.Add(Intervals(ms), 60, Start);
        Assert.Equal(expected, Kinds()[^1]);
    }

    [Theory]
    [InlineData(1148, Missed)] // 2 x 574
    [InlineData(1152, Odd)]
    [InlineData(1272, Odd)]
    [InlineData(1279, Missed)] // 3 x 426
    [InlineData(1723, Missed)]
    [InlineData(1730, Odd)]
    public void Two_or_three_beats_in_one_interval_were_not_seen(double ms, BeatKind expected)
    {
        Steady(500.9765625, 11); // raw 513
        _beats.Add(Intervals(ms), 120, Start);
        Assert.Equal(expected, Kinds()[^1]);
    }

    [Fact]
    public void A_beat_split_in_two_is_an_invented_beat_and_an_early_one_with_its_pause_is_not()
    {
        Steady(800, 11);
        _beats.Add(Intervals(240 + 40, 520), 75, Start); // domain-facts 9.4: 0.3 and 0.7 of one
        _beats.Add(Intervals(560, 1040), 75, Start); // 0.7, then 1.3

        Assert.Equal([Extra, Extra, Odd, Odd], Kinds()[^4..]);
    }

    [Theory]
    [InlineData(383, Extra)] // with 300 before it: 683, within 15 % of 800
    [InlineData(377, Odd)]
    [InlineData(617, Fine)]
    [InlineData(595, Extra)]
    public void Two_short_ones_are_halves_only_when_they_are_one_beat_long_together(double second, BeatKind expected)
    {
        Steady(800, 11);
        _beats.Add(Intervals(300, second), 75, Start);
        Assert.Equal([expected == Extra ? Extra : Odd, expected], Kinds()[^2..]);
    }

    [Fact]
    public void A_third_short_one_is_not_the_half_of_a_beat_that_was_paired_already()
    {
        Steady(800, 11);
        _beats.Add(Intervals(400, 400, 400), 75, Start);
        Assert.Equal([Extra, Extra, Odd], Kinds()[^3..]);
    }

    [Fact]
    public void The_first_three_of_a_wear_have_no_neighbours_to_be_held_against()
    {
        _beats.Add(Intervals(400, 900, 1600, 400), 75, Start);
        Assert.Equal([Fine, Fine, Fine, Odd], Kinds());
    }

    [Fact]
    public void Eleven_neighbours_count_and_no_more()
    {
        Steady(600, 6);
        Steady(1000, 11); // the first six do not fit; then they are the majority
        Assert.Equal([Odd, Odd, Odd, Odd, Odd, Odd, Fine], Kinds()[6..13]);
        Steady(600, 6);
        Assert.All(Kinds()[^6..], kind => Assert.Equal(Odd, kind)); // of the eleven before the sixth, five are new
        Steady(600, 1);
        Assert.Equal(Fine, Kinds()[^1]);
    }

    [Theory]
    [InlineData(66, Filler)] // domain-facts 1.4, B26
    [InlineData(104, Filler)] // 15.4 % off 120
    [InlineData(105, Fine)]
    [InlineData(120, Fine)]
    [InlineData(141, Fine)]
    [InlineData(142, Filler)]
    public void Exactly_500_ms_are_a_filler_unless_the_rate_is_about_120(int bpm, BeatKind expected)
    {
        _beats.Add(Raw(512), bpm, Start);
        Assert.Equal([expected], Kinds());
        Assert.Equal(expected == Filler ? 1 : 0, _beats.FillersInPacket);
    }

    [Theory]
    [InlineData(511)]
    [InlineData(513)]
    public void A_millisecond_beside_500_is_no_filler(int raw)
    {
        _beats.Add(Raw((ushort)raw), 66, Start);
        Assert.Equal([Fine], Kinds());
    }

    [Fact]
    public void Fillers_and_intervals_that_no_heart_makes_are_nobodys_neighbours()
    {
        Steady(900, 3);
        for (var i = 0; i < 11; i++) _beats.Add(Raw(512, 3000), 66, Start);
        _beats.Add(Intervals(900), 66, Start);
        Assert.Equal(Fine, Kinds()[^1]);
        Assert.Equal(0, _beats.FillersInPacket);
    }

    [Fact]
    public void The_session_counts_its_intervals_and_those_that_did_not_fit()
    {
        Steady(800, 11);
        _beats.Add(Intervals(560, 1600, 2500), 75, Start);
        _beats.Add(Raw(512), 75, Start);
        Assert.Equal((15, 4), (_beats.Beats, _beats.Artefacts));
        _beats.Break();
        Assert.Equal((15, 4), (_beats.Beats, _beats.Artefacts)); // what was counted stays counted
        Assert.Equal(0, _beats.Count);
    }

    [Fact]
    public void Most_in_a_packet_is_that_of_the_whole_wear()
    {
        Assert.Equal(0, _beats.MostInAPacket);
        _beats.Add(Intervals(800, 800), 75, Start);
        _beats.Add(Intervals(800), 75, Start);
        Assert.Equal(2, _beats.MostInAPacket);
    }

    [Fact]
    public void A_stretch_has_what_came_less_than_its_seconds_ago()
    {
        for (var second = 0; second <= 20; second++) _beats.Add(Intervals(1000), 60, At(second));

        Assert.Equal(10, _beats.Last(10, At(20)).Fine); // seconds 11 to 20
        Assert.Equal(10, _beats.Last(10, At(20.5)).Fine);
        Assert.Equal(9, _beats.Last(10, At(21)).Fine);
        Assert.Equal(0, _beats.Last(10, At(30)).Fine);
        Assert.Equal(0, _beats.Last(10, At(30)).All);
    }

    [Fact]
    public void Figures_tell_fine_miscounted_and_filler_apart()
    {
        Steady(800, 12);
        _beats.Add(Intervals(1600, 400, 400, 560, 2500), 75, Start); // missed, two invented, odd, out of range
        _beats.Add(Raw(512), 75, Start);
        var figures = _beats.Last(10, Start);

        Assert.Equal((12, 17, 3, 1), (figures.Fine, figures.All, figures.Miscounted, figures.Fillers));
        Assert.Equal(12.0 / 17, figures.FineShare);
        Assert.Equal(3.0 / 17, figures.MiscountedShare);
        Assert.Equal((12 * 800) + 1600 + 400 + 400 + 560 + 500, figures.SumMs, 4.0); // each to 1/1024 s
        Assert.Equal(75, figures.FineBpm, 0.1);
        Assert.Equal(60_000 * 16 / ((12 * 800) + 1600 + 400 + 400 + 560.0), figures.Bpm, 0.1);
    }

    [Fact]
    public void Without_an_interval_there_is_no_rate_and_nothing_agrees()
    {
        var none = _beats.Last(10, Start);
        Assert.True(double.IsNaN(none.FineBpm) && double.IsNaN(none.Bpm));
        Assert.Equal((0, 0), (none.FineShare, none.MiscountedShare));
        Assert.False(none.AgreeWith(60, 0.15));
        Assert.True(double.IsNaN(_beats.MedianFineMs(10, Start)));
        Assert.Null(_beats.LastMinutePercent(Start));
        Assert.False(_beats.HasBeatWithin(2, Start));
        Assert.True(_beats.IsMonotone(10, Start));
    }

    [Theory]
    [InlineData(100, 115, true)] // domain-facts 5.2: of the rate that the strap says
    [InlineData(100, 85, true)]
    [InlineData(100, 115.1, false)]
    [InlineData(100, 84.9, false)]
    [InlineData(115, 100, true)]
    [InlineData(100, double.NaN, false)]
    [InlineData(double.NaN, 100, false)]
    public void Rates_agree_within_15_percent_of_the_first(double bpm, double other, bool expected) => Assert.Equal(expected, Rates.Agree(bpm, other, 0.15));

    [Fact]
    public void A_rate_agrees_with_the_fine_intervals_or_with_all_of_them()
    {
        Steady(800, 12);
        Steady(400, 5);
        var figures = _beats.Last(10, Start);
        Assert.True(figures.AgreeWith(75, 0.05));
        Assert.True(figures.AgreeWith(60_000 * 17 / ((12 * 800) + (5 * 400.0)), 0.05));
        Assert.False(figures.AgreeWith(150, 0.05));
    }

    [Fact]
    public void The_median_is_of_the_fine_ones_alone()
    {
        Steady(800, 12);
        _beats.Add(Intervals(900, 1000, 560), 75, Start);
        Assert.Equal(800, _beats.MedianFineMs(10, Start), 0.5);

        _beats.Break();
        _beats.Add(Intervals(800, 900), 75, Start);
        Assert.Equal(850, _beats.MedianFineMs(10, Start), 0.5); // an even number: the mean of the two in the middle
        _beats.Add(Intervals(1000), 75, At(9));
        Assert.Equal(1000, _beats.MedianFineMs(10, At(10)), 0.5);
    }

    [Fact]
    public void Of_the_last_minute_a_share_does_not_fit()
    {
        Steady(800, 12);
        _beats.Add(Intervals(560), 75, Start);
        _beats.Add(Raw(512), 75, Start);
        _beats.Add(Intervals(2500), 75, Start);
        Assert.Equal(100.0 * 3 / 15, _beats.LastMinutePercent(At(59.9))!.Value, 9);
        Assert.Null(_beats.LastMinutePercent(At(60)));
    }

    [Fact]
    public void A_beat_is_young_up_to_its_seconds()
    {
        Steady(800, 1);
        Assert.True(_beats.HasBeatWithin(2, At(2)));
        Assert.False(_beats.HasBeatWithin(2, At(2.001)));
        _beats.Break();
        Assert.False(_beats.HasBeatWithin(2, Start));
    }

    [Fact]
    public void Equal_intervals_are_no_hearts_and_one_other_makes_them_one()
    {
        _beats.Add(Intervals(810), 75, Start);
        for (var second = 10; second < 20; second++) _beats.Add(Intervals(800), 75, At(second));
        Assert.True(_beats.IsMonotone(10, At(19))); // the other one is 19 s old
        Assert.True(_beats.IsMonotone(19, At(19)));
        Assert.False(_beats.IsMonotone(19.1, At(19)));
        _beats.Add(Intervals(801), 75, At(20));
        Assert.False(_beats.IsMonotone(10, At(20)));
    }

    [Fact]
    public void After_a_break_nothing_before_it_counts()
    {
        Steady(800, 20);
        _beats.Break();
        _beats.Add(Intervals(400, 400, 400), 75, Start);
        Assert.Equal([Fine, Fine, Fine], Kinds());
        Assert.Equal(3, _beats.Last(60, Start).Fine);
    }

    private void Steady(double ms, int times)
    {
        for (var i = 0; i < times; i++) _beats.Add(Intervals(ms), 75, Start);
    }

    private BeatKind[] Kinds()
    {
        Span<float> ms = stackalloc float[300];
        var kinds = new BeatKind[300];
        return kinds[.._beats.CopyNewest(ms, kinds)];
    }

}
