using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal.Packing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HeartMonitor.Storage.Journal;

/// <summary>Which rows are asked for.</summary>
/// <param name="After">Behind this position.</param>
/// <param name="Last">Up to this one.</param>
/// <param name="Session">Of this session alone, by its key; null for all.</param>
/// <param name="Sessions">Of these alone, by their keys; null for all.</param>
/// <param name="WithoutPackets">Facts and decisions alone: no packet is looked at, no block opened.</param>
internal readonly record struct RowRange(long After, long Last = long.MaxValue, long? Session = null, IReadOnlySet<long>? Sessions = null, bool WithoutPackets = false);

/// <summary>
/// Reads rows straight from SQLite, packed ones among the others in the order of their positions, so that nobody who reads can tell which was which. One
/// transaction for all of it, and a position that stands in a block and in a row is one sample: what is being packed is seen once. A row or block whose checksum is wrong is told and left out.
/// </summary>
internal sealed class JournalRows : IDisposable
{
    private const string All = "SELECT seq, kind, session, t_utc_us, body, crc FROM journal WHERE seq > ?1 AND seq <= ?2 ORDER BY seq";

    /// <summary>A pass over the range of the session's rows: the index on (session) that would save it costs more on append.</summary>
    private const string OfSession = "SELECT seq, kind, session, t_utc_us, body, crc FROM journal WHERE seq > ?1 AND seq <= ?2 AND session = ?3 ORDER BY seq";

    private const string NoPackets = "SELECT seq, kind, session, t_utc_us, body, crc FROM journal WHERE seq > ?1 AND seq <= ?2 AND kind <> 1 ORDER BY seq";

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly RowRange _range;
    private readonly SessionNames _names;
    private readonly Action<JournalDamage>? _damaged;

    private JournalRows(SqliteConnection connection, in RowRange range, SessionNames names, Action<JournalDamage>? damaged)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        (_range, _names, _damaged) = (range, names, damaged);
        Check(raw.sqlite3_prepare_v2(_database, range.WithoutPackets ? NoPackets : range.Session is null ? All : OfSession, out _statement));
        Check(raw.sqlite3_bind_int64(_statement, 1, range.After));
        Check(raw.sqlite3_bind_int64(_statement, 2, range.Last));
        if (!range.WithoutPackets && range.Session is { } session) Check(raw.sqlite3_bind_int64(_statement, 3, session));
    }

    /// <summary>Position of the row that stands next; <see cref="long.MaxValue"/> at the end.</summary>
    private long Next { get; set; }

    /// <summary>At most <paramref name="max"/> rows, oldest first; fewer only when there are no more.</summary>
    internal static List<JournalRow> Read(SqliteConnection connection, in RowRange range, int max, Action<JournalDamage>? damaged)
    {
        using var moment = connection.BeginTransaction(deferred: true);
        var names = new SessionNames(connection);
        using var rows = new JournalRows(connection, range, names, damaged);
        var read = new List<JournalRow>();
        rows.Advance();
        if (range.WithoutPackets)
        {
            for (; read.Count < max && rows.Next < long.MaxValue; rows.Advance()) read.Add(rows.Take());
            return read;
        }

        using var blocks = new PackedRows(connection, range, names, damaged);
        while (read.Count < max)
        {
            var packed = blocks.NextUpTo(rows.Next);
            if (packed < long.MaxValue && packed <= rows.Next)
            {
                if (packed == rows.Next) rows.Advance(); // packed and not yet deleted
                read.Add(blocks.Take());
            }
            else
            {
                if (rows.Next == long.MaxValue) break;
                read.Add(rows.Take());
                rows.Advance();
            }
        }

        return read;
    }

    public void Dispose() => _statement.Dispose();

    private void Advance()
    {
        int result;
        while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
        {
            if (!IsAskedFor()) continue;
            Next = raw.sqlite3_column_int64(_statement, 0);
            return;
        }

        if (result != raw.SQLITE_DONE) Check(result);
        Next = long.MaxValue;
    }

    private bool IsAskedFor()
    {
        var session = raw.sqlite3_column_int64(_statement, 2);
        if (_range.Sessions?.Contains(session) == false) return false;
        var (seq, kind) = (raw.sqlite3_column_int64(_statement, 0), raw.sqlite3_column_int64(_statement, 1));
        if (IsWhole(seq, kind, session)) return true;
        _damaged?.Invoke(new(seq, seq, _names[session].Session, 1, IsBlock: false));
        return false;
    }

    /// <summary>Rows of the first format have no checksum.</summary>
    private bool IsWhole(long seq, long kind, long session) =>
        raw.sqlite3_column_type(_statement, 5) == raw.SQLITE_NULL
        || RowSum.Of(seq, kind, session, raw.sqlite3_column_int64(_statement, 3), raw.sqlite3_column_blob(_statement, 4)) == raw.sqlite3_column_int(_statement, 5);

    private JournalRow Take()
    {
        var name = _names[raw.sqlite3_column_int64(_statement, 2)];
        return new(
            Next,
            new(
                (JournalKind)raw.sqlite3_column_int64(_statement, 1),
                name.Session,
                name.Participant,
                Microseconds.FromUnixMicroseconds(raw.sqlite3_column_int64(_statement, 3)),
                raw.sqlite3_column_blob(_statement, 4).ToArray()));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _database);
    }
}
