using HeartMonitor.Core.Service;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Service;

/// <summary>Room on the disk of the journal, and whether a damaged journal was set aside.</summary>
/// <param name="health">The journal's own word.</param>
/// <param name="freeBytes">What is left; null where nobody can say.</param>
/// <param name="lowMegabytes">Below this it is low.</param>
internal sealed class StorageProbe(Func<JournalHealth> health, Func<long?> freeBytes, double lowMegabytes)
{
    /// <summary>Below this it is full. Ours: an hour of a hall's packets, so that the word comes before the end.</summary>
    private const double FullMegabytes = 50;

    private const double BytesAMegabyte = 1_000_000;

    internal IEnumerable<Finding> Look()
    {
        var journal = health();
        if (freeBytes() is { } free)
        {
            var megabytes = free / BytesAMegabyte;
            var level = journal is { State: JournalState.Failing, IsDiskFull: true } or { Disk: DiskRoom.Full } || megabytes < Math.Min(FullMegabytes, lowMegabytes) ? StorageLevel.Full
                : megabytes < lowMegabytes ? StorageLevel.Low : StorageLevel.Fine;
            yield return new("storage", new StorageTold(level, Math.Floor(megabytes)), level);
        }

        if (journal.SetAside is { } file) yield return new("journal", new JournalSetAside(), file);
        if (journal.DamagedRows > 0) yield return new("journal-rows", new JournalSetAside(), journal.DamagedRows);
    }

    /// <summary>Bytes that this user may still write on the disk of a folder.</summary>
    internal static long? FreeBytesOf(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
