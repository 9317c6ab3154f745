using System.Buffers.Binary;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Ports;

/// <summary>
/// The body of a sample row: one byte quality, two bytes reasons (little-endian), then the packet as it came. The label is stored
/// with every sample so that nobody has to trust today's gate to know what the rules saw then.
/// </summary>
public static class SampleBody
{
    private const int HeaderLength = 3;

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
        destination[0] = (byte)label.Quality;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], (ushort)label.Reasons);
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
        label = new((SignalQuality)span[0], (SignalReasons)BinaryPrimitives.ReadUInt16LittleEndian(span[1..]));
        packet = body[HeaderLength..];
        return true;
    }
}
