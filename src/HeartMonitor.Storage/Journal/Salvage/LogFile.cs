using System.Buffers.Binary;

namespace HeartMonitor.Storage.Journal.Salvage;

/// <summary>
/// A write-ahead log as it lies on the disk (sqlite.org/fileformat2, 4). SQLite stops reading at the first frame that is damaged and says nothing; here every
/// frame is checked by itself, against the sum that the frame before it carries.
/// </summary>
internal sealed class LogFile
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint LittleMagic = 0x377F0682;

    /// <summary>Far over <c>journal_size_limit</c>: a longer file is none of ours.</summary>
    private const long LongestFile = 1L << 30;

    private readonly byte[] _bytes;
    private readonly bool _isBigEndian;

    private LogFile(byte[] bytes, int fallbackPageSize)
    {
        _bytes = bytes;
        var magic = Number(0);
        var isMagic = (magic & ~1u) == LittleMagic;
        HasHeader = isMagic && IsPageSize(Number(8));
        PageSize = HasHeader ? (int)Number(8) : fallbackPageSize;
        _isBigEndian = isMagic ? (magic & 1) == 1 : !BitConverter.IsLittleEndian; // written by a machine of this kind
        HasHeader = HasHeader && Sum((0, 0), bytes.AsSpan(0, 24)) == (Number(24), Number(28));
        Frames = new LogFrame[(bytes.Length - HeaderBytes) / (FrameHeaderBytes + PageSize)];
        for (var i = 0; i < Frames.Length; i++) Frames[i] = Read(i);
    }

    /// <summary>The header is what was written.</summary>
    internal bool HasHeader { get; }

    internal int PageSize { get; }

    internal LogFrame[] Frames { get; }

    /// <summary>Null when there is no log, or nothing in it.</summary>
    /// <exception cref="IOException">The disk does not answer.</exception>
    internal static LogFile? Open(string path, int fallbackPageSize)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length <= HeaderBytes || file.Length > LongestFile) return null;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        stream.ReadExactly(bytes);
        return new(bytes, fallbackPageSize);
    }

    internal ReadOnlyMemory<byte> Page(int frame) => _bytes.AsMemory(Offset(frame) + FrameHeaderBytes, PageSize);

    internal static bool IsPageSize(uint size) => size is >= 512 and <= 65_536 && (size & (size - 1)) == 0;

    /// <summary>Without a header nobody knows which round of the log is the last one, and each frame is of its own.</summary>
    private LogFrame Read(int index)
    {
        var at = Offset(index);
        var round = HasHeader ? (Number(16), Number(20)) : SaltsAt(index);
        var isOurs = SaltsAt(index) == round;
        var follows = index == 0 ? HasHeader : SaltsAt(index - 1) == round;
        var before = index == 0 ? (Number(24), Number(28)) : (Number(Offset(index - 1) + 16), Number(Offset(index - 1) + 20));
        var isWhole = isOurs && follows
            && Sum(Sum(before, _bytes.AsSpan(at, 8)), _bytes.AsSpan(at + FrameHeaderBytes, PageSize)) == (Number(at + 16), Number(at + 20));
        return new(Number(at), Number(at + 4) != 0, isOurs, isOurs && (isWhole || !follows));
    }

    private int Offset(int frame) => HeaderBytes + (frame * (FrameHeaderBytes + PageSize));

    private (uint, uint) SaltsAt(int frame) => (Number(Offset(frame) + 8), Number(Offset(frame) + 12));

    private uint Number(int at) => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(at));

    private (uint, uint) Sum((uint, uint) seed, ReadOnlySpan<byte> bytes)
    {
        var (one, two) = seed;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            one = unchecked(one + Word(bytes) + two);
            two = unchecked(two + Word(bytes[4..]) + one);
        }

        return (one, two);
    }

    private uint Word(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}

/// <param name="Page">Page number.</param>
/// <param name="Commits">Its transaction ends with it.</param>
/// <param name="IsOurs">It is of this round of the log, as far as its header says.</param>
/// <param name="Counts">It is what was written; or nobody can tell, because the frame before it, which carries the sum, is gone altogether.</param>
internal readonly record struct LogFrame(uint Page, bool Commits, bool IsOurs, bool Counts);
