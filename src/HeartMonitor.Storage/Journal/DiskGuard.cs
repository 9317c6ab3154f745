using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// Room on the journal's disk: how much there is, and the ballast, a file that goes when there is none, so that alerts, answers and the ends of sessions
/// can still be written. It comes back when there is room for it twice. Any thread.
/// </summary>
internal sealed partial class DiskGuard(JournalOptions options, ILogger log)
{
    private const double Low = 0.10, VeryLow = 0.05;

    /// <summary>Large disks have room in a twentieth for years of packed samples (4 B each); ours.</summary>
    private const long LowBytes = 4L << 30, VeryLowBytes = 1L << 30;

    private readonly string _ballast = Path.Combine(options.Folder, "journal.ballast");
    private volatile bool _isFull;
    private volatile DiskRoom _room;

    /// <summary>The ballast is gone and there is no room to lay it again: packets are not stored.</summary>
    internal bool IsFull => _isFull;

    internal DiskRoom Room => _isFull ? DiskRoom.Full : _room;

    /// <summary>Bytes free for this user; 0 where the system does not tell.</summary>
    internal static long FreeBytes(string folder) => Drive(folder)?.Free ?? 0;

    /// <summary>Looks at the disk, and lays the ballast where it is missing and there is room.</summary>
    internal void Look()
    {
        if (Drive(options.Folder) is not { } drive) return;
        var room = drive.Free < VeryLow * drive.Total && drive.Free < VeryLowBytes ? DiskRoom.VeryLow
            : drive.Free < Low * drive.Total && drive.Free < LowBytes ? DiskRoom.Low : DiskRoom.Enough;
        if (room > _room) LogLow(log, drive.Free >> 20);
        _room = room;
        if (options.BallastBytes > 0 && !File.Exists(_ballast) && drive.Free >= 2 * options.BallastBytes) Lay();
        if (_isFull && File.Exists(_ballast)) _isFull = false;
    }

    /// <summary>A write found no room. False when there was no ballast to let go.</summary>
    internal bool LetGo()
    {
        try
        {
            if (!File.Exists(_ballast)) return false;
            File.Delete(_ballast);
            _isFull = true;
            LogFull(log, options.BallastBytes >> 20);
            return true;
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Written in full: a hole in a file keeps no room.</summary>
    private void Lay()
    {
        try
        {
            var chunk = new byte[1 << 16];
            Array.Fill(chunk, (byte)0x42);
            using (var file = OwnerOnly.Open(_ballast + ".new", FileMode.Create, FileAccess.Write))
            {
                for (var left = options.BallastBytes; left > 0; left -= chunk.Length) file.Write(chunk.AsSpan(0, (int)Math.Min(left, chunk.Length)));
                file.Flush(flushToDisk: true);
            }

            File.Move(_ballast + ".new", _ballast);
        }
        catch (Exception noRoom) when (noRoom is IOException or UnauthorizedAccessException)
        {
            TryDelete(_ballast + ".new");
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // Tried again with the next ballast.
        }
    }

    private static (long Free, long Total)? Drive(string folder)
    {
        try
        {
            var full = Path.GetFullPath(folder);
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(full)! : full);
            return (drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    [LoggerMessage(5110, LogLevel.Warning, "storage-low: {Megabytes} MiB are left on the journal's disk")]
    private static partial void LogLow(ILogger log, long megabytes);

    [LoggerMessage(5111, LogLevel.Critical, "storage-low: the journal's disk is full; a ballast of {Megabytes} MiB was let go, alerts and answers are stored, packets are not until there is room")]
    private static partial void LogFull(ILogger log, long megabytes);
}
