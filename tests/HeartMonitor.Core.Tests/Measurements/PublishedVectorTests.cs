using System.Text.Json;
using HeartMonitor.Core.Measurements;
using Xunit;

namespace HeartMonitor.Core.Tests.Measurements;

/// <summary>The vectors of four other projects' unit tests, against what those tests assert and against a reading of the standard.</summary>
public sealed class PublishedVectorTests
{
    /// <summary>
    /// Packets where a source asserts something else than the standard's text, and why we follow the standard. Each is checked to differ
    /// still, so that no row here outlives its reason.
    /// </summary>
    private static readonly Dictionary<string, string> SourceDiffers = new()
    {
        ["19aa01bb01a101a201a301a401a501a601a701a801"] = "the source refuses 21 bytes, the most of the smallest connection being 20; a "
            + "larger one makes this legal, and eight intervals are under the warning of decisions 38",
    };

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Packets.Published().Length)];

    [Fact]
    public void All_of_them_are_there() => Assert.Equal(26, Packets.Published().Length);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Decodes_as_the_standard_reads(int row)
    {
        var entry = Packets.Published()[row];
        var expected = entry.GetProperty("decode_by_spec");
        var result = Decode(entry);

        Assert.Equal(expected.GetProperty("valid").GetBoolean(), result.IsMeasurement);
        if (!result.IsMeasurement) return;

        var measurement = result.Measurement;
        var raw = expected.GetProperty("rr_1024").EnumerateArray().Select(rr => rr.GetUInt16()).ToArray();
        Assert.Equal(expected.GetProperty("heart_rate").GetInt32(), measurement.HeartRate.Bpm);
        Assert.Equal(expected.GetProperty("contact").GetString(), KebabCase.Of(measurement.Contact).Replace('-', '_'));
        Assert.Equal(NullableInt(expected.GetProperty("energy_expended_kj")), measurement.EnergyKj);
        AssertIntervals(raw, measurement);
        AssertMilliseconds(expected.GetProperty("rr_ms"), measurement, raw, 0.0005);
        Assert.Equal(0, expected.GetProperty("trailing_bytes").GetInt32());
        Assert.False(measurement.Warnings.HasFlag(MeasurementWarnings.TrailingBytesWithoutRrFlag));
        Assert.Equal(expected.GetProperty("reserved_bits").GetInt32() != 0, measurement.Warnings.HasFlag(MeasurementWarnings.ReservedBitsSet));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Decodes_as_its_source_asserts_unless_the_difference_is_explained(int row)
    {
        var entry = Packets.Published()[row];
        var asserted = entry.GetProperty("source_asserts");
        var result = Decode(entry);
        if (SourceDiffers.TryGetValue(entry.GetProperty("hex").GetString()!, out var why))
        {
            Assert.True(asserted.GetProperty("valid").GetBoolean() != result.IsMeasurement, "No difference any more: " + why);
            return;
        }

        foreach (var claim in asserted.EnumerateObject()) AssertClaim(claim, result);
    }

    private static void AssertClaim(JsonProperty claim, DecodeResult result)
    {
        var measurement = result.Measurement;
        switch (claim.Name)
        {
            case "valid": Assert.Equal(claim.Value.GetBoolean(), result.IsMeasurement); break;
            case "hr": Assert.Equal(claim.Value.GetInt32(), measurement.HeartRate.Bpm); break;
            case "energy": Assert.Equal(NullableInt(claim.Value), measurement.EnergyKj); break;
            case "contact_supported":
                Assert.Equal(claim.Value.GetBoolean(), measurement.Contact != SensorContact.NotSupported);
                break;
            case "contact": AssertContact(claim.Value, measurement.Contact); break;
            case "rr_raw": AssertIntervals([.. claim.Value.EnumerateArray().Select(rr => rr.GetUInt16())], measurement); break;
            case "rr_ms": AssertTruncatedMilliseconds(claim.Value, measurement); break;
            case "rr_s":
                Assert.Equal(
                    claim.Value.EnumerateArray().Select(rr => rr.GetDouble()),
                    measurement.Rr.ToArray().Select(rr => rr.Milliseconds / 1000.0));
                break;
            default: Assert.Fail("A claim that no check reads: " + claim.Name); break;
        }
    }

    private static void AssertContact(JsonElement claim, SensorContact contact)
    {
        var expected = claim.ValueKind switch
        {
            JsonValueKind.True => SensorContact.Detected,
            JsonValueKind.False => SensorContact.NotDetected,
            _ => claim.GetString() switch
            {
                "worn" or "detected" => SensorContact.Detected,
                "not_detected" => SensorContact.NotDetected,
                "not_supported" => SensorContact.NotSupported,
                var other => throw new InvalidOperationException("A contact that no check knows: " + other),
            },
        };
        Assert.Equal(expected, contact);
    }

    /// <summary>Raw zeros are in the sources' lists and not in ours: 0 is no interval (domain-facts 1.4, B19), and is warned of.</summary>
    private static void AssertIntervals(ushort[] raw, HeartRateMeasurement measurement)
    {
        Assert.Equal(raw.Where(rr => rr != 0), measurement.Rr.ToArray().Select(rr => rr.Raw));
        Assert.Equal(raw.Contains<ushort>(0), measurement.Warnings.HasFlag(MeasurementWarnings.RrZero));
    }

    private static void AssertMilliseconds(JsonElement expected, HeartRateMeasurement measurement, ushort[] raw, double within)
    {
        var milliseconds = expected.EnumerateArray().Select(rr => rr.GetDouble()).Where((_, i) => raw[i] != 0);
        Assert.Equal(milliseconds, measurement.Rr.ToArray().Select(rr => rr.Milliseconds), (e, a) => Math.Abs(e - a) <= within);
    }

    /// <summary>That source cuts milliseconds to whole numbers; ours are exact. Its leading zero interval is not in ours.</summary>
    private static void AssertTruncatedMilliseconds(JsonElement expected, HeartRateMeasurement measurement)
    {
        var ours = measurement.Rr.ToArray().Select(rr => (int)rr.Milliseconds).ToArray();
        var theirs = expected.EnumerateArray().Select(rr => rr.GetInt32());
        var zeros = measurement.Warnings.HasFlag(MeasurementWarnings.RrZero) ? 1 : 0;
        Assert.Equal(theirs.Skip(zeros), ours);
    }

    private static DecodeResult Decode(JsonElement entry)
    {
        var packet = Packets.FromHex(entry.GetProperty("hex").GetString()!);
        Assert.Equal(entry.GetProperty("length").GetInt32(), packet.Length);
        return HeartRateMeasurementCodec.Decode(packet);
    }

    private static int? NullableInt(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetInt32();
}
