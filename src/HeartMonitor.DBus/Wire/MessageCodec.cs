using System.Buffers.Binary;

namespace HeartMonitor.DBus.Wire;

/// <summary>Messages to bytes and back (specification, "Message Format"): little or big endian, protocol version 1.</summary>
internal static class MessageCodec
{
    /// <summary>Bytes after which the length of a message is known.</summary>
    internal const int FixedBytes = 16;

    private const byte Version = 1;
    private const byte LittleEndian = (byte)'l';
    private const byte BigEndian = (byte)'B';
    private const int BodyLengthAt = 4;

    /// <summary>The length of the whole message whose first 16 bytes these are.</summary>
    /// <param name="start">At least 16 bytes.</param>
    /// <param name="mostBytes">Longest message that is taken, at most <see cref="DBusLimits.MostMessageBytes"/>.</param>
    /// <exception cref="DBusProtocolException">No message begins like that, or it is longer.</exception>
    internal static int Measure(ReadOnlySpan<byte> start, int mostBytes)
    {
        var bigEndian = IsBigEndian(start[0]);
        if (start[1] == 0) throw new DBusProtocolException("A message has the type 0.");
        if (start[3] != Version) throw new DBusProtocolException($"A message has the protocol version {start[3]}.");

        var body = Number(start[BodyLengthAt..], bigEndian);
        var fields = Number(start[12..], bigEndian);
        if (fields > DBusLimits.MostArrayBytes) throw new DBusProtocolException($"A header has {fields} bytes; 64 MiB is the most.");
        var length = ((FixedBytes + (long)fields + 7) & ~7L) + body;
        return length <= mostBytes ? (int)length : throw new DBusProtocolException($"A message has {length} bytes; {mostBytes} is the most.");
    }

    /// <summary>Reads one whole message.</summary>
    /// <returns>Null for a message of a type that is to be ignored; its header was checked all the same.</returns>
    /// <exception cref="DBusProtocolException">It breaks the specification.</exception>
    internal static DBusMessage? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedBytes || Measure(bytes, DBusLimits.MostMessageBytes) != bytes.Length) throw new DBusProtocolException("A message is cut or too long.");

        var bigEndian = IsBigEndian(bytes[0]);
        var reader = new WireReader(bytes, bigEndian);
        for (var at = 0; at < BodyLengthAt; at++) reader.ReadByte();
        reader.ReadUInt32();
        var serial = reader.ReadUInt32();
        if (serial == 0) throw new DBusProtocolException("A message has the serial 0.");

        var header = HeaderFields.Read(ref reader);
        reader.Align(8);
        var message = header.ToMessage((DBusMessageKind)bytes[1]) with { Serial = serial, Flags = (DBusMessageMarks)(bytes[2] & 7), IsBigEndian = bigEndian };
        if (!Enum.IsDefined(message.Kind)) return null;

        HeaderFields.Require(message);
        return message with { Body = ReadBody(ref reader, header.Signature) };
    }

    /// <summary>Writes a message in its byte order; its serial must be set.</summary>
    /// <exception cref="DBusProtocolException">It would break the specification.</exception>
    internal static byte[] Encode(DBusMessage message)
    {
        if (message.Serial == 0) throw new DBusProtocolException("A message has the serial 0.");
        HeaderFields.Require(message);

        var writer = new WireWriter(message.IsBigEndian);
        writer.WriteByte(message.IsBigEndian ? BigEndian : LittleEndian);
        writer.WriteByte((byte)message.Kind);
        writer.WriteByte((byte)message.Flags);
        writer.WriteByte(Version);
        writer.WriteUInt32(0);
        writer.WriteUInt32(message.Serial);
        HeaderFields.Write(message, writer);
        writer.Align(8);
        var bodyAt = writer.Length;
        foreach (var value in message.Body) writer.WriteValue(value);
        writer.Patch(BodyLengthAt, (uint)(writer.Length - bodyAt));
        return writer.ToArray();
    }

    private static DBusValue[] ReadBody(ref WireReader reader, string signature)
    {
        var types = DBusType.ParseAll(signature);
        var body = new DBusValue[types.Length];
        for (var at = 0; at < types.Length; at++) body[at] = reader.ReadValue(types[at]);
        return reader.IsAtEnd ? body : throw new DBusProtocolException("A body is longer than its signature says.");
    }

    private static bool IsBigEndian(byte mark) => mark switch
    {
        LittleEndian => false,
        BigEndian => true,
        _ => throw new DBusProtocolException($"A message begins with {mark} in place of its byte order."),
    };

    private static uint Number(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
