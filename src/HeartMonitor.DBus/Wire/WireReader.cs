using System.Buffers.Binary;
using System.Text;

namespace HeartMonitor.DBus.Wire;

/// <summary>
/// Reads marshalled values (specification, "Marshaling (Wire Format)") from bytes that a stranger wrote. Positions are those of the message,
/// because padding counts from its start. Every breach is a <see cref="DBusProtocolException"/>; nothing is allocated that the bytes present
/// do not fill.
/// </summary>
/// <param name="data">The message from its first byte.</param>
/// <param name="bigEndian">Its byte order.</param>
internal ref struct WireReader(ReadOnlySpan<byte> data, bool bigEndian)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data = data;
    private readonly bool _bigEndian = bigEndian;
    private int _valuesLeft = DBusLimits.MostValues;

    internal int Position { get; private set; }

    internal readonly bool IsAtEnd => Position == _data.Length;

    /// <summary>Padding is zero ("Marshaling").</summary>
    internal void Align(int alignment)
    {
        var padding = -Position & (alignment - 1);
        foreach (var zero in Take(padding))
            if (zero != 0) throw new DBusProtocolException("Padding is not zero.");
    }

    internal byte ReadByte() => Take(1)[0];

    internal ushort ReadUInt16()
    {
        Align(2);
        var bytes = Take(2);
        return _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    internal uint ReadUInt32()
    {
        Align(4);
        var bytes = Take(4);
        return _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>One value of <paramref name="type"/>; <paramref name="depth"/> is the number of containers around it.</summary>
    internal DBusValue ReadValue(DBusType type, int depth = 0)
    {
        if (_valuesLeft-- == 0) throw new DBusProtocolException($"A message holds more than {DBusLimits.MostValues} values.");
        if (depth > DBusLimits.Deepest) throw new DBusProtocolException("A value nests deeper than 64.");
        return type.Code switch
        {
            'y' => ReadByte(),
            'b' => ReadBoolean(),
            'n' => unchecked((short)ReadUInt16()),
            'q' => ReadUInt16(),
            'i' => unchecked((int)ReadUInt32()),
            'u' => ReadUInt32(),
            'x' => unchecked((long)ReadUInt64()),
            't' => ReadUInt64(),
            'd' => DBusValue.Number('d', ReadUInt64()),
            's' => DBusValue.Read(type, ReadText()),
            'o' => DBusValue.Read(type, ReadPath()),
            'g' => DBusValue.Read(type, ReadSignature()),
            'v' => DBusValue.Read(type, ReadValue(DBusType.Parse(ReadSignature()), depth + 1)),
            'a' => ReadArray(type, depth),
            _ => ReadFields(type, depth),
        };
    }

    private ulong ReadUInt64()
    {
        Align(8);
        var bytes = Take(8);
        return _bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private bool ReadBoolean() => ReadUInt32() switch
    {
        0 => false,
        1 => true,
        var other => throw new DBusProtocolException($"A boolean is {other}."),
    };

    private string ReadText() => ReadTerminated(ReadLength(_data.Length));

    private string ReadPath()
    {
        var path = ReadText();
        return ObjectPath.IsValid(path) ? path : throw new DBusProtocolException("An object path breaks the grammar.");
    }

    /// <summary>Its length is one byte, its grammar that of signatures.</summary>
    private string ReadSignature()
    {
        var signature = ReadTerminated(ReadByte());
        _ = DBusType.ParseAll(signature);
        return signature;
    }

    /// <summary>UTF-8 without NUL, then a NUL that the length does not count.</summary>
    private string ReadTerminated(int length)
    {
        var bytes = Take(length);
        if (bytes.Contains((byte)0)) throw new DBusProtocolException("A string holds a NUL.");
        if (ReadByte() != 0) throw new DBusProtocolException("A string does not end with NUL.");
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new DBusProtocolException("A string is not UTF-8.");
        }
    }

    /// <summary>The length leaves out the padding before the first element; that padding is there even when there is no element.</summary>
    private DBusValue ReadArray(DBusType type, int depth)
    {
        var length = ReadLength(DBusLimits.MostArrayBytes);
        var element = type.Children[0];
        Align(element.Alignment);
        if (length > _data.Length - Position) throw Truncated();
        if (element.Code == 'y') return DBusValue.Read(type, Take(length).ToArray());

        var end = Position + length;
        var items = new List<DBusValue>();
        while (Position < end) items.Add(ReadValue(element, depth + 1));
        return Position == end ? DBusValue.Read(type, items.ToArray()) : throw new DBusProtocolException("An array's last element reaches beyond its length.");
    }

    private DBusValue ReadFields(DBusType type, int depth)
    {
        Align(8);
        var fields = new DBusValue[type.Children.Length];
        for (var at = 0; at < fields.Length; at++) fields[at] = ReadValue(type.Children[at], depth + 1);
        return DBusValue.Read(type, fields);
    }

    private int ReadLength(int most)
    {
        var length = ReadUInt32();
        return length <= (uint)most ? (int)length : throw new DBusProtocolException($"A length is {length}; {most} is the most.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length - Position) throw Truncated();
        var bytes = _data.Slice(Position, count);
        Position += count;
        return bytes;
    }

    private static DBusProtocolException Truncated() => new("A message ends within a value.");
}
