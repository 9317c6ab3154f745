using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

public sealed class OpticalWearTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly OpticalWear _wear = new(new RuleOptions());

    [Fact]
    public void Three_gaps_over_2_s_within_60_s_are_implausible()
    {
        Readings(0, 3, 6);
        Assert.Null(_wear.ImplausibleSince);
        Readings(9);

        Assert.Equal(Start.AddSeconds(9), _wear.ImplausibleSince);
    }

    [Fact]
    public void Gaps_of_2_s_are_none_and_gaps_that_lie_further_apart_do_not_add_up()
    {
        Readings(0, 2, 4, 6, 8, 10);
        Assert.Null(_wear.ImplausibleSince);
        Readings(13, 15, 40, 42, 74); // gaps end at 13, 40 and 74: 61 s
        Assert.Null(_wear.ImplausibleSince);
    }

    [Fact]
    public void It_is_believed_again_when_the_pattern_was_gone_for_30_s()
    {
        Readings(0, 3, 6, 9);
        for (var second = 10; second < 93; second++) Readings(second);
        Assert.Equal(Start.AddSeconds(9), _wear.ImplausibleSince); // three gaps count until second 63, and 30 s more

        Readings(93);
        Assert.Null(_wear.ImplausibleSince);
    }

    [Theory]
    [InlineData(76, true)]
    [InlineData(77, false)]
    [InlineData(56, true)]
    public void Within_10_of_rest_for_90_s_of_work_is_implausible(int bpm, bool implausible)
    {
        for (var second = 0; second < 89; second++) Work(second, bpm);
        Assert.Null(_wear.ImplausibleSince);
        Work(89, bpm);

        Assert.Equal(implausible, _wear.ImplausibleSince is not null);
    }

    [Fact]
    public void Without_work_that_must_raise_it_a_resting_rate_is_no_wonder()
    {
        for (var second = 0; second < 300; second++)
        {
            _wear.Reading(Start.AddSeconds(second), 66);
            _wear.Second(Start.AddSeconds(second), null);
        }

        Assert.Null(_wear.ImplausibleSince);
    }

    private void Readings(params int[] seconds)
    {
        foreach (var second in seconds) _wear.Reading(Start.AddSeconds(second), 90);
    }

    private void Work(int second, int bpm)
    {
        _wear.Reading(Start.AddSeconds(second), bpm);
        _wear.Second(Start.AddSeconds(second), 66);
    }
}
