using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HeartMonitor.Storage.Journal;

/// <summary>Reads rows of the table <c>journal</c> straight from SQLite: one array a row and nothing else on the heap.</summary>
internal static class JournalRows
{
    internal const string After =
        "SELECT seq, kind, session, t_utc_us, body FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2";

    /// <summary>A pass over the range of the session's rows: the index on (session) that would save it costs more on append.</summary>
    internal const string OfSession = """
        SELECT j.seq, j.kind, j.session, j.t_utc_us, j.body FROM session s CROSS JOIN journal j
        WHERE s.sid = ?3 AND j.seq > max(?1, s.first_seq - 1) AND j.seq <= coalesce(s.last_seq, 9223372036854775807) AND j.session = s.key
        ORDER BY j.seq LIMIT ?2
        """;

    internal static IReadOnlyList<JournalRow> Read(SqliteConnection connection, string sql, long seq, int max, string? session = null)
    {
        var rows = new List<JournalRow>();
        var names = new Dictionary<long, (string Session, string Participant)>();
        var database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(database, raw.sqlite3_prepare_v2(database, sql, out var statement));
        using (statement)
        {
            Check(database, raw.sqlite3_bind_int64(statement, 1, seq));
            Check(database, raw.sqlite3_bind_int64(statement, 2, max));
            if (session is not null) Check(database, raw.sqlite3_bind_text(statement, 3, session));
            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW) rows.Add(ReadRow(connection, statement, names));
            if (result != raw.SQLITE_DONE) Check(database, result);
        }

        return rows;
    }

    private static JournalRow ReadRow(
        SqliteConnection connection, sqlite3_stmt statement, Dictionary<long, (string Session, string Participant)> names)
    {
        var key = raw.sqlite3_column_int64(statement, 2);
        if (!names.TryGetValue(key, out var name)) names.Add(key, name = FindNames(connection, key));
        return new(
            raw.sqlite3_column_int64(statement, 0),
            new(
                (JournalKind)raw.sqlite3_column_int64(statement, 1),
                name.Session,
                name.Participant,
                Microseconds.FromUnixMicroseconds(raw.sqlite3_column_int64(statement, 3)),
                raw.sqlite3_column_blob(statement, 4).ToArray()));
    }

    private static (string Session, string Participant) FindNames(SqliteConnection connection, long key)
    {
        using var command = connection.Query("SELECT sid, participant FROM session WHERE key = $0", key);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? (reader.GetString(0), reader.GetString(1))
            : throw new SqliteException("A row names a session that is not there.", raw.SQLITE_CORRUPT);
    }

    private static void Check(sqlite3 database, int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, database);
    }
}
