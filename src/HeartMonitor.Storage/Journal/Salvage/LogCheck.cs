using System.Buffers.Binary;

namespace HeartMonitor.Storage.Journal.Salvage;

/// <summary>
/// Whether a write-ahead log is damaged before its end: a transaction's last frame stands behind a frame that is not what was written, and SQLite would drop
/// it in silence. A log that only ends too early is what a power cut leaves; whole frames of no finished transaction are what a kill leaves. Nothing
/// acknowledged is missing from either. (A power cut that leaves a hole in a transaction that was never acknowledged looks like damage, too: it costs a
/// rescue and no row.)
/// </summary>
internal static class LogCheck
{
    /// <summary>What is wrong, or null.</summary>
    /// <param name="journal">The database file.</param>
    /// <exception cref="IOException">The disk does not answer.</exception>
    internal static string? Of(string journal)
    {
        if (!MayBeOurs(journal) || LogFile.Open(journal + "-wal", PageReader.OurPageSize) is not { } log) return null;
        var bad = log.HasHeader ? Array.FindIndex(log.Frames, frame => !frame.Counts) : 0;
        if (bad < 0 || !Array.Exists(log.Frames[bad..], frame => frame is { Counts: true, Commits: true })) return null;
        return log.HasHeader ? $"frame {bad + 1} of the write-ahead log is damaged" : "the header of the write-ahead log is damaged";
    }

    /// <summary>False for a file whose header says that it is another program's or of a newer version: that one is refused and left alone.</summary>
    private static bool MayBeOurs(string journal)
    {
        if (!File.Exists(journal)) return false;
        using var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[100];
        if (file.ReadAtLeast(header, 100, throwOnEndOfStream: false) < 100 || !header.StartsWith("SQLite format 3\0"u8)) return true;
        var (version, program) = (BinaryPrimitives.ReadInt32BigEndian(header[60..]), BinaryPrimitives.ReadInt32BigEndian(header[68..]));
        return (program == 0 || program == JournalSchema.ApplicationId) && version <= JournalSchema.Version;
    }
}
