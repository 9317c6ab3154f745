using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>CRC-32C (Castagnoli, as iSCSI and ext4 use it), by the processor's own instruction where it has one.</summary>
internal struct Crc32C()
{
    private uint _crc = uint.MaxValue;

    /// <summary>The sum so far, as SQLite stores it in four bytes.</summary>
    internal readonly int Value => unchecked((int)~_crc);

    internal Crc32C Add(long number)
    {
        _crc = BitOperations.Crc32C(_crc, unchecked((ulong)number));
        return this;
    }

    internal Crc32C Add(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..]) _crc = BitOperations.Crc32C(_crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) _crc = BitOperations.Crc32C(_crc, one);
        return this;
    }

    internal Crc32C Add(string text) => Add(Encoding.UTF8.GetBytes(text));
}
