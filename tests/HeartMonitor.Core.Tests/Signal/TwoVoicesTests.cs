using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>What several receivers say of one strap at one time.</summary>
public sealed class TwoVoicesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TwoVoices _voices = new(Shipped.Setup.Alarms.Rules);

    [Fact]
    public void Two_hearts_under_one_id_are_told_within_seconds_and_again_every_twenty_seconds()
    {
        var told = Play(100, _ => 120, _ => 84);

        Assert.InRange(told[0], 2, 4);
        Assert.InRange(told.Count, 4, 6);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 20, 22));
    }

    [Fact]
    public void One_heart_heard_twice_is_one_whatever_it_does() =>
        Assert.Empty(Play(300, t => 100 + (int)(40 * Math.Sin(t / 12.0)), t => 100 + (int)(40 * Math.Sin((t - 1) / 12.0))));

    /// <summary>A leap of the strap itself comes to a receiver that is a second late a second later.</summary>
    [Fact]
    public void A_leap_that_one_receiver_hears_a_second_later_is_no_second_heart() =>
        Assert.Empty(Play(60, t => t is >= 20 and < 26 ? 200 : 90, t => t is >= 21 and < 27 ? 200 : 90));

    [Fact]
    public void A_receiver_that_has_fallen_silent_is_not_compared() =>
        Assert.Empty(Play(60, t => t < 20 ? 90 : null, t => t > 23 ? 140 : null));

    [Fact]
    public void Values_of_other_straps_and_of_no_heart_are_not_compared()
    {
        for (var t = 0; t < 30; t++)
        {
            Assert.False(_voices.Take("a", "one", Packet(90), Start.AddSeconds(t)));
            Assert.False(_voices.Take("b", "two", Packet(150), Start.AddSeconds(t)));
            Assert.False(_voices.Take("a", "two", t % 2 == 0 ? Packet(0) : new byte[] { 6 }, Start.AddSeconds(t)));
        }
    }

    private List<int> Play(int seconds, Func<int, int?> one, Func<int, int?> two)
    {
        var told = new List<int>();
        for (var t = 0; t < seconds; t++)
        {
            var at = Start.AddSeconds(t);
            var isTold = one(t) is { } here && _voices.Take("a", "one", Packet(here), at);
            isTold |= two(t) is { } there && _voices.Take("a", "two", Packet(there), at.AddMilliseconds(40));
            if (isTold) told.Add(t);
        }

        return told;
    }

    private static byte[] Packet(int bpm) => HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), SensorContact.Detected, []);
}
