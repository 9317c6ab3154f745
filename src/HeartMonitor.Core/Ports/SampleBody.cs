using System.Buffers.Binary;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Ports;

/// <summary>
/// The body of a sample row: one byte with the quality in its two low bits and reasons from bit 16 on above them, two bytes with the other reasons
/// (little-endian), then the packet as it came. The label is stored
/// with every sample so that nobody has to trust today's gate to know what the rules saw then.
/// </summary>
public static class SampleBody
{
    private const int HeaderLength = 3;
    private const int QualityBits = 2;
    private const int LowReasonBits = 16;

    /// <summary>How many bytes the body of <paramref name="packet"/> takes.</summary>
    public static int LengthOf(ReadOnlySpan<byte> packet) => HeaderLength + packet.Length;

    /// <summary>Builds a body.</summary>
    public static byte[] Write(SignalLabel label, ReadOnlySpan<byte> packet)
    {
        var body = new byte[LengthOf(packet)];
        Write(label, packet, body);
        return body;
    }

    /// <summary>Writes a body into <paramref name="destination"/>, which holds at least <see cref="LengthOf"/> bytes.</summary>
    public static void Write(SignalLabel label, ReadOnlySpan<byte> packet, Span<byte> destination)
    {
        destination[0] = (byte)((int)label.Quality | ((int)label.Reasons >> LowReasonBits << QualityBits));
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], unchecked((ushort)label.Reasons));
        packet.CopyTo(destination[HeaderLength..]);
    }

    /// <summary>Reads a body; false when it is shorter than its header.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> body, out SignalLabel label, out ReadOnlyMemory<byte> packet)
    {
        if (body.Length < HeaderLength)
        {
            label = default;
            packet = default;
            return false;
        }

        var span = body.Span;
        var reasons = BinaryPrimitives.ReadUInt16LittleEndian(span[1..]) | (span[0] >> QualityBits << LowReasonBits);
        label = new((SignalQuality)(span[0] & ((1 << QualityBits) - 1)), (SignalReasons)reasons);
        packet = body[HeaderLength..];
        return true;
    }
}
