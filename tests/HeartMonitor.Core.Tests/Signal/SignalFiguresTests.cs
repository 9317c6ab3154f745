using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>A gap is 3 s or more without a reading (domain-facts 5.1: late).</summary>
public sealed class SignalFiguresTests
{
    private readonly SignalFigures _figures = new(new RuleOptions());

    [Fact]
    public void Two_seconds_are_no_gap_and_three_are_one_of_three()
    {
        Ages(0, 1, 2, 0, 2.9, 0);
        Assert.Equal((0, 0, 0), Told());
        Ages(1, 2, 3, 0);
        Assert.Equal((1, 3, 3), Told());
    }

    [Fact]
    public void A_gap_grows_by_the_second_and_the_longest_is_kept()
    {
        Ages(1, 2, 3, 4, 5, 6, 0);
        Ages(1, 2, 3, 4, 0);
        Assert.Equal((2, 10, 6), Told());
    }

    [Fact]
    public void An_open_gap_counts() => Assert.Equal((1, 4, 4), After(1, 2, 3, 4));

    [Fact]
    public void What_came_before_a_pause_is_not_counted_afterwards() => Assert.Equal((1, 5, 5), After(40, 41)); // 3 s and the second that went by, and one more

    [Fact]
    public void Time_that_nobody_watched_is_a_gap_of_its_own()
    {
        _figures.NotWatched(120);
        Ages(0, 0, 1, 2, 3, 0);
        Assert.Equal((2, 123, 120), Told());
    }

    [Fact]
    public void Silence_that_goes_on_unwatched_is_one_gap()
    {
        Ages(1, 2, 3);
        _figures.NotWatched(120);
        Assert.Equal((1, 123, 123), Told());
    }

    private (int, double, double) After(params double[] ages)
    {
        Ages(ages);
        return Told();
    }

    private void Ages(params double[] ages)
    {
        foreach (var age in ages) _figures.Second(age);
    }

    private (int, double, double) Told() => (_figures.Gaps, _figures.GapSeconds, _figures.LongestGapSeconds);
}
