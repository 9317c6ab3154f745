using System.Buffers.Binary;
using System.Text;

namespace HeartMonitor.Research.Exports.Fit;

/// <summary>Base types of FIT, by their numbers in a definition.</summary>
internal enum FitType : byte
{
    Enum = 0x00,
    UInt8 = 0x02,
    String = 0x07,
    Byte = 0x0D,
    UInt16 = 0x84,
    UInt32 = 0x86,
    UInt32Z = 0x8C,
}

/// <summary>A field with its bytes, little-endian.</summary>
/// <param name="Number">Number in the message, or of the developer's field.</param>
/// <param name="Type">Base type.</param>
/// <param name="Bytes">1 to 255 bytes.</param>
internal sealed record FitField(byte Number, FitType Type, byte[] Bytes)
{
    private const int LongestText = 254; // and its zero

    internal static FitField Enum(byte number, int value) => new(number, FitType.Enum, [(byte)value]);

    internal static FitField UInt8(byte number, int value) => new(number, FitType.UInt8, [(byte)value]);

    internal static FitField UInt16(byte number, int value) => new(number, FitType.UInt16, Of((ushort)value));

    internal static FitField UInt16s(byte number, IEnumerable<int> values) => new(number, FitType.UInt16, [.. values.SelectMany(v => Of((ushort)v))]);

    internal static FitField UInt32(byte number, long value) => new(number, FitType.UInt32, Of((uint)value));

    internal static FitField UInt32Z(byte number, uint value) => new(number, FitType.UInt32Z, Of(value));

    internal static FitField Array(byte number, byte[] bytes) => new(number, FitType.Byte, bytes);

    /// <summary>UTF-8 and a zero; what does not fit is cut off between characters.</summary>
    internal static FitField Text(byte number, string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > LongestText) text = text[..^1];
        return new(number, FitType.String, [.. Encoding.UTF8.GetBytes(text), 0]);
    }

    private static byte[] Of(ushort value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Of(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}

/// <summary>
/// Writes FIT files of protocol 2.0: a header of 14 bytes, definitions before the messages that need them, developer fields, CRC-16. A definition is written once and
/// kept under one of 16 local numbers as long as there is room.
/// </summary>
internal sealed class FitWriter
{
    private const int HeaderLength = 14;
    private const byte Protocol = 0x20;
    private const ushort Profile = 21_217; // 21.217, the profile that the numbers below were looked up in
    private const int LocalNumbers = 16;
    private const byte DefinitionBit = 0x40;
    private const byte DeveloperBit = 0x20;
    private const byte DeveloperIndex = 0;

    private static readonly ushort[] CrcTable =
    [
        0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401, 0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
    ];

    private readonly List<byte> _data = [];
    private readonly Dictionary<string, byte> _locals = new(StringComparer.Ordinal);
    private readonly string?[] _definitions = new string?[LocalNumbers];
    private int _next;

    /// <summary>Appends a message.</summary>
    /// <param name="number">Global message number.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="developer">Fields of our own, described before.</param>
    internal void Add(ushort number, IReadOnlyList<FitField> fields, params IReadOnlyList<FitField> developer)
    {
        var local = LocalFor(Definition(number, fields, developer), developer.Count > 0);
        _data.Add(local);
        foreach (var field in fields) _data.AddRange(field.Bytes);
        foreach (var field in developer) _data.AddRange(field.Bytes);
    }

    /// <summary>The file.</summary>
    internal byte[] ToArray()
    {
        var file = new byte[HeaderLength + _data.Count + sizeof(ushort)];
        file[0] = HeaderLength;
        file[1] = Protocol;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(2), Profile);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), (uint)_data.Count);
        ".FIT"u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(12), Crc(file.AsSpan(0, 12)));
        _data.CopyTo(file, HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(file.Length - sizeof(ushort)), Crc(file.AsSpan(0, file.Length - sizeof(ushort))));
        return file;
    }

    /// <summary>CRC-16 of the FIT protocol, four bits at a time.</summary>
    internal static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc = ((crc >> 4) & 0x0FFF) ^ CrcTable[crc & 0xF] ^ CrcTable[value & 0xF];
            crc = ((crc >> 4) & 0x0FFF) ^ CrcTable[crc & 0xF] ^ CrcTable[(value >> 4) & 0xF];
        }

        return (ushort)crc;
    }

    private static byte[] Definition(ushort number, IReadOnlyList<FitField> fields, IReadOnlyList<FitField> developer)
    {
        List<byte> bytes = [0, 0, (byte)(number & 0xFF), (byte)(number >> 8), (byte)fields.Count];
        foreach (var field in fields) bytes.AddRange([field.Number, checked((byte)field.Bytes.Length), (byte)field.Type]);
        if (developer.Count == 0) return [.. bytes];
        bytes.Add((byte)developer.Count);
        foreach (var field in developer) bytes.AddRange([field.Number, checked((byte)field.Bytes.Length), DeveloperIndex]);
        return [.. bytes];
    }

    private byte LocalFor(byte[] definition, bool hasDeveloperFields)
    {
        var key = Convert.ToHexString(definition);
        if (_locals.TryGetValue(key, out var known)) return known;
        var local = (byte)(_next++ % LocalNumbers);
        if (_definitions[local] is { } old) _locals.Remove(old);
        (_definitions[local], _locals[key]) = (key, local);
        _data.Add((byte)(DefinitionBit | (hasDeveloperFields ? DeveloperBit : 0) | local));
        _data.AddRange(definition);
        return local;
    }
}
