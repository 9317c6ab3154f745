using System.Buffers.Binary;
using System.Text;

namespace HeartMonitor.DBus.Wire;

/// <summary>Marshals values (specification, "Marshaling (Wire Format)"). What it writes obeys the bounds that the reader checks.</summary>
internal sealed class WireWriter(bool bigEndian)
{
    private byte[] _buffer = new byte[256];

    internal int Length { get; private set; }

    internal byte[] ToArray() => _buffer.AsSpan(0, Length).ToArray();

    internal void Align(int alignment)
    {
        var padding = -Length & (alignment - 1);
        Room(padding).Clear();
    }

    internal void WriteByte(byte value) => Room(1)[0] = value;

    internal void WriteUInt32(uint value)
    {
        Align(4);
        Put(Room(4), value);
    }

    /// <summary>Sets the number at <paramref name="at"/>, written before.</summary>
    internal void Patch(int at, uint value) => Put(_buffer.AsSpan(at, 4), value);

    internal void WriteValue(DBusValue value, int depth = 0)
    {
        if (depth > DBusLimits.Deepest) throw new DBusProtocolException("A value nests deeper than 64.");
        Align(value.Type.Alignment);
        switch (value.Type.Code)
        {
            case 'y': WriteByte((byte)value.Bits); break;
            case 'n' or 'q': WriteUInt16(unchecked((ushort)value.Bits)); break;
            case 'b' or 'i' or 'u': WriteUInt32(unchecked((uint)value.Bits)); break;
            case 'x' or 't' or 'd': WriteUInt64(value.Bits); break;
            case 's' or 'o': WriteText(value.Text); break;
            case 'g': WriteSignature(value.Text); break;
            case 'v':
                WriteSignature(value.RawVariant.Signature);
                WriteValue(value.RawVariant, depth + 1);
                break;
            case 'a': WriteArray(value, depth); break;
            default: WriteItems(value.RawItems, depth); break;
        }
    }

    internal void WriteSignature(string signature)
    {
        if (signature.Length > DBusLimits.MostNameBytes) throw new DBusProtocolException("A signature has more than 255 bytes.");
        WriteByte((byte)signature.Length);
        Encoding.ASCII.GetBytes(signature, Room(signature.Length));
        WriteByte(0);
    }

    private void WriteArray(DBusValue array, int depth)
    {
        var lengthAt = Length;
        WriteUInt32(0);
        Align(array.Type.Children[0].Alignment);
        var start = Length;
        if (array.Type.Children[0].Code == 'y') array.RawBytes.CopyTo(Room(array.RawBytes.Length));
        else WriteItems(array.RawItems, depth);
        if (Length - start > DBusLimits.MostArrayBytes) throw new DBusProtocolException("An array has more than 64 MiB.");
        Patch(lengthAt, (uint)(Length - start));
    }

    private void WriteItems(DBusValue[] items, int depth)
    {
        foreach (var item in items) WriteValue(item, depth + 1);
    }

    private void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteUInt32((uint)length);
        Encoding.UTF8.GetBytes(text, Room(length));
        WriteByte(0);
    }

    private void WriteUInt16(ushort value)
    {
        if (bigEndian) BinaryPrimitives.WriteUInt16BigEndian(Room(2), value);
        else BinaryPrimitives.WriteUInt16LittleEndian(Room(2), value);
    }

    private void WriteUInt64(ulong value)
    {
        if (bigEndian) BinaryPrimitives.WriteUInt64BigEndian(Room(8), value);
        else BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);
    }

    private void Put(Span<byte> target, uint value)
    {
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(target, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(target, value);
    }

    private Span<byte> Room(int count)
    {
        if (Length + (long)count > DBusLimits.MostMessageBytes) throw new DBusProtocolException("A message has more than 128 MiB.");
        if (Length + count > _buffer.Length) Array.Resize(ref _buffer, Math.Max(Length + count, Math.Min(DBusLimits.MostMessageBytes, _buffer.Length * 2)));
        var room = _buffer.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
