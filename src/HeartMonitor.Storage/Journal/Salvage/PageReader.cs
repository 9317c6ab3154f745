using System.Buffers.Binary;

namespace HeartMonitor.Storage.Journal.Salvage;

/// <summary>The pages of a damaged database as they lie on the disk, and those of its write-ahead log over them.</summary>
internal sealed class PageReader : IDisposable
{
    internal const int OurPageSize = 4_096;

    private readonly FileStream _file;
    private readonly LogFile? _log;
    private readonly int _lastCommit;
    private readonly Dictionary<uint, int> _newest = [];

    internal PageReader(string path)
    {
        _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, OurPageSize);
        Span<byte> header = stackalloc byte[18];
        var isHeader = _file.ReadAtLeast(header, 18, throwOnEndOfStream: false) == 18 && header.StartsWith("SQLite format 3\0"u8);
        var told = isHeader ? BinaryPrimitives.ReadUInt16BigEndian(header[16..]) : 0u;
        PageSize = LogFile.IsPageSize(told) ? (int)told : OurPageSize;
        _log = LogFile.Open(path + "-wal", PageSize);
        if (_log is not null && _log.PageSize != PageSize) _log = null;
        _lastCommit = _log is null ? -1 : Array.FindLastIndex(_log.Frames, frame => frame is { Counts: true, Commits: true });
        for (var i = 0; i <= _lastCommit; i++)
            if (_log!.Frames[i].Counts) _newest[_log.Frames[i].Page] = i;
    }

    internal int PageSize { get; }

    /// <summary>
    /// Every image of every page, the oldest first: the file, then the committed frames of the log. What belongs to a transaction that was not committed is left out.
    /// </summary>
    internal IEnumerable<PageImage> All()
    {
        var pages = (_file.Length + PageSize - 1) / PageSize;
        for (var page = 1u; page <= pages; page++)
            if (InFile(page) is { } bytes) yield return new(page, bytes);
        for (var i = 0; i <= _lastCommit; i++)
            if (_log!.Frames[i].IsOurs) yield return new(_log.Frames[i].Page, _log.Page(i));
    }

    /// <summary>The newest image of a page; null when there is none.</summary>
    internal ReadOnlyMemory<byte>? Newest(uint page) => _newest.TryGetValue(page, out var frame) ? _log!.Page(frame) : InFile(page);

    public void Dispose() => _file.Dispose();

    /// <summary>Null for a page that lies beyond the file or that the disk does not give; what is cut off is filled up with zeros.</summary>
    private byte[]? InFile(uint page)
    {
        if (page == 0 || (page - 1L) * PageSize >= _file.Length) return null;
        try
        {
            var bytes = new byte[PageSize];
            _file.Position = (page - 1L) * PageSize;
            _file.ReadAtLeast(bytes, PageSize, throwOnEndOfStream: false);
            return bytes;
        }
        catch (IOException)
        {
            return null; // a bad sector takes its page and no other
        }
    }
}

/// <param name="Number">Page number, from 1.</param>
/// <param name="Bytes">The whole page.</param>
internal readonly record struct PageImage(uint Number, ReadOnlyMemory<byte> Bytes);
