using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using Xunit;
using static HeartMonitor.Core.Tests.Signal.TestStrap;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Domain-facts 5.3: within 3 bpm of the cadence or its half for 30 s, after a leap of more than 15 bpm.</summary>
public sealed class CadenceLockTests
{
    private readonly CadenceLock _cadence = new(new RuleOptions());

    [Theory]
    [InlineData(172, true)]
    [InlineData(174, true)]
    [InlineData(170, true)]
    [InlineData(175, false)]
    [InlineData(169, false)]
    [InlineData(86, true)]
    [InlineData(88, true)]
    [InlineData(89, false)]
    [InlineData(83, false)]
    public void Half_a_minute_at_the_cadence_or_its_half_is_steps(int bpm, bool expected)
    {
        Read(0, 20, 120, 172);
        Read(20, 50, bpm, 172);
        Assert.False(_cadence.Holds);
        Read(50, 51, bpm, 172);
        Assert.Equal(expected, _cadence.Holds);
    }

    [Theory]
    [InlineData(157, false)] // 15 above
    [InlineData(156, true)]
    public void Without_a_leap_of_more_than_15_a_heart_may_beat_at_the_cadence(int before, bool expected)
    {
        Read(0, 20, before, 172);
        Read(20, 80, 172, 172);
        Assert.Equal(expected, _cadence.Holds);
    }

    [Fact]
    public void A_heart_that_climbs_to_the_cadence_is_a_heart()
    {
        for (var second = 0; second < 60; second++) _cadence.Reading(112 + second, At(second), 172);
        Read(60, 200, 172, 172);
        Assert.False(_cadence.Holds);
    }

    [Fact]
    public void A_leap_over_three_seconds_is_a_leap_and_one_over_four_is_a_climb()
    {
        Read(0, 20, 150, 172);
        Read(20, 21, 158, 172);
        Read(21, 22, 165, 172);
        Read(22, 60, 172, 172);
        Assert.True(_cadence.Holds);

        _cadence.StartOver();
        Read(100, 120, 156, 172);
        for (var i = 0; i < 4; i++) Read(120 + i, 121 + i, 160 + (4 * i), 172);
        Read(124, 180, 172, 172);
        Assert.False(_cadence.Holds);
    }

    [Fact]
    public void A_leap_long_before_the_cadence_was_reached_is_not_the_one()
    {
        Read(0, 20, 120, 172);
        Read(20, 35, 150, 172); // a leap, to somewhere else
        Read(35, 39, 158, 172);
        Read(39, 43, 165, 172);
        Read(43, 120, 172, 172);
        Assert.False(_cadence.Holds);
    }

    [Fact]
    public void Five_seconds_away_and_it_is_a_heart_again()
    {
        Read(0, 20, 120, 172);
        Read(20, 60, 172, 172);
        Read(60, 65, 150, 172);
        Assert.True(_cadence.Holds);
        Read(65, 66, 150, 172);
        Assert.False(_cadence.Holds);
    }

    [Fact]
    public void A_moment_away_and_back_is_not_away()
    {
        Read(0, 20, 120, 172);
        Read(20, 60, 172, 172);
        for (var i = 0; i < 10; i++)
        {
            Read(60 + (5 * i), 64 + (5 * i), 160, 172);
            Read(64 + (5 * i), 65 + (5 * i), 172, 172);
            Assert.True(_cadence.Holds);
        }
    }

    [Fact]
    public void After_a_leap_down_to_half_the_cadence_too()
    {
        Read(0, 20, 140, 172);
        Read(20, 51, 86, 172);
        Assert.True(_cadence.Holds);
    }

    [Theory]
    [InlineData(150, true)]
    [InlineData(149, false)]
    [InlineData(190, true)]
    [InlineData(191, false)]
    public void Where_nobody_told_the_cadence_a_leap_to_the_range_of_running_is_a_guess(int bpm, bool expected)
    {
        Read(0, 20, 110, null);
        Read(20, 50, bpm, null);
        Assert.False(_cadence.Holds);
        Read(50, 51, bpm, null);
        Assert.Equal(expected, _cadence.Holds);
    }

    [Fact]
    public void A_rate_that_moves_on_after_the_leap_is_no_guess()
    {
        Read(0, 20, 110, null);
        for (var second = 20; second < 60; second++) _cadence.Reading(155 + ((second - 20) / 4), At(second), null);
        Assert.False(_cadence.Holds);
    }

    [Fact]
    public void A_new_start_forgets_the_leap_and_the_lock()
    {
        Read(0, 20, 120, 172);
        Read(20, 60, 172, 172);
        _cadence.StartOver();
        Assert.False(_cadence.Holds);
        Read(60, 120, 172, 172);
        Assert.False(_cadence.Holds);
    }

    private void Read(int from, int to, int bpm, double? cadence)
    {
        for (var second = from; second < to; second++) _cadence.Reading(bpm, At(second), cadence);
    }
}
