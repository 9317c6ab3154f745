using HeartMonitor.Core.Signal;
using Xunit;
using static HeartMonitor.Core.Tests.Signal.TestStrap;

namespace HeartMonitor.Core.Tests.Signal;

public sealed class RateWindowTests
{
    private readonly RateWindow _rates = new();

    [Fact]
    public void Nothing_has_no_mean_and_no_oldest()
    {
        var (bpm, count) = _rates.Mean(10, Start);
        Assert.True(double.IsNaN(bpm));
        Assert.Equal(0, count);
        Assert.Null(_rates.Oldest(10, Start));
    }

    [Fact]
    public void The_mean_is_of_what_came_less_than_its_seconds_ago()
    {
        for (var second = 0; second < 20; second++) _rates.Add(100 + second, At(second));
        Assert.Equal((114.5, 10), _rates.Mean(10, At(19)));
        Assert.Equal((115, 9), _rates.Mean(10, At(20)));
    }

    [Fact]
    public void The_oldest_is_up_to_its_seconds_old_and_never_the_newest()
    {
        _rates.Add(100, At(0));
        Assert.Null(_rates.Oldest(5, At(0)));
        _rates.Add(110, At(5));
        Assert.Equal(100, _rates.Oldest(5, At(5)));
        Assert.Null(_rates.Oldest(4.9, At(5)));
    }

    [Fact]
    public void A_ring_that_is_full_keeps_the_newest()
    {
        for (var i = 0; i < 200; i++) _rates.Add(i, At(i / 8.0));
        Assert.Equal((167.5, 64), _rates.Mean(10, At(199 / 8.0)));
        Assert.Equal(136, _rates.Oldest(10, At(199 / 8.0)));
    }

    [Fact]
    public void After_a_break_nothing_before_it_counts()
    {
        _rates.Add(100, At(0));
        _rates.Break();
        _rates.Add(110, At(1));
        Assert.Equal((110, 1), _rates.Mean(10, At(1)));
        Assert.Null(_rates.Oldest(10, At(1)));
    }
}
