using HeartMonitor.Pipeline.Gateways;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Sources;

public sealed class NumberRangesTests
{
    [Fact]
    public void They_remember_what_was_here_in_any_order()
    {
        var random = new Random(3);
        var ranges = new NumberRanges();
        var known = new HashSet<long>();
        foreach (var number in Enumerable.Range(0, 5_000).Select(_ => (long)random.Next(60)))
        {
            if (random.Next(5) == 0)
            {
                ranges.Remove(number);
                known.Remove(number);
            }

            Assert.Equal(known.Add(number), ranges.Add(number));
        }
    }

    [Fact]
    public void Of_too_many_gaps_the_oldest_count_as_seen()
    {
        var ranges = new NumberRanges();
        for (var i = 0; i < 200; i++) Assert.True(ranges.Add(2 * i));

        Assert.False(ranges.Add(1));
        Assert.True(ranges.Add(397));
        Assert.False(ranges.Add(397));
    }
}
