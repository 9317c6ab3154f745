using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>
/// What keeps the file small, in pieces of some milliseconds, for the writer's thread when nobody waits: pack, delete what was packed, forget what is old,
/// give pages back, look over the blocks.
/// </summary>
/// <param name="connection">The writer's.</param>
/// <param name="options">How long things are kept.</param>
/// <param name="time">The present.</param>
/// <param name="damaged">Told of blocks whose checksum is wrong.</param>
internal sealed class JournalUpkeep(SqliteConnection connection, JournalOptions options, TimeProvider time, Action<JournalDamage> damaged) : IDisposable
{
    /// <summary>Pages given back in one piece, 256 KiB.</summary>
    private const long PagesPerStep = 64;

    /// <summary>Free pages that are left in the file for the rows to come; twice as many are worth a piece of work.</summary>
    private const long SparePages = 16;

    private const int BlocksPerLook = 64;

    private readonly SamplePacker _packer = new(connection, options, time);
    private readonly RowSweep _sweep = new(connection);
    private readonly JournalRetention _retention = new(connection, options, time);
    private readonly bool _givesBack = connection.Number("PRAGMA auto_vacuum") == 2;
    private long _lookedTo;
    private bool _isSettled;

    /// <summary>One piece of work; false when there is none.</summary>
    internal bool Step()
    {
        var did = _packer.Step() || _sweep.Step() || _retention.Step() || GiveBack() || LookOver();
        if (!did && !_isSettled) connection.Number("PRAGMA wal_checkpoint(PASSIVE)"); // or the file would keep its length until the next thousand pages
        _isSettled = !did;
        return did;
    }

    public void Dispose() => _sweep.Dispose();

    private bool GiveBack()
    {
        var free = _givesBack ? connection.Number("PRAGMA freelist_count") : 0;
        if (free < 2 * SparePages) return false;
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({Math.Min(PagesPerStep, free - SparePages)})"));
        return true;
    }

    /// <summary>Once after each start: every block's checksum.</summary>
    private bool LookOver()
    {
        using var command = connection.Query(
            "SELECT first_seq, last_seq, session, sid, participant, samples, first_us, last_us, crc, body FROM block WHERE first_seq > $0 ORDER BY first_seq LIMIT $1",
            _lookedTo, (long)BlocksPerLook);
        using var reader = command.ExecuteReader();
        var found = false;
        while (reader.Read())
        {
            found = true;
            var (head, samples) = PackedRows.Unpack(reader);
            _lookedTo = head.FirstSeq;
            if (samples is null) damaged(new(head.FirstSeq, head.LastSeq, head.Sid, head.Samples, IsBlock: true));
        }

        return found;
    }
}
