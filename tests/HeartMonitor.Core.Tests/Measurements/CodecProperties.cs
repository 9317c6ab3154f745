using CsCheck;
using HeartMonitor.Core.Measurements;
using Xunit;

namespace HeartMonitor.Core.Tests.Measurements;

/// <summary>Laws of <see cref="HeartRateMeasurementCodec"/> for any measurement and any bytes.</summary>
public sealed class CodecProperties
{
    private static readonly long Iterations = Support.Effort.Of(20_000);

    private static readonly Gen<byte[]> AnyEncoding =
        Gen.Select(
            Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, ushort.MaxValue]),
            Gen.Enum<SensorContact>(),
            Gen.OneOf(Gen.Const((ushort?)null), Gen.UShort.Select(energy => (ushort?)energy)),
            Gen.OneOf(Gen.UShort[200, 3000], Gen.UShort).Array[0, 24],
            (bpm, contact, energy, rr) =>
                HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), contact, rr.Select(RrInterval.FromRaw).ToArray(), energy));

    [Fact]
    public void Decoding_an_encoded_measurement_gives_the_measurement() =>
        Gen.Select(
            Gen.Int[0, ushort.MaxValue],
            Gen.Enum<SensorContact>(),
            Gen.OneOf(Gen.Const((ushort?)null), Gen.UShort.Select(energy => (ushort?)energy)),
            Gen.UShort[1, ushort.MaxValue].Array[0, 300])
            .Sample(
                (bpm, contact, energy, rr) =>
                {
                    var intervals = rr.Select(RrInterval.FromRaw).ToArray();
                    var packet = HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), contact, intervals, energy);
                    var result = HeartRateMeasurementCodec.Decode(packet);
                    return result.IsMeasurement
                        && result.Measurement.HeartRate == HeartRate.FromBpm(bpm)
                        && result.Measurement.Contact == contact
                        && result.Measurement.EnergyKj == energy
                        && result.Measurement.Rr.ToArray().SequenceEqual(intervals);
                },
                iter: Iterations);

    /// <summary>All of the measurement, its warnings with it: what our own encoder sends has only warnings about values.</summary>
    [Fact]
    public void Encoding_a_decoded_packet_gives_the_packet_back() =>
        AnyEncoding.Sample(
            packet =>
            {
                var measurement = HeartRateMeasurementCodec.Decode(packet).Measurement;
                var again = new byte[HeartRateMeasurementCodec.EncodedLength(measurement)];
                return HeartRateMeasurementCodec.Encode(measurement, again) == packet.Length
                    && again.AsSpan().SequenceEqual(packet)
                    && HeartRateMeasurementCodec.Decode(again).Measurement == measurement;
            },
            iter: Iterations);

    /// <summary>
    /// There is no count byte, so a cut exactly between two intervals cannot be seen: it gives fewer intervals and nothing else. Every
    /// other cut gives a fault or at least one warning that the whole packet did not have.
    /// </summary>
    [Fact]
    public void Cutting_an_encoding_short_never_invents_a_number() =>
        Gen.Select(AnyEncoding, Gen.Double[0, 1])
            .Sample(
                (packet, share) =>
                {
                    var kept = (int)(share * packet.Length);
                    var whole = HeartRateMeasurementCodec.Decode(packet).Measurement;
                    var cut = HeartRateMeasurementCodec.Decode(packet.AsMemory(0, kept));
                    if (!cut.IsMeasurement) return cut.Measurement == default && kept < 3;

                    var between = cut.Measurement.Rr.Count > 0 && (packet.Length - kept) % 2 == 0;
                    return IsPrefix(cut.Measurement, whole) && (kept == packet.Length || between || WarnsOfLength(cut.Measurement));
                },
                iter: Iterations);

    [Fact]
    public void Any_bytes_decode_without_an_exception() =>
        Gen.Byte.Array[0, 600].Sample(
            bytes =>
            {
                var result = HeartRateMeasurementCodec.Decode(bytes);
                return result.Fault switch
                {
                    DecodeFault.Empty => bytes.Length == 0,
                    DecodeFault.FlagsOnly => bytes.Length == 1,
                    DecodeFault.HrTruncated => bytes.Length == 2 && (bytes[0] & 1) != 0,
                    DecodeFault.None => bytes.Length >= 2 && result.Measurement.Rr.ToArray().All(rr => rr.Raw != 0),
                };
            },
            iter: Iterations);

    [Fact]
    public void Reserved_bits_change_a_warning_and_nothing_else() =>
        Gen.Select(AnyEncoding, Gen.Int[1, 7])
            .Sample(
                (packet, bits) =>
                {
                    var plain = HeartRateMeasurementCodec.Decode(packet).Measurement;
                    var reserved = packet.ToArray();
                    reserved[0] |= (byte)(bits << 5);
                    return HeartRateMeasurementCodec.Decode(reserved).Measurement
                        == plain with { Warnings = plain.Warnings | MeasurementWarnings.ReservedBitsSet };
                },
                iter: Iterations);

    private static bool IsPrefix(HeartRateMeasurement cut, HeartRateMeasurement whole) =>
        cut.HeartRate == whole.HeartRate
        && cut.Contact == whole.Contact
        && (cut.EnergyKj == whole.EnergyKj || cut.EnergyKj is null)
        && whole.Rr.ToArray().AsSpan().StartsWith(cut.Rr.ToArray());

    private static bool WarnsOfLength(HeartRateMeasurement measurement) =>
        (measurement.Warnings
            & (MeasurementWarnings.EnergyTruncated | MeasurementWarnings.RrFlagButNone | MeasurementWarnings.RrOddTrailingByte)) != 0;
}
