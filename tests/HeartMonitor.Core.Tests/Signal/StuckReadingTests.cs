using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

public sealed class StuckReadingTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly SignalLabel Frozen = new(SignalQuality.Suspect, SignalReasons.Frozen);

    private readonly SignalGate _gate = new(new RuleOptions()) { StandingStillIsOdd = true };

    [Fact]
    public void One_rate_without_rr_is_stuck_from_30_s_on_and_not_a_beat_longer()
    {
        for (var second = 0; second < 30; second++) Assert.NotEqual(Frozen, Judge(second, 120));
        Assert.Equal(Frozen, Judge(30, 120));
        Assert.Equal(Frozen, Judge(31, 120));
        Assert.Equal(SignalQuality.Good, Judge(32, 121).Quality);
        for (var second = 33; second < 62; second++) Assert.Equal(SignalQuality.Good, Judge(second, 121).Quality);
    }

    [Fact]
    public void A_rate_that_leapt_up_and_stands_still_is_stuck_from_60_s_on_and_one_that_fell_from_30()
    {
        for (var second = 0; second < 20; second++) Judge(second, 80 + (second % 2));
        for (var second = 20; second < 80; second++) Assert.NotEqual(Frozen, Judge(second, 175));
        Assert.Equal(Frozen, Judge(80, 175));
        for (var second = 81; second < 111; second++) Assert.NotEqual(Frozen, Judge(second, 120));
        Assert.Equal(Frozen, Judge(111, 120));
    }

    [Fact]
    public void The_fifteenth_packet_with_the_same_rate_and_rr_is_stuck()
    {
        for (var second = 0; second < 12; second++) Judge(second, 118, 508 + second);
        for (var second = 12; second < 26; second++) Assert.NotEqual(Frozen, Judge(second, 120, 500));
        Assert.Equal(Frozen, Judge(26, 120, 500));
        Assert.NotEqual(Frozen, Judge(27, 120, 501));
    }

    [Fact]
    public void One_rate_with_rr_that_breathes_is_a_heart()
    {
        for (var second = 0; second < 120; second++) Assert.NotEqual(Frozen, Judge(second, 120, 500 + (second % 2)));
    }

    [Fact]
    public void Where_a_still_rate_is_to_be_expected_nothing_is_held_against_it_and_the_count_starts_over()
    {
        _gate.StandingStillIsOdd = false;
        for (var second = 0; second < 100; second++) Assert.NotEqual(Frozen, Judge(second, 120, 500));
        _gate.StandingStillIsOdd = true;
        for (var second = 100; second < 114; second++) Assert.NotEqual(Frozen, Judge(second, 120, 500));
        Assert.Equal(Frozen, Judge(114, 120, 500));
    }

    [Fact]
    public void A_stuck_value_withdraws_those_before_it_and_is_doubtful_from_its_first_sample()
    {
        for (var second = 0; second < 30; second++) Judge(second, 120);
        Assert.Equal(Start.AddSeconds(29), _gate.LastUsableAt);
        for (var second = 30; second <= 40; second++) Judge(second, 120);

        Assert.Null(_gate.LastUsableAt); // it was as stuck a second ago
        Assert.Equal(Start.AddSeconds(30), _gate.DoubtfulSince);
    }

    private SignalLabel Judge(int second, int bpm, double? rrMs = null) => _gate.Judge(
        HeartRateMeasurementCodec.Decode(HeartRateMeasurementCodec.Encode(
            HeartRate.FromBpm(bpm), SensorContact.Detected, rrMs is { } ms ? [RrInterval.FromMilliseconds(ms)] : [])),
        Start.AddSeconds(second)).Label;
}
