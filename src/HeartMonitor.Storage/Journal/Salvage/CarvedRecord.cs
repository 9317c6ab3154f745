using System.Text;

namespace HeartMonitor.Storage.Journal.Salvage;

/// <summary>A row of a table as it lies in a page: its rowid and its values, whatever table it is of.</summary>
internal sealed class CarvedRecord
{
    private const int MostColumns = 16;

    private readonly ReadOnlyMemory<byte> _payload;
    private readonly long[] _types;
    private readonly int[] _starts;

    private CarvedRecord(long rowId, ReadOnlyMemory<byte> payload, long[] types, int[] starts) => (RowId, _payload, _types, _starts) = (rowId, payload, types, starts);

    internal long RowId { get; }

    internal int Columns => _types.Length;

    /// <summary>One letter a column: <c>n</c>ull, <c>i</c>nteger, <c>t</c>ext, <c>b</c>lob, <c>r</c>eal.</summary>
    internal string Shape => string.Concat(_types.Select(Letter));

    internal long Integer(int column) => _types[column] switch
    {
        0 => 0,
        8 => 0,
        9 => 1,
        _ => SignedBytes(_payload.Span.Slice(_starts[column], SizeOf(_types[column]))),
    };

    internal ReadOnlyMemory<byte> Bytes(int column) => _payload.Slice(_starts[column], SizeOf(_types[column]));

    internal string Text(int column) => Encoding.UTF8.GetString(Bytes(column).Span);

    internal bool IsNull(int column) => _types[column] == 0;

    /// <summary>Null for bytes that are no record.</summary>
    internal static CarvedRecord? Read(long rowId, ReadOnlyMemory<byte> payload)
    {
        Span<long> types = stackalloc long[MostColumns];
        var count = ReadTypes(payload.Span, payload.Length, types, out var start);
        if (count == 0) return null;
        var starts = new int[count];
        for (var i = 0; i < count; i++) (starts[i], start) = (start, start + SizeOf(types[i]));
        return new(rowId, payload, types[..count].ToArray(), starts);
    }

    /// <summary>Whether bytes can be the beginning of a record of <paramref name="length"/> bytes in all.</summary>
    internal static bool MayBegin(ReadOnlySpan<byte> bytes, int length)
    {
        Span<long> types = stackalloc long[MostColumns];
        return ReadTypes(bytes, length, types, out _) > 0;
    }

    /// <summary>How many columns the header names; 0 when it is no header of a record of that length.</summary>
    private static int ReadTypes(ReadOnlySpan<byte> bytes, int length, Span<long> types, out int start)
    {
        start = 0;
        if (!Varint.TryRead(bytes, 0, out var headerLength, out var at) || headerLength > bytes.Length || headerLength <= at) return 0;
        var (count, end) = (0, headerLength);
        while (at < headerLength)
        {
            if (count == MostColumns || !Varint.TryRead(bytes, at, out var type, out at) || type is < 0 or 10 or 11) return 0;
            types[count++] = type;
            end += SizeOf(type);
        }

        start = (int)headerLength;
        return at == headerLength && end == length ? count : 0;
    }

    private static int SizeOf(long type) => type switch
    {
        0 or 8 or 9 => 0,
        5 => 6,
        6 or 7 => 8,
        < 5 => (int)type,
        _ => (int)Math.Min(int.MaxValue / 2, (type - 12) / 2),
    };

    private static char Letter(long type) => type switch { 0 => 'n', 7 => 'r', < 10 => 'i', _ => type % 2 == 0 ? 'b' : 't' };

    private static long SignedBytes(ReadOnlySpan<byte> bytes)
    {
        var value = bytes.Length > 0 && bytes[0] >= 0x80 ? -1L : 0L;
        foreach (var one in bytes) value = (value << 8) | one;
        return value;
    }
}

/// <summary>SQLite's numbers of one to nine bytes.</summary>
internal static class Varint
{
    internal static bool TryRead(ReadOnlySpan<byte> bytes, int at, out long value, out int next)
    {
        (value, next) = (0, at);
        for (var i = 0; i < 9; i++)
        {
            if ((uint)next >= (uint)bytes.Length) return false;
            var one = bytes[next++];
            if (i == 8)
            {
                value = (value << 8) | one;
                return true;
            }

            value = (value << 7) | (one & 0x7FL);
            if (one < 0x80) return true;
        }

        return true;
    }
}
