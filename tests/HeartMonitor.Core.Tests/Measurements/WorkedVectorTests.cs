using HeartMonitor.Core.Measurements;
using Xunit;

namespace HeartMonitor.Core.Tests.Measurements;

/// <summary>Every row of domain-facts 1.4.</summary>
public sealed class WorkedVectorTests
{
    [Theory]
    [InlineData("B1", "00 48", "72 not-supported")]
    [InlineData("B2", "06 4B", "75 detected")]
    [InlineData("B3", "04 00", "0 not-detected !hr-zero")]
    [InlineData("B4", "16 3C 00 04", "60 detected rr 1024")]
    [InlineData("B5", "16 5A A6 02", "90 detected rr 678")]
    [InlineData("B6", "10 78 00 02 00 02", "120 not-supported rr 512 512")]
    [InlineData("B7", "16 96 9A 01 99 01 9A 01", "150 detected rr 410 409 410")]
    [InlineData("B8", "01 2C 01", "300 not-supported !hr-implausible")]
    [InlineData("B9", "1E 50 10 27 00 03", "80 detected energy 10000 rr 768")]
    [InlineData("B10", "1F 2C 01 FF FF 00 04 80 02", "300 detected energy 65535 rr 1024 640 !hr-implausible")]
    [InlineData("B11", "12 5F 87 02", "95 not-supported rr 647")]
    [InlineData(
        "B12",
        "10 48 33 03 40 03 26 03 4D 03 1A 03 59 03 33 03 40 03 26 03",
        "72 not-supported rr 819 832 806 845 794 857 819 832 806")]
    [InlineData("B13", "08 55 64 00", "85 not-supported energy 100")]
    [InlineData("B14", "01 48 00", "72 not-supported")]
    [InlineData("B15", "11 C8 00 3A 01", "200 not-supported rr 314")]
    [InlineData("B16", "E6 46", "70 detected !reserved-bits-set")]
    [InlineData("B17", "16 3C 00", "60 detected !rr-flag-but-none !rr-odd-trailing-byte")]
    [InlineData("B18", "16 3C", "60 detected !rr-flag-but-none")]
    [InlineData("B19", "14 37 00 00", "55 not-detected !rr-zero")]
    [InlineData("B20", "16 46 FF FF", "70 detected rr 65535 !rr-implausible")]
    [InlineData("B21", "08 55 64", "85 not-supported !energy-truncated")]
    [InlineData("B22", "06 46 00 04", "70 detected !trailing-bytes-without-rr-flag")]
    [InlineData("B23", "", "fault empty")]
    [InlineData("B24", "16", "fault flags-only")]
    [InlineData("B25", "01 48", "fault hr-truncated")]
    [InlineData("B26", "16 42 00 02", "66 detected rr 512")]
    public void Heart_rate_measurement_decodes_as_worked_by_hand(string name, string hex, string expected)
    {
        Assert.Equal(hex, Packets.Worked[int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) - 1]);
        Assert.Equal(expected, Packets.Describe(HeartRateMeasurementCodec.Decode(Packets.FromHex(hex))));
    }

    [Theory]
    [InlineData("B4", "16 3C 00 04", new[] { 1000.0 })]
    [InlineData("B5", "16 5A A6 02", new[] { 662.109375 })]
    [InlineData("B6", "10 78 00 02 00 02", new[] { 500.0, 500.0 })]
    [InlineData("B7", "16 96 9A 01 99 01 9A 01", new[] { 400.390625, 399.4140625, 400.390625 })]
    [InlineData("B9", "1E 50 10 27 00 03", new[] { 750.0 })]
    [InlineData("B10", "1F 2C 01 FF FF 00 04 80 02", new[] { 1000.0, 625.0 })]
    [InlineData("B11", "12 5F 87 02", new[] { 631.8359375 })]
    [InlineData("B15", "11 C8 00 3A 01", new[] { 306.640625 })]
    [InlineData("B20", "16 46 FF FF", new[] { 63999.0234375 })]
    public void Intervals_in_milliseconds_are_exact_and_oldest_first(string name, string hex, double[] expected)
    {
        Assert.StartsWith("B", name, StringComparison.Ordinal);
        var rr = HeartRateMeasurementCodec.Decode(Packets.FromHex(hex)).Measurement.Rr;
        Assert.Equal(expected, rr.ToArray().Select(interval => interval.Milliseconds));
    }

    /// <summary>What decisions 38 settles and the vectors leave open.</summary>
    [Theory]
    [InlineData("energy cut off and no interval: one cause, one warning", "18 55 64", "85 not-supported !energy-truncated")]
    [InlineData("energy promised, no byte of it", "18 55", "85 not-supported !energy-truncated")]
    [InlineData("all intervals zero is not no intervals", "10 48 00 00 00 00", "72 not-supported !rr-zero")]
    [InlineData("a zero between intervals is left out", "10 48 00 04 00 00 00 03", "72 not-supported rr 1024 768 !rr-zero")]
    [InlineData("250 and 2500 ms are still plausible", "10 48 00 01 00 0A", "72 not-supported rr 256 2560")]
    [InlineData("under 250 ms is not", "10 48 FF 00", "72 not-supported rr 255 !rr-implausible")]
    [InlineData("over 2500 ms is not", "10 48 01 0A", "72 not-supported rr 2561 !rr-implausible")]
    [InlineData("25 bpm is still plausible", "00 19", "25 not-supported")]
    [InlineData("24 bpm is not", "00 18", "24 not-supported !hr-implausible")]
    [InlineData("240 bpm is still plausible", "00 F0", "240 not-supported")]
    [InlineData("241 bpm is not", "00 F1", "241 not-supported !hr-implausible")]
    [InlineData("zero in 16 bits has its own warning", "01 00 00", "0 not-supported !hr-zero")]
    [InlineData(
        "ten intervals: a warning and no cap",
        "10 48 00 04 00 04 00 04 00 04 00 04 00 04 00 04 00 04 00 04 00 04",
        "72 not-supported rr 1024 1024 1024 1024 1024 1024 1024 1024 1024 1024 !rr-more-than-mtu-allows")]
    [InlineData(
        "nine with a 16-bit rate and energy: over that format's share of the smallest packet, no warning",
        "19 48 00 01 00 00 04 00 04 00 04 00 04 00 04 00 04 00 04 00 04 00 04",
        "72 not-supported energy 1 rr 1024 1024 1024 1024 1024 1024 1024 1024 1024")]
    public void Borders_are_as_decided(string why, string hex, string expected)
    {
        Assert.NotEmpty(why);
        Assert.Equal(expected, Packets.Describe(HeartRateMeasurementCodec.Decode(Packets.FromHex(hex))));
    }

    [Theory]
    [InlineData("00", BodySensorLocation.Other)]
    [InlineData("01", BodySensorLocation.Chest)] // B27
    [InlineData("02", BodySensorLocation.Wrist)]
    [InlineData("03", BodySensorLocation.Finger)]
    [InlineData("04", BodySensorLocation.Hand)]
    [InlineData("05", BodySensorLocation.EarLobe)]
    [InlineData("06", BodySensorLocation.Foot)]
    [InlineData("07", BodySensorLocation.Unknown)] // B27
    [InlineData("FF", BodySensorLocation.Unknown)]
    [InlineData("", BodySensorLocation.Unknown)]
    public void Body_location_decodes_by_name_or_is_unknown(string hex, BodySensorLocation expected) =>
        Assert.Equal(expected, BodySensorLocationCodec.Decode(Packets.FromHex(hex)));

    [Theory]
    [InlineData("64", true, 100)] // B28
    [InlineData("65", true, null)] // B28
    [InlineData("", false, null)] // B28
    [InlineData("00", true, 0)]
    [InlineData("FF", true, null)]
    public void Battery_level_decodes_is_unknown_or_is_a_failed_read(string hex, bool read, int? percent)
    {
        Assert.Equal(read, BatteryLevel.TryDecode(Packets.FromHex(hex), out var level));
        Assert.Equal(percent, level.Percent);
    }
}
