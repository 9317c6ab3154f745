using System.Buffers.Binary;

namespace HeartMonitor.Storage.Journal.Salvage;

/// <summary>
/// Finds the rows in a page without asking anything beside it (sqlite.org/fileformat2, 1.6). A page that is whole gives all its rows; in one that is not, every
/// place is tried, and then only what carries a checksum can be believed.
/// </summary>
internal sealed class PageCarver(PageReader pages)
{
    private const byte TableLeaf = 0x0D;
    private const int FileHeaderBytes = 100;
    private const int LeafHeaderBytes = 8;
    private const long LongestPayload = 1 << 24;

    /// <summary>Rows of the page; <paramref name="isWhole"/> says that the page holds together.</summary>
    internal List<CarvedRecord> Carve(in PageImage page, out bool isWhole)
    {
        var rows = Ordered(page);
        isWhole = rows is not null;
        return rows ?? Anywhere(page);
    }

    /// <summary>Null when the page is no leaf of a table, or does not hold together. A leaf without rows is null, too: there is nothing to lose.</summary>
    private List<CarvedRecord>? Ordered(in PageImage page)
    {
        var bytes = page.Bytes.Span;
        var head = page.Number == 1 ? FileHeaderBytes : 0;
        if (bytes[head] != TableLeaf) return null;
        int count = BinaryPrimitives.ReadUInt16BigEndian(bytes[(head + 3)..]);
        var first = head + LeafHeaderBytes;
        if (count == 0 || first + (count * 2) > bytes.Length) return null;
        var rows = new List<CarvedRecord>(count);
        for (var i = 0; i < count; i++)
        {
            int at = BinaryPrimitives.ReadUInt16BigEndian(bytes[(first + (i * 2))..]);
            if (at < first + (count * 2) || ReadCell(page.Bytes, at) is not { } row || (i > 0 && row.RowId <= rows[^1].RowId)) return null;
            rows.Add(row);
        }

        return rows;
    }

    private List<CarvedRecord> Anywhere(in PageImage page)
    {
        var rows = new List<CarvedRecord>();
        for (var at = LeafHeaderBytes; at < page.Bytes.Length - 4; at++)
            if (ReadCell(page.Bytes, at) is { Columns: >= 9 } row) rows.Add(row);
        return rows;
    }

    private CarvedRecord? ReadCell(ReadOnlyMemory<byte> page, int at)
    {
        var bytes = page.Span;
        if (!Varint.TryRead(bytes, at, out var length, out at) || length is < 2 or > LongestPayload) return null;
        if (!Varint.TryRead(bytes, at, out var rowId, out at)) return null;
        var local = Local((int)length);
        if (at + local > bytes.Length || !CarvedRecord.MayBegin(bytes.Slice(at, local), (int)length)) return null;
        if (local == length) return CarvedRecord.Read(rowId, page.Slice(at, local));
        if (at + local + 4 > bytes.Length) return null;
        return Chain(page.Slice(at, local), BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + local)..]), (int)length) is { } payload
            ? CarvedRecord.Read(rowId, payload) : null;
    }

    /// <summary>How much of a payload stands in the leaf itself.</summary>
    private int Local(int length)
    {
        var (most, least) = (pages.PageSize - 35, ((pages.PageSize - 12) * 32 / 255) - 23);
        if (length <= most) return length;
        var fitting = least + ((length - least) % (pages.PageSize - 4));
        return fitting <= most ? fitting : least;
    }

    /// <summary>A payload that goes on in other pages; null when one of them is missing.</summary>
    private byte[]? Chain(ReadOnlyMemory<byte> local, uint page, int length)
    {
        var payload = new byte[length];
        local.Span.CopyTo(payload);
        for (var at = local.Length; at < length;)
        {
            if (pages.Newest(page) is not { } next) return null;
            var part = next.Span.Slice(4, Math.Min(length - at, pages.PageSize - 4));
            part.CopyTo(payload.AsSpan(at));
            at += part.Length;
            page = BinaryPrimitives.ReadUInt32BigEndian(next.Span);
        }

        return payload;
    }
}
