using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal.Packing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// The writer's one connection: a batch in, a transaction on disk. After any exception it is of no more use and is disposed; nothing
/// of a batch that failed is kept in memory, so a new store may write the same batch again.
/// </summary>
internal sealed class JournalStore : IDisposable
{
    /// <summary>Rows by session are counted this often; readers count the rest themselves.</summary>
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _countAtUpkeep;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly JournalStatements _sql;
    private readonly JournalStepWriter _steps;
    private readonly JournalUpkeep _upkeep;
    private long _countedAt;

    private JournalStore(SqliteConnection connection, JournalOptions options, Action<JournalDamage> damaged, TimeProvider time, ILogger log)
    {
        (_connection, _time, _countedAt) = (connection, time, time.GetTimestamp());
        _countAtUpkeep = options.UpkeepEvery < CountEvery ? options.UpkeepEvery : CountEvery;
        _sql = new(connection);
        _steps = new(_sql, log);
        _upkeep = new(connection, options, time, damaged);
        LastSeq = connection.Number("""
            SELECT max((SELECT coalesce(max(seq), 0) FROM journal), (SELECT coalesce(max(last_seq), 0) FROM block), (SELECT coalesce(max(seq), 0) FROM cursor))
            """);
    }

    /// <summary>Position of the newest committed row; 0 for none. No sink is ahead of it, even where rows that it had were lost to damage.</summary>
    internal long LastSeq { get; private set; }

    /// <summary>Positions up to here were given out, whatever became of their rows.</summary>
    internal void ContinueAfter(long seq) => LastSeq = Math.Max(LastSeq, seq);

    /// <exception cref="SqliteException">The disk does not answer.</exception>
    /// <exception cref="JournalRefusedException">The file is not ours.</exception>
    internal static JournalStore Open(JournalFile file, JournalOptions options, Action<JournalDamage> damaged, TimeProvider time, ILogger log)
    {
        var connection = file.OpenForWriting();
        try
        {
            return new(connection, options, damaged, time, log);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Counts one more opening of this journal.</summary>
    internal long StartEpoch()
    {
        var epoch = _connection.Number("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'epoch'") + 1;
        SetEpoch(epoch);
        return epoch;
    }

    internal void SetEpoch(long epoch) => _connection.Number(
        "INSERT INTO meta(key, value) VALUES('epoch', $0) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        epoch.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes the batch in one transaction and returns when it is on disk.</summary>
    /// <exception cref="SqliteException">Nothing is certain.</exception>
    internal void Write(PendingBatch batch)
    {
        _sql.Begin.Run();
        var seq = LastSeq;
        foreach (var step in batch.Steps)
            if (step.HasRows) seq = _steps.Write(step, seq);
        foreach (var save in batch.Saves) Write(save);
        CountNowAndThen();
        _sql.Commit.Run();
        LastSeq = seq;
    }

    /// <summary>
    /// Moves everything that can be seen into the database file and syncs that. After a commit that failed, what is then there is truly
    /// on disk: an fsync error by itself says nothing either way, and asking again for the same sync may lie.
    /// </summary>
    /// <exception cref="SqliteException">The disk does not answer, or a reader stands in the way.</exception>
    internal void Settle()
    {
        if (_connection.Number("PRAGMA wal_checkpoint(FULL)") != 0)
            throw new SqliteException("A reader holds up the check after a failed commit.", SQLitePCL.raw.SQLITE_BUSY);
    }

    /// <summary>One piece of what keeps the file small; false when there is nothing to do.</summary>
    /// <exception cref="SqliteException">The disk does not answer, or the file is damaged.</exception>
    internal bool KeepUp()
    {
        if (_time.GetElapsedTime(_countedAt) >= _countAtUpkeep) CountNow(); // only what was counted is packed
        return _upkeep.Step();
    }

    /// <summary>Puts rows whose checksum is wrong where nobody reads them, with what is left of them.</summary>
    internal void SetAside(JournalDamage damage)
    {
        using var transaction = _connection.BeginTransaction();
        var at = _time.GetUtcNow().ToUnixMicroseconds();
        const string Into = "INSERT INTO damaged(what, first_seq, last_seq, sid, rows, at, body) ";
        var (copy, delete) = damage.IsBlock
            ? (Into + "SELECT 'block', first_seq, last_seq, $1, samples, $2, body FROM block WHERE first_seq = $0", "DELETE FROM block WHERE first_seq = $0")
            : (Into + "SELECT 'row', seq, seq, $1, 1, $2, body FROM journal WHERE seq = $0", "DELETE FROM journal WHERE seq = $0");
        _connection.Number(copy, damage.FirstSeq, damage.Session, at);
        _connection.Number(delete, damage.FirstSeq);
        transaction.Commit();
    }

    /// <summary>Leaves a file that needs no recovery.</summary>
    internal void CloseCleanly()
    {
        Count();
        _connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        Dispose();
    }

    public void Dispose()
    {
        _sql.Dispose();
        _upkeep.Dispose();
        _connection.Dispose();
    }

    private void Write(CursorSave save)
    {
        if (save is { Cursor: { } name, Seq: { } seq }) _sql.SaveCursor.Bind(1, name).Bind(2, seq).Run();
        foreach (var forgotten in save.Forgotten) _sql.DropCursor.Bind(1, forgotten).Run();
        foreach (var revived in save.Revived) _sql.DropDead.Bind(1, save.Sink).Bind(2, revived).Run();
        foreach (var rejected in save.Rejected)
            _sql.AddDead.Bind(1, save.Sink).Bind(2, rejected.Seq).Bind(3, rejected.Reason)
                .Bind(4, _time.GetUtcNow().ToUnixMicroseconds()).Run();
    }

    private void CountNowAndThen()
    {
        if (_time.GetElapsedTime(_countedAt) < CountEvery) return;
        _countedAt = _time.GetTimestamp();
        Count();
    }

    private void CountNow()
    {
        using var transaction = _connection.BeginTransaction();
        _countedAt = _time.GetTimestamp();
        Count();
        transaction.Commit();
    }

    private void Count() => _connection.Execute(JournalSchema.CountRows);
}
