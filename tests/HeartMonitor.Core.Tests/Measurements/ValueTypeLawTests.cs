using CsCheck;
using HeartMonitor.Core.Measurements;
using Xunit;

namespace HeartMonitor.Core.Tests.Measurements;

/// <summary>Default, range, equality and order of the vocabulary types.</summary>
public sealed class ValueTypeLawTests
{
    [Fact]
    public void Defaults_are_the_unknown_and_not_a_number()
    {
        Assert.False(default(HeartRate).IsReading);
        Assert.Equal(HeartRate.None, default);
        Assert.Equal("no reading", default(HeartRate).ToString());
        Assert.Equal(0, default(RrInterval).Raw);
        Assert.Equal(0, default(RrIntervals).Count);
        Assert.Empty(default(RrIntervals).ToArray());
        Assert.Equal(SensorContact.NotSupported, default);
        Assert.Equal(BodySensorLocation.Unknown, default);
        Assert.Null(default(BatteryLevel).Percent);
        Assert.Equal(BatteryLevel.Unknown, default);
        Assert.Equal("unknown", default(BatteryLevel).ToString());
        Assert.True(default(DecodeResult).IsMeasurement);
        Assert.Equal(DecodeFault.None, default);
    }

    [Fact]
    public void Zero_beats_per_minute_is_no_reading()
    {
        Assert.Equal(HeartRate.None, HeartRate.FromBpm(0));
        Assert.True(HeartRate.FromBpm(1).IsReading);
        Assert.Equal("72 bpm", HeartRate.FromBpm(72).ToString());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void A_rate_the_wire_cannot_carry_is_refused(int bpm) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HeartRate.FromBpm(bpm));

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_battery_level_beyond_percent_is_refused(int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BatteryLevel.FromPercent(percent));

    [Fact]
    public void Every_battery_byte_is_its_percent_or_unknown()
    {
        for (var value = 0; value <= byte.MaxValue; value++)
        {
            Assert.True(BatteryLevel.TryDecode([(byte)value], out var level));
            Assert.Equal(value <= 100 ? value : null, level.Percent);
            if (value <= 100) Assert.Equal(BatteryLevel.FromPercent(value), level);
        }
    }

    [Fact]
    public void Heart_rates_are_ordered_as_their_numbers_with_no_reading_first() =>
        Gen.Select(Gen.Int[0, ushort.MaxValue], Gen.Int[0, ushort.MaxValue]).Sample((a, b) =>
        {
            var (left, right) = (HeartRate.FromBpm(a), HeartRate.FromBpm(b));
            return left < right == a < b && left > right == a > b && left <= right == a <= b && left >= right == a >= b
                && Math.Sign(left.CompareTo(right)) == Math.Sign(a.CompareTo(b))
                && left.Equals(right) == (a == b)
                && HeartRate.None <= left;
        });

    [Fact]
    public void Intervals_are_ordered_as_their_raw_numbers() =>
        Gen.Select(Gen.UShort, Gen.UShort).Sample((a, b) =>
        {
            var (left, right) = (RrInterval.FromRaw(a), RrInterval.FromRaw(b));
            return left < right == a < b && left > right == a > b && left <= right == a <= b && left >= right == a >= b
                && Math.Sign(left.CompareTo(right)) == Math.Sign(a.CompareTo(b))
                && left.Equals(right) == (a == b);
        });

    [Fact]
    public void Every_raw_interval_survives_the_way_through_milliseconds()
    {
        for (var raw = 0; raw <= ushort.MaxValue; raw++)
        {
            var interval = RrInterval.FromRaw((ushort)raw);
            Assert.True(RrInterval.FromMilliseconds(interval.Milliseconds) == interval, interval.ToString());
        }
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.48, 0)]
    [InlineData(0.48828125, 1)] // half a unit rounds up
    [InlineData(600.0, 614)] // 614.4
    [InlineData(63_999.0234375, 65_535)]
    public void Milliseconds_round_to_the_nearest_raw_unit(double milliseconds, int raw) =>
        Assert.Equal(raw, RrInterval.FromMilliseconds(milliseconds).Raw);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(63_999.03)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Milliseconds_the_wire_cannot_carry_are_refused(double milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RrInterval.FromMilliseconds(milliseconds));

    [Fact]
    public void Interval_lists_are_equal_when_their_intervals_are_whatever_lies_between()
    {
        var plain = HeartRateMeasurementCodec.Decode(Packets.FromHex("10 48 00 04 00 03")).Measurement.Rr;
        var withZero = HeartRateMeasurementCodec.Decode(Packets.FromHex("1E 50 10 27 00 04 00 00 00 03")).Measurement.Rr;
        var other = HeartRateMeasurementCodec.Decode(Packets.FromHex("10 48 00 03 00 04")).Measurement.Rr;
        var shorter = HeartRateMeasurementCodec.Decode(Packets.FromHex("10 48 00 04")).Measurement.Rr;

        Assert.True(plain == withZero && plain.Equals((object)withZero));
        Assert.Equal(plain.GetHashCode(), withZero.GetHashCode());
        Assert.True(plain != other && plain != shorter && plain != default);
    }

    [Fact]
    public void Encoding_into_too_short_a_buffer_is_refused_before_a_byte_is_written()
    {
        var measurement = HeartRateMeasurementCodec.Decode(Packets.FromHex("16 5A A6 02")).Measurement;
        var buffer = new byte[3];
        Assert.Throws<ArgumentException>(() => HeartRateMeasurementCodec.Encode(measurement, buffer));
        Assert.Equal(new byte[3], buffer);
    }
}
