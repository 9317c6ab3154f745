using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

public sealed class SignalGateTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly SignalGate _gate = new(new RuleOptions());

    [Fact]
    public void The_first_ten_seconds_of_wear_are_display_only()
    {
        Assert.Equal(new(SignalQuality.Suspect, SignalReasons.StartOfWear), Judge(0, 100));
        Assert.Equal(new(SignalQuality.Suspect, SignalReasons.StartOfWear), Judge(9, 100));
        Assert.Equal(new(SignalQuality.Good, SignalReasons.None), Judge(10, 100)); // domain-facts 5.1: 10 s
    }

    [Theory]
    [InlineData(29, SignalQuality.Bad)]
    [InlineData(30, SignalQuality.Good)]
    [InlineData(230, SignalQuality.Good)]
    [InlineData(231, SignalQuality.Bad)]
    public void Values_outside_30_to_230_are_no_hearts(int bpm, SignalQuality expected)
    {
        for (var second = 0; second < 10; second++) Judge(second, bpm);
        Assert.Equal(expected, Judge(10, bpm).Quality);
    }

    [Fact]
    public void Zero_is_no_reading_and_ends_nothing_but_the_value()
    {
        Wear(100);
        Assert.Equal(new(SignalQuality.None, SignalReasons.HrZero), Judge(21, 0));
        Assert.Equal(SignalQuality.Good, Judge(24, 100).Quality);
        Assert.Equal(Start.AddSeconds(24), _gate.LastReadingAt);
    }

    [Fact]
    public void A_step_over_25_bpm_a_second_without_rr_is_rejected_and_one_that_rr_supports_is_good()
    {
        Wear(100);
        Assert.Equal(new(SignalQuality.Bad, SignalReasons.Step), Judge(21, 140));

        Assert.Equal(SignalQuality.Bad, Judge(22, 150, rrMs: 400).Quality); // electrodes may be dry in the first two minutes
        Assert.Equal(SignalQuality.Good, Judge(23, 150, rrMs: 400).Quality); // 400 ms is 150 bpm: decisions 6
    }

    [Fact]
    public void A_step_between_12_and_25_bpm_a_second_is_suspicious_once()
    {
        Wear(100);
        Assert.Equal(new(SignalQuality.Suspect, SignalReasons.Step), Judge(21, 116));
        Assert.Equal(SignalQuality.Good, Judge(22, 117).Quality);
    }

    [Fact]
    public void A_new_level_without_intervals_is_believed_when_it_has_lasted_ten_seconds()
    {
        Wear(100);
        for (var i = 0; i < 10; i++) Assert.Equal(new(SignalQuality.Bad, SignalReasons.Step), Judge(21 + i, 190 + i));

        Assert.Equal(new(SignalQuality.Suspect, SignalReasons.Step), Judge(31, 194)); // spikes of dry electrodes last 2 to 8 s (domain-facts 9.4)
        Assert.Equal(SignalQuality.Good, Judge(32, 194).Quality);
    }

    [Fact]
    public void Readings_that_only_cannot_be_a_hearts_are_counted_from_the_first()
    {
        Wear(100);
        Judge(21, 250);
        Judge(22, 250);

        Assert.Equal(Start.AddSeconds(21), _gate.DoubtfulSince);
        Judge(23, 100);
        Assert.Null(_gate.DoubtfulSince);
    }

    [Fact]
    public void Without_contact_a_value_is_doubtful_at_once_and_gone_after_three_seconds()
    {
        Wear(100);
        Assert.Equal(SignalQuality.Suspect, Judge(21, 100, SensorContact.NotDetected).Quality);
        Assert.Equal(SignalQuality.None, Judge(24, 100, SensorContact.NotDetected).Quality);
        Assert.Equal(Start.AddSeconds(21), _gate.NoContactSince);

        Assert.Equal(SignalReasons.StartOfWear, Judge(25, 100).Reasons); // contact regained: display only again
        Assert.Null(_gate.NoContactSince);
    }

    [Fact]
    public void A_packet_that_cannot_be_decoded_is_no_reading()
    {
        Assert.Equal(new(SignalQuality.None, SignalReasons.Undecodable), _gate.Judge(HeartRateMeasurementCodec.Decode(new byte[] { 0x16 }), Start).Label);
        Assert.Null(_gate.LastReadingAt);
    }

    private void Wear(int bpm)
    {
        for (var second = 0; second <= 20; second++) Judge(second, bpm);
    }

    private SignalLabel Judge(double second, int bpm, SensorContact contact = SensorContact.NotSupported, double? rrMs = null) => _gate.Judge(
        HeartRateMeasurementCodec.Decode(HeartRateMeasurementCodec.Encode(
            HeartRate.FromBpm(bpm), contact, rrMs is { } ms ? [RrInterval.FromMilliseconds(ms)] : [])),
        Start.AddSeconds(second)).Label;
}
