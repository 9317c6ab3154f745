using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>What the gate makes of intervals beside the rate (domain-facts 1.5, 5.2, 5.4).</summary>
public sealed class GateIntervalsTests
{
    private static readonly SignalLabel Good = new(SignalQuality.Good, SignalReasons.None);

    private readonly TestStrap _strap = new();

    [Theory]
    [InlineData(100, 87, true)]
    [InlineData(100, 84, false)]
    [InlineData(100, 114, true)]
    [InlineData(100, 117, false)]
    public void Rate_and_intervals_of_ten_seconds_may_differ_by_15_percent(int bpm, int rrBpm, bool agrees)
    {
        GateVerdict last = default;
        for (var second = 0; second < 30; second++) last = _strap.Send(second, bpm, TestStrap.Breathing(rrBpm, second));
        Assert.Equal(agrees ? Good : new(SignalQuality.Suspect, SignalReasons.RrDisagrees), last.Label);
    }

    [Theory]
    [InlineData(140, 90)] // it overshoots: the hazard is a false ceiling
    [InlineData(90, 140)] // it lags: the hazard is a ceiling that nobody hears of
    public void Where_the_rate_is_wrong_and_the_intervals_are_clean_the_rules_get_their_median(int bpm, int rrBpm)
    {
        GateVerdict last = default;
        for (var second = 0; second < 30; second++) last = _strap.Send(second, bpm, TestStrap.Breathing(rrBpm, second));

        Assert.Equal(SignalQuality.Suspect, last.Label.Quality);
        Assert.Equal(rrBpm, last.Bpm, 1.0);
        Assert.Equal(TestStrap.At(29), _strap.Gate.LastUsableAt);
        Assert.Equal(TestStrap.At(10), _strap.Gate.DoubtfulSince); // the doubt is told after a while, although the intervals stand in
        Assert.Null(_strap.Gate.LastGoodAt);
    }

    [Theory]
    [InlineData(170, 85)]
    [InlineData(95, 190)]
    public void Intervals_of_twice_or_half_the_rate_are_miscounted_beats_and_the_rate_stands(int bpm, int rrBpm)
    {
        _strap.Wear(bpm);
        GateVerdict last = default;
        for (var second = 30; second < 80; second++) last = _strap.Send(second, bpm, TestStrap.Breathing(rrBpm, second));

        Assert.NotEqual(SignalQuality.Good, last.Label.Quality);
        Assert.True(double.IsNaN(last.Bpm) || last.Bpm == bpm, $"{last.Bpm}");
        Assert.Contains(SignalReasons.RrDisagrees.ToString(), last.Label.Reasons.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, true)] // 80 % of ten
    [InlineData(7, false)]
    public void The_median_speaks_when_80_percent_of_the_intervals_are_fine(int fine, bool speaks)
    {
        _strap.Wear(90);
        GateVerdict last = default;
        for (var i = 0; i < 10; i++) last = _strap.Send(40 + i, 140, i < 10 - fine ? 860 : TestStrap.Breathing(90, i)); // 29 % longer
        Assert.Equal(SignalQuality.Bad, last.Label.Quality); // a leap that its intervals do not support
        Assert.Equal(speaks, last.IsUsable);
    }

    [Fact]
    public void Fewer_than_five_intervals_in_ten_seconds_are_held_against_nothing()
    {
        GateVerdict last = default;
        for (var second = 0; second < 40; second++) last = second % 3 == 0 ? _strap.Send(second, 100, TestStrap.Breathing(60, second)) : _strap.Send(second, 100);
        Assert.Equal(Good, last.Label); // four at most
    }

    [Theory]
    [InlineData(0.7, 1.3)] // an early beat and its pause
    [InlineData(0.3, 0.7)] // a beat split in two
    [InlineData(2.0, 1.0)] // a beat that was not seen
    [InlineData(1.0, 1.4)]
    public void One_odd_beat_takes_nothing_from_the_rate(double first, double second)
    {
        _strap.Wear(60);
        for (var i = 40; i < 90; i++)
        {
            var usual = TestStrap.Breathing(60, i);
            Assert.Equal(Good, (i == 45 ? _strap.Send(i, 60, first * usual, second * usual) : _strap.Send(i, 60, usual)).Label);
        }
    }

    [Fact]
    public void Where_a_third_of_the_intervals_are_missed_beats_that_fill_the_time_a_rate_that_never_leapt_stands()
    {
        _strap.Wear(75);
        var doubted = 0;
        for (var second = 40; second < 100; second++)
        {
            var verdict = _strap.Send(second, 75, second % 3 == 0 ? [1600] : [TestStrap.Breathing(75, second)]);
            if (verdict.Label.Quality == SignalQuality.Suspect) doubted++;
            Assert.Equal(75, verdict.Bpm);
        }

        Assert.InRange(doubted, 10, 60);
    }

    [Fact]
    public void More_than_20_percent_missed_and_invented_beats_are_bad_and_withdraw_the_values_before()
    {
        _strap.Wear(75);
        SignalLabel label = Good;
        var second = 40;
        for (; second < 80 && label.Quality != SignalQuality.Bad; second++)
            label = _strap.Send(second, 75, second % 3 == 0 ? [1600, 1600] : [TestStrap.Breathing(75, second)]).Label;

        Assert.True(label.Reasons.HasFlag(SignalReasons.RrArtefacts), $"{label}");
        Assert.Equal(SignalQuality.Bad, label.Quality);
        Assert.Null(_strap.Gate.LastUsableAt);
    }

    [Fact]
    public void Exactly_20_percent_are_not_more_than_20_percent()
    {
        _strap.Wear(75);
        for (var second = 40; second < 80; second++)
        {
            var label = _strap.Send(second, 75, second % 5 == 0 ? 1600 : TestStrap.Breathing(75, second)).Label;
            Assert.False(label.Reasons.HasFlag(SignalReasons.RrArtefacts));
        }
    }

    [Fact]
    public void The_filler_of_B26_is_suspect_and_never_the_rules_rate()
    {
        _strap.Wear(66);
        var packet = HeartRateMeasurementCodec.Decode(new byte[] { 0x16, 0x42, 0x00, 0x02 });
        var verdict = _strap.Gate.Judge(packet, TestStrap.At(40));

        Assert.Equal(SignalQuality.Suspect, verdict.Label.Quality);
        Assert.True(verdict.Label.Reasons.HasFlag(SignalReasons.RrFiller));
        Assert.False(verdict.IsUsable);
        Assert.Equal(Good, _strap.Send(41, 66, 909).Label);
    }

    [Fact]
    public void Exact_500_ms_beside_120_are_intervals()
    {
        _strap.Wear(120);
        var verdict = _strap.Send(40, 120, 500, 500);
        Assert.Equal((SignalQuality.Good, SignalReasons.None), (verdict.Label.Quality, verdict.Label.Reasons & SignalReasons.RrFiller));
    }

    [Theory]
    [InlineData(0.91, false)]
    [InlineData(1.09, false)]
    [InlineData(0.88, true)]
    [InlineData(1.12, true)]
    public void Intervals_of_half_a_minute_add_up_to_90_to_110_percent_of_it(double share, bool offTheClock)
    {
        var label = Play(share, seconds: 60);
        Assert.Equal(offTheClock ? SignalReasons.RrClock : SignalReasons.None, label.Reasons);
        Assert.Equal(SignalQuality.Good, label.Quality); // about the intervals alone
    }

    [Fact]
    public void Half_a_minute_must_have_gone_by()
    {
        Assert.Equal(SignalReasons.None, Play(0.88, seconds: 30).Reasons); // the last packet is 29 s after the first
        Assert.Equal(SignalReasons.RrClock, Play(0.88, seconds: 30, from: 30, end: 31).Reasons);
    }

    [Fact]
    public void A_strap_that_sends_one_interval_a_packet_sends_a_sample_of_its_beats()
    {
        SignalLabel label = Good;
        for (var second = 0; second < 60; second++) label = _strap.Send(second, 120, TestStrap.Breathing(120, second)).Label;
        Assert.Equal(Good, label); // half of the time only
    }

    [Fact]
    public void The_same_packet_within_600_ms_came_twice_and_changes_nothing()
    {
        _strap.Wear(75);
        var before = (_strap.Gate.LastReadingAt, _strap.Gate.LastUsableAt, _strap.Gate.Beats.Beats, _strap.Gate.RrAgreesSince);
        var verdict = _strap.Send(39.599, 75, TestStrap.Breathing(75, 39));

        Assert.Equal(new(SignalQuality.Suspect, SignalReasons.Duplicate), verdict.Label);
        Assert.False(verdict.IsUsable);
        Assert.Equal(before, (_strap.Gate.LastReadingAt, _strap.Gate.LastUsableAt, _strap.Gate.Beats.Beats, _strap.Gate.RrAgreesSince));
        Assert.Equal(Good, _strap.Send(39.6, 75, TestStrap.Breathing(75, 39)).Label);
    }

    [Theory]
    [InlineData(76, 800, SensorContact.Detected)]
    [InlineData(75, 801, SensorContact.Detected)]
    [InlineData(75, 800, SensorContact.NotSupported)]
    public void A_packet_that_differs_in_anything_is_no_duplicate(int bpm, double ms, SensorContact contact)
    {
        _strap.Wear(75);
        _strap.Send(40, 75, 800);
        Assert.Equal(Good, _strap.Send(40.3, contact, bpm, ms).Label);
    }

    [Fact]
    public void Two_packets_of_one_instant_are_one_reading_and_all_their_beats()
    {
        _strap.Wear(75);
        var beats = _strap.Gate.Beats.Beats;
        Assert.Equal(Good, _strap.Send(40, 75, 800).Label);
        Assert.Equal(SignalReasons.Duplicate, _strap.Send(40, 76, 790).Label.Reasons);
        Assert.Equal(beats + 2, _strap.Gate.Beats.Beats);
    }

    [Fact]
    public void Two_packets_in_a_row_that_support_the_rate_outweigh_the_seconds_before_and_one_does_not()
    {
        for (var second = 0; second < 40; second++) _strap.Send(second, 140, TestStrap.Breathing(90, second));
        Assert.Equal(SignalReasons.RrDisagrees, _strap.Send(40, 140, 428).Label.Reasons);
        Assert.Equal(Good, _strap.Send(41, 140, 430).Label);
    }

    [Fact]
    public void Two_of_five_intervals_are_too_few_to_call_them_artefacts()
    {
        _strap.Wear(75);
        for (var second = 40; second < 80; second++)
        {
            double[] rr = second % 2 == 1 ? [] : second % 6 == 0 ? [1600] : [TestStrap.Breathing(75, second)];
            Assert.False(_strap.Send(second, 75, rr).Label.Reasons.HasFlag(SignalReasons.RrArtefacts) && second > 50, $"second {second}");
        }
    }

    [Fact]
    public void What_was_held_back_is_no_measure_for_the_intervals_after_it()
    {
        _strap.Wear(100);
        for (var second = 40; second < 43; second++) Assert.Equal(SignalQuality.Bad, _strap.Send(second, 190, TestStrap.Breathing(100, second)).Label.Quality);
        Assert.Equal(Good, _strap.Send(43, 100, 600).Label);
    }

    [Fact]
    public void A_strap_that_stops_sending_intervals_is_not_off_the_clock_for_ever()
    {
        Play(0.98, seconds: 40);
        SignalLabel label = Good;
        for (var second = 40; second < 80; second++) label = _strap.Send(second, 120).Label;
        Assert.Equal(Good, label);
    }

    [Fact]
    public void Intervals_that_do_not_add_up_still_speak_for_a_wrong_rate()
    {
        GateVerdict last = default;
        for (var second = 0; second < 50; second++) last = _strap.Send(second, 100, 440 + (second % 2), 443 + (second % 3));
        Assert.Equal(new(SignalQuality.Suspect, SignalReasons.RrDisagrees | SignalReasons.RrClock), last.Label);
        Assert.Equal(136, last.Bpm, 1.0);
    }

    [Fact]
    public void In_an_uneven_rhythm_intervals_are_held_against_nothing_and_speak_for_nothing()
    {
        _strap.Gate.IntervalsAreUneven = true;
        var random = new Random(5);
        for (var second = 0; second < 60; second++)
        {
            var verdict = _strap.Send(second, 100, 600 + (400 * (random.NextDouble() - 0.5)), second % 4 == 0 ? 1300 : 600);
            if (second >= 10) Assert.Equal(Good, verdict.Label);
        }
    }

    /// <summary>A heart of 120 whose intervals are this share of the time, two or more a packet.</summary>
    private SignalLabel Play(double share, int seconds, int from = 0, int? end = null)
    {
        SignalLabel label = Good;
        for (var second = from; second < (end ?? seconds); second++)
            label = _strap.Send(second, 120, (500 * share) + (second % 2 * 4) - 2, (500 * share) + (second % 3 * 4) - 4).Label;
        return label;
    }
}
