using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using Xunit;
using static HeartMonitor.Core.Signal.SignalQuality;
using static HeartMonitor.Core.Tests.Signal.TestStrap;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Steps and slopes of domain-facts 5.1: above 12 bpm/s suspicious, above 25 rejected, above 5 bpm/s over 5 s suspicious.</summary>
public sealed class LevelTrackTests
{
    private readonly LevelTrack _level = new(new RuleOptions());

    [Theory]
    [InlineData(112, Good)]
    [InlineData(113, Suspect)]
    [InlineData(125, Suspect)]
    [InlineData(126, Bad)]
    [InlineData(88, Good)]
    [InlineData(87, Suspect)]
    [InlineData(75, Suspect)]
    [InlineData(74, Bad)]
    public void One_second_allows_12_and_rejects_more_than_25(int bpm, SignalQuality expected)
    {
        Steady(100, 10);
        Assert.Equal(expected, Judge(10, bpm));
    }

    [Theory]
    [InlineData(226)]
    [InlineData(31)]
    public void What_intervals_support_follows_at_once(int bpm)
    {
        Steady(100, 10);
        Assert.Equal(Good, Judge(10, bpm, supported: true));
        Assert.Equal(Good, Judge(11, bpm)); // and is the level from now on
    }

    [Theory]
    [InlineData(6, 132, Good)] // 12 and 4 for each of the five seconds that nobody saw
    [InlineData(6, 133, Suspect)]
    [InlineData(6, 145, Suspect)]
    [InlineData(6, 146, Bad)]
    [InlineData(9, 144, Good)]
    [InlineData(9, 145, Suspect)]
    [InlineData(9, 158, Bad)]
    public void A_gap_gives_room_for_what_a_heart_may_have_risen_unseen(int gap, int bpm, SignalQuality expected)
    {
        Steady(100, 10);
        Assert.Equal(expected, Judge(9 + gap, bpm));
    }

    [Fact]
    public void Packets_that_follow_closely_allow_no_less_than_a_second_does()
    {
        Steady(100, 10);
        Assert.Equal(Good, Judge(9.25, 112));
        Assert.Equal(Suspect, Judge(9.5, 125));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Hard_work_may_raise_a_heart_by_4_and_5_a_second_for_seconds(int slope)
    {
        Steady(80, 10);
        for (var i = 1; i <= 5; i++) Assert.Equal(Good, Judge(9 + i, 80 + (slope * i)));
        for (var i = 0; i < 10; i++) Assert.Equal(Good, Judge(15 + i, 80 + (slope * 5)));
    }

    [Fact]
    public void More_than_5_a_second_over_5_s_is_suspicious_up_and_down()
    {
        Steady(100, 10);
        for (var i = 1; i <= 4; i++) Assert.Equal(Good, Judge(9 + i, 100 + (6 * i)));
        Assert.Equal(Suspect, Judge(14, 130)); // 30 above what was 5 s ago
        Assert.Equal(Good, Judge(15, 130)); // 24
        Steady(130, 46, from: 16);
        for (var i = 1; i <= 4; i++) Assert.Equal(Good, Judge(45 + i, 130 - (6 * i)));
        Assert.Equal(Suspect, Judge(50, 100));
    }

    [Fact]
    public void Slopes_are_counted_from_the_last_value_that_intervals_support()
    {
        Steady(100, 10);
        for (var i = 1; i <= 4; i++) Assert.Equal(Good, Judge(9 + i, 100 + (10 * i), supported: true));
        Assert.Equal(Good, Judge(14, 144)); // a packet without intervals, after 40 bpm that had them
        for (var i = 1; i <= 2; i++) Assert.Equal(Good, Judge(14 + i, 144 + (10 * i)));
        Assert.Equal(Suspect, Judge(17, 174)); // 34 above the last that had
    }

    [Fact]
    public void A_rare_step_that_comes_twice_was_true()
    {
        Steady(100, 10);
        Assert.Equal(Suspect, Judge(10, 120));
        Assert.Equal(Good, Judge(11, 120));
        Assert.Equal(Good, Judge(12, 122));
    }

    [Fact]
    public void Twice_means_a_second_apart()
    {
        Steady(100, 10);
        Assert.Equal(Suspect, Judge(10, 120));
        Assert.Equal(Suspect, Judge(10.5, 121));
        Assert.Equal(Good, Judge(11, 121));
    }

    [Fact]
    public void A_spike_of_eight_seconds_moves_nothing()
    {
        Steady(100, 10);
        for (var i = 0; i < 8; i++) Assert.Equal(Bad, Judge(10 + i, 200 + i));
        Assert.Equal(Good, Judge(18, 101));
    }

    [Fact]
    public void A_new_level_is_believed_when_it_lasted_ten_seconds_and_five_samples()
    {
        Steady(100, 10);
        for (var i = 0; i < 10; i++) Assert.Equal(Bad, Judge(10 + i, 180));
        Assert.Equal(Suspect, Judge(20, 180)); // from 10 to 20
        Assert.Equal(Good, Judge(21, 180));
    }

    [Fact]
    public void Ten_seconds_in_fewer_than_five_samples_are_too_few()
    {
        Steady(100, 10);
        Assert.Equal(Bad, Judge(12, 200));
        Assert.Equal(Bad, Judge(15, 200));
        Assert.Equal(Bad, Judge(18, 200));
        Assert.Equal(Bad, Judge(22, 200));
        Assert.Equal(Suspect, Judge(23, 200)); // the fifth
    }

    [Fact]
    public void A_level_that_wanders_by_more_than_a_step_starts_anew()
    {
        Steady(100, 10);
        for (var i = 0; i < 30; i++) Assert.Equal(Bad, Judge(10 + i, i % 2 == 0 ? 200 : 213));
    }

    [Fact]
    public void Each_second_in_which_values_are_held_back_gives_room_of_two()
    {
        Steady(100, 10);
        for (var second = 10; second < 15; second++) Judge(second, 200);
        Assert.Equal(Good, Judge(15, 122)); // 12 and 2 for each of the five seconds
        Steady(100, 40, from: 16);
        for (var second = 40; second < 45; second++) Judge(second, 200);
        Assert.Equal(Suspect, Judge(45, 124));
    }

    [Fact]
    public void The_first_value_and_the_first_after_a_new_start_are_taken_as_they_are()
    {
        Assert.Equal(Good, Judge(0, 200));
        _level.StartOver();
        Assert.Equal(Good, Judge(1, 60));
        Assert.Equal(Good, Judge(2, 66)); // no slope from what was before
    }

    [Fact]
    public void A_new_start_forgets_the_level_that_was_asking_to_be_believed()
    {
        Steady(100, 10);
        for (var i = 0; i < 9; i++) Judge(10 + i, 180);
        _level.StartOver();
        Judge(19, 100);
        Assert.Equal(Bad, Judge(20, 180));
    }

    [Fact]
    public void What_is_followed_without_a_question_is_the_level()
    {
        Steady(100, 10);
        _level.Follow(180, At(10));
        Assert.Equal(Good, Judge(17, 181));
    }

    private void Steady(int bpm, int to, int from = 0)
    {
        for (var second = from; second < to; second++) Judge(second, bpm);
    }

    private SignalQuality Judge(double second, int bpm, bool supported = false) => _level.Judge(bpm, At(second), supported);
}
