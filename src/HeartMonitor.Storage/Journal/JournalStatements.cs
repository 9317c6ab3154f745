using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal;

/// <summary>The writer's prepared statements.</summary>
internal sealed class JournalStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<JournalStatement> _all = [];

    internal JournalStatements(SqliteConnection connection)
    {
        _connection = connection;
        Begin = Prepare("BEGIN IMMEDIATE");
        Commit = Prepare("COMMIT");
        AddRow = Prepare("INSERT INTO journal(seq, kind, session, t_utc_us, body, crc) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
        AddSession = Prepare("INSERT INTO session(sid, participant, first_seq) VALUES(?1, ?2, ?3) RETURNING key");
        NameSession = Prepare("INSERT INTO meta(key, value) VALUES('session:' || ?1, ?2 || ' ' || ?3) ON CONFLICT DO NOTHING");
        FindSession = Prepare("SELECT key FROM session WHERE sid = ?1");
        FindEnded = Prepare("SELECT 1 FROM session WHERE key = ?1 AND ended_us IS NOT NULL");
        StartSession = Prepare("UPDATE session SET started_us = ?2, participant = ?3 WHERE key = ?1");
        EndSession = Prepare("UPDATE session SET ended_us = ?2 WHERE key = ?1");
        ExtendSession = Prepare("UPDATE session SET last_seq = ?2 WHERE key = ?1");
        SetAlert = Prepare("""
            INSERT INTO alert(aid, sid, rev, state, t_utc_us, json) VALUES(?1, ?2, ?3, ?4, ?5, CAST(?6 AS TEXT))
            ON CONFLICT(aid) DO UPDATE SET rev = excluded.rev, state = excluded.state, t_utc_us = excluded.t_utc_us, json = excluded.json
            WHERE excluded.rev > alert.rev
            """);
        AddCommand = Prepare("INSERT INTO command(id, result, at) VALUES(?1, CAST(?2 AS TEXT), ?3) ON CONFLICT(id) DO NOTHING");
        FindCommand = Prepare("SELECT 1 FROM command WHERE id = ?1");
        SaveCursor = Prepare("INSERT INTO cursor(sink, seq) VALUES(?1, ?2) ON CONFLICT(sink) DO UPDATE SET seq = excluded.seq");
        DropCursor = Prepare("DELETE FROM cursor WHERE sink = ?1");
        DropDead = Prepare("DELETE FROM dead WHERE sink = ?1 AND seq = ?2");
        AddDead = Prepare("INSERT INTO dead(sink, seq, reason, at) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");
    }

    internal JournalStatement Begin { get; }

    internal JournalStatement Commit { get; }

    internal JournalStatement AddRow { get; }

    internal JournalStatement AddSession { get; }

    internal JournalStatement NameSession { get; }

    internal JournalStatement FindSession { get; }

    internal JournalStatement FindEnded { get; }

    internal JournalStatement StartSession { get; }

    internal JournalStatement EndSession { get; }

    internal JournalStatement ExtendSession { get; }

    internal JournalStatement SetAlert { get; }

    internal JournalStatement AddCommand { get; }

    internal JournalStatement FindCommand { get; }

    internal JournalStatement SaveCursor { get; }

    internal JournalStatement DropCursor { get; }

    internal JournalStatement AddDead { get; }

    internal JournalStatement DropDead { get; }

    public void Dispose()
    {
        foreach (var statement in _all) statement.Dispose();
    }

    private JournalStatement Prepare(string sql)
    {
        var statement = new JournalStatement(_connection, sql);
        _all.Add(statement);
        return statement;
    }
}
