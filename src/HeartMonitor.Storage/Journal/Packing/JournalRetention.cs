using HeartMonitor.Core;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>
/// Forgets what is old: ids of commands and rows that a sink refused after <see cref="JournalOptions.KeepCommands"/> and <see cref="JournalOptions.KeepDead"/>;
/// packed packets only where <see cref="JournalOptions.KeepPackets"/> says so and every sink has them. Facts and decisions stay for good.
/// </summary>
internal sealed class JournalRetention(SqliteConnection connection, JournalOptions options, TimeProvider time)
{
    private const long RowsPerStep = 500;

    /// <summary>One piece of work; false when there is none.</summary>
    internal bool Step() => DropPackets() || DropOld("command", options.KeepCommands) || DropOld("dead", options.KeepDead);

    private bool DropPackets()
    {
        if (options.KeepPackets is not { } kept) return false;
        var session = connection.Number(
            """
            SELECT key FROM session WHERE ended_us <= $0 AND dropped_us IS NULL AND packed_seq >= last_seq AND cleared_seq >= packed_seq
              AND last_seq <= (SELECT coalesce(min(seq), 9223372036854775807) FROM cursor) ORDER BY key LIMIT 1
            """, Before(kept));
        if (session == 0) return false;
        using var transaction = connection.BeginTransaction();
        connection.Number("DELETE FROM block WHERE session = $0 AND first_seq BETWEEN (SELECT first_seq FROM session WHERE key = $0) AND (SELECT last_seq FROM session WHERE key = $0)", session);
        connection.Number("UPDATE session SET dropped_us = $1 WHERE key = $0", session, time.GetUtcNow().ToUnixMicroseconds());
        transaction.Commit();
        return true;
    }

    private bool DropOld(string table, TimeSpan kept)
    {
        using var command = connection.Query(
            $"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE at <= $0 ORDER BY rowid LIMIT $1) RETURNING 1", Before(kept), RowsPerStep);
        return command.ExecuteScalar() is not null;
    }

    private long Before(TimeSpan kept) => (time.GetUtcNow() - kept).ToUnixMicroseconds();
}
