using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

public sealed class HeartRateHistoryTests
{
    private readonly HeartRateHistory _history = new(holdSeconds: 5);

    [Fact]
    public void The_mean_is_over_the_last_seconds_and_needs_enough_of_them()
    {
        Seconds(14, 100);
        Assert.Equal(double.NaN, _history.Mean(30, needs: 15));
        Seconds(1, 130);

        Assert.Equal(102, _history.Mean(30, needs: 15));
    }

    [Theory]
    [InlineData(20, 100)]
    [InlineData(30, double.NaN)]
    [InlineData(1000, double.NaN)]
    public void Seconds_that_nobody_heard_are_empty_and_push_the_others_back(int skipped, double expected)
    {
        Seconds(30, 100);
        _history.Skip(skipped);

        Assert.Equal(expected, _history.Mean(30, needs: 1));
        Assert.Equal(double.NaN, _history.MedianOfTen());
    }

    [Fact]
    public void A_step_of_16_bpm_crosses_a_limit_of_139_32_after_18_seconds()
    {
        Seconds(60, 130);
        Seconds(17, 146);
        Assert.True(_history.Mean(30, 15) < 139.32);
        Seconds(1, 146);

        Assert.True(_history.Mean(30, 15) > 139.32); // domain-facts 10, S02
    }

    [Fact]
    public void A_value_is_held_for_less_than_five_seconds_and_forgotten_when_the_signal_is_not_valid()
    {
        _history.Add(100);
        Assert.True(_history.CloseSecond(usable: true));
        for (var i = 0; i < 4; i++) Assert.True(_history.CloseSecond(usable: true));
        Assert.False(_history.CloseSecond(usable: true));

        _history.Add(100);
        _history.CloseSecond(usable: true);
        Assert.False(_history.CloseSecond(usable: false));
    }

    [Fact]
    public void The_median_of_ten_seconds_ignores_a_spike_and_needs_five_seconds()
    {
        Seconds(4, 100);
        Assert.Equal(double.NaN, _history.MedianOfTen());
        Seconds(5, 100);
        Seconds(1, 220);

        Assert.Equal(100, _history.MedianOfTen());
    }

    [Fact]
    public void Several_values_in_one_second_count_as_their_mean()
    {
        _history.Add(100);
        _history.Add(110);
        _history.CloseSecond(usable: true);

        Assert.Equal(105, _history.Mean(1, 1));
    }

    [Fact]
    public void An_earlier_window_is_read_by_how_long_ago_it_ended()
    {
        Seconds(10, 90);
        Seconds(10, 120);

        Assert.Equal(90, _history.Mean(10, 5, endedAgo: 10));
    }

    private void Seconds(int count, int bpm)
    {
        for (var i = 0; i < count; i++)
        {
            _history.Add(bpm);
            _history.CloseSecond(usable: true);
        }
    }
}
