using HeartMonitor.Pipeline.Gateways;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Sources;

/// <summary>A gateway's clock that steps is taken at its new word; a queue is not taken for one.</summary>
public sealed class GatewayClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly GatewayClock _clock = new();

    [Theory]
    [InlineData(-10, false)]
    [InlineData(-3_600, false)]
    [InlineData(-10, true)]
    public void A_clock_that_went_back_is_late_for_twenty_seconds_and_then_right(int stepSeconds, bool isSent)
    {
        Assert.Equal(0, Age(0, 60, 1_000, isSent), 3);

        Assert.Equal(-stepSeconds, Age(60, 79, 1_000 + stepSeconds, isSent), 1);
        Assert.Equal(0, Age(79, 90, 1_000 + stepSeconds, isSent), 1);
    }

    [Fact]
    public void A_clock_that_leapt_ahead_and_came_back_is_right_again_after_twenty_seconds()
    {
        Age(0, 60, 1_000);
        Assert.Equal(0, Age(60, 65, 1_000 + 3_600), 3);
        Assert.Equal(3_600, Age(65, 80, 1_000), 0);

        Assert.Equal(0, Age(80, 100, 1_000), 0);
    }

    [Fact]
    public void A_machine_that_slept_is_right_again_where_it_says_when_it_sent()
    {
        Age(0, 60, 1_000, isSent: true);

        Assert.Equal(30, Age(90, 105, 1_000 - 30, isSent: true), 1);
        Assert.Equal(0, Age(105, 120, 1_000 - 30, isSent: true), 1);
    }

    [Fact]
    public void A_queue_that_never_drains_stays_late()
    {
        Age(0, 60, 1_000);

        Assert.Equal(30, Age(90, 300, 1_000 - 30), 0);
    }

    [Fact]
    public void One_old_batch_out_of_order_changes_nothing()
    {
        Age(0, 60, 1_000);
        _clock.Hear(1_000_000_000, Start.AddSeconds(60));

        Assert.Equal(0, Age(61, 120, 1_000), 1);
    }

    [Fact]
    public void A_clock_that_stands_still_is_late_by_more_and_more()
    {
        Age(0, 60, 1_000);
        for (var s = 60; s < 200; s++) _clock.Hear(1_060_000_000, Start.AddSeconds(s));

        Assert.True(Start.AddSeconds(200) - _clock.ToOurs(1_060_000_000, Start.AddSeconds(200)) > TimeSpan.FromSeconds(120));
    }

    /// <summary>A message a second, sent at once, by a clock that shows <paramref name="base"/> at our start; how old the last one seems, in seconds.</summary>
    private double Age(int from, int to, int @base, bool isSent = false)
    {
        var age = double.NaN;
        for (var s = from; s < to; s++)
        {
            var (now, mono) = (Start.AddSeconds(s), (@base + s) * 1_000_000L);
            _clock.Hear(mono, now, isSent);
            age = (now - _clock.ToOurs(mono, now)).TotalSeconds;
        }

        return age;
    }
}
