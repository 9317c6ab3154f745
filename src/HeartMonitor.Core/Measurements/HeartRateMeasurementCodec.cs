using System.Buffers.Binary;

namespace HeartMonitor.Core.Measurements;

/// <summary>
/// Bytes of characteristic 0x2A37 to <see cref="HeartRateMeasurement"/> and back (layout: domain-facts 1.2). Decoding is a total
/// function: any bytes give a measurement with warnings or a named fault, never an exception, and allocate nothing.
/// </summary>
public static class HeartRateMeasurementCodec
{
    private const byte UInt16Rate = 0b0000_0001;
    private const byte ContactDetected = 0b0000_0010;
    private const byte ContactSupported = 0b0000_0100;
    private const byte EnergyPresent = 0b0000_1000;
    private const byte RrPresent = 0b0001_0000;
    private const byte Reserved = 0b1110_0000;

    /// <summary>Most intervals in a packet at the default ATT MTU of 23 (domain-facts 1.2); a warning above, never a limit.</summary>
    private const int RrCountAtSmallestMtu = 9;

    /// <summary>Decodes one packet. The result's intervals are a view over <paramref name="packet"/>.</summary>
    public static DecodeResult Decode(ReadOnlyMemory<byte> packet)
    {
        var bytes = packet.Span;
        if (bytes.IsEmpty) return DecodeResult.Failed(DecodeFault.Empty);
        if (bytes.Length == 1) return DecodeResult.Failed(DecodeFault.FlagsOnly);

        var flags = bytes[0];
        var wide = (flags & UInt16Rate) != 0;
        if (wide && bytes.Length < 3) return DecodeResult.Failed(DecodeFault.HrTruncated);

        var warnings = (flags & Reserved) != 0 ? MeasurementWarnings.ReservedBitsSet : MeasurementWarnings.None;
        var rate = wide ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]) : bytes[1];
        warnings |= WarnAboutRate(rate);

        var offset = wide ? 3 : 2;
        var energy = (flags & EnergyPresent) != 0 ? ReadEnergy(bytes, ref offset, ref warnings) : null;
        var intervals = ReadIntervals(packet[offset..], (flags & RrPresent) != 0, ref warnings);
        return DecodeResult.Of(new(HeartRate.FromBpm(rate), ReadContact(flags), energy, intervals, warnings));
    }

    /// <summary>
    /// Encodes a measurement: a 16-bit rate only when it needs one, energy and intervals when present. Warnings are not encoded.
    /// </summary>
    /// <param name="measurement">What to send.</param>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static int Encode(in HeartRateMeasurement measurement, Span<byte> destination)
    {
        if (destination.Length < EncodedLength(measurement))
            throw new ArgumentException("The destination is shorter than the encoded measurement.", nameof(destination));

        var rate = measurement.HeartRate.Bpm;
        var wide = rate > byte.MaxValue;
        destination[0] = (byte)(FlagsOf(measurement) | (wide ? UInt16Rate : 0));
        var offset = 2;
        if (wide)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], (ushort)rate);
            offset = 3;
        }
        else
        {
            destination[1] = (byte)rate;
        }

        if (measurement.EnergyKj is { } energy)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination[offset..], energy);
            offset += 2;
        }

        foreach (var interval in measurement.Rr)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination[offset..], interval.Raw);
            offset += 2;
        }

        return offset;
    }

    /// <summary>How many bytes <see cref="Encode(in HeartRateMeasurement, Span{byte})"/> writes.</summary>
    public static int EncodedLength(in HeartRateMeasurement measurement) =>
        (measurement.HeartRate.Bpm > byte.MaxValue ? 3 : 2)
        + (measurement.EnergyKj is null ? 0 : 2)
        + (2 * measurement.Rr.Count);

    /// <summary>Encodes a measurement built from parts; the way simulators and replays make packets.</summary>
    public static byte[] Encode(HeartRate heartRate, SensorContact contact, ReadOnlySpan<RrInterval> rr, ushort? energyKj = null)
    {
        var raw = new byte[rr.Length * 2];
        for (var i = 0; i < rr.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(raw.AsSpan(2 * i), rr[i].Raw);
        var warnings = MeasurementWarnings.None;
        var measurement = new HeartRateMeasurement(heartRate, contact, energyKj, ReadIntervals(raw, true, ref warnings), warnings);
        var packet = new byte[EncodedLength(measurement)];
        Encode(measurement, packet);
        return packet;
    }

    private static MeasurementWarnings WarnAboutRate(int rate) => rate switch
    {
        0 => MeasurementWarnings.HrZero,
        < 25 or > 240 => MeasurementWarnings.HrImplausible,
        _ => MeasurementWarnings.None,
    };

    private static SensorContact ReadContact(byte flags) => (flags & ContactSupported) == 0
        ? SensorContact.NotSupported
        : (flags & ContactDetected) == 0 ? SensorContact.NotDetected : SensorContact.Detected;

    private static int FlagsOf(in HeartRateMeasurement measurement) =>
        (measurement.Contact == SensorContact.NotSupported ? 0 : ContactSupported)
        | (measurement.Contact == SensorContact.Detected ? ContactDetected : 0)
        | (measurement.EnergyKj is null ? 0 : EnergyPresent)
        | (measurement.Rr.Count == 0 ? 0 : RrPresent);

    private static ushort? ReadEnergy(ReadOnlySpan<byte> bytes, ref int offset, ref MeasurementWarnings warnings)
    {
        if (bytes.Length < offset + 2)
        {
            // A lone byte where energy was promised is half a number: nothing after it can be told apart, so nothing is read.
            warnings |= MeasurementWarnings.EnergyTruncated;
            offset = bytes.Length;
            return null;
        }

        var energy = BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);
        offset += 2;
        return energy;
    }

    private static RrIntervals ReadIntervals(ReadOnlyMemory<byte> rest, bool flagged, ref MeasurementWarnings warnings)
    {
        if (!flagged)
        {
            if (!rest.IsEmpty) warnings |= MeasurementWarnings.TrailingBytesWithoutRrFlag;
            return default;
        }

        if (rest.Length % 2 != 0) warnings |= MeasurementWarnings.RrOddTrailingByte;
        var pairs = rest[..(rest.Length & ~1)];
        var count = 0;
        for (var span = pairs.Span; !span.IsEmpty; span = span[2..])
        {
            var raw = BinaryPrimitives.ReadUInt16LittleEndian(span);
            if (raw == 0)
            {
                warnings |= MeasurementWarnings.RrZero;
                continue;
            }

            count++;
            if (raw is < 256 or > 2560) warnings |= MeasurementWarnings.RrImplausible; // 250 ms and 2500 ms exactly
        }

        if (pairs.IsEmpty && (warnings & MeasurementWarnings.EnergyTruncated) == 0) warnings |= MeasurementWarnings.RrFlagButNone;
        if (pairs.Length / 2 > RrCountAtSmallestMtu) warnings |= MeasurementWarnings.RrMoreThanMtuAllows;
        return new(pairs, count);
    }
}
