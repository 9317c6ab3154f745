using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// Reads the committed rows of the journal in a data folder, beside the service or from another process, with connections that are
/// opened for one question and closed again: a long reader would keep the write-ahead log from shrinking. Safe from any thread. Every
/// method may throw <see cref="SqliteException"/> when the disk does not answer or the file is damaged, and <see cref="JournalRefusedException"/> when the file
/// is of a newer version.
/// </summary>
/// <param name="folder">Data folder.</param>
public sealed class JournalReader(string folder)
{
    private const int RowsPerPage = 5_000;

    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = JournalFile.PathIn(folder),
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString();

    /// <summary>Told of rows whose checksum is wrong whenever they are met; such rows are left out. Any thread.</summary>
    public event Action<JournalDamage>? Damaged;

    /// <summary>False when there is no journal in the folder yet.</summary>
    public bool Exists => File.Exists(JournalFile.PathIn(folder));

    /// <summary>At most <paramref name="max"/> rows after position <paramref name="seq"/>, oldest first.</summary>
    public IReadOnlyList<JournalRow> ReadAfter(long seq, int max)
    {
        using var connection = Open();
        return JournalRows.Read(connection, new(seq), max, Damaged);
    }

    /// <summary>The rows of one session, oldest first, read a page at a time; nothing for an unknown session.</summary>
    public IEnumerable<JournalRow> ReadSession(string session) => ReadSession(session, Damaged);

    /// <summary>The rows of one session, and what of it was stored and cannot be read: damaged now, set aside before, or deleted after its time.</summary>
    public SessionRows ReadWhole(string session)
    {
        var met = new List<JournalDamage>();
        List<JournalRow> rows = [.. ReadSession(session, damage =>
        {
            Damaged?.Invoke(damage);
            met.Add(damage);
        })];
        using var connection = Open();
        met.AddRange(SessionLosses.SetAside(connection, session));
        return new(session, rows, SessionLosses.Of(rows, met, SessionLosses.Deleted(connection, session)));
    }

    private IEnumerable<JournalRow> ReadSession(string session, Action<JournalDamage>? damaged)
    {
        for (var seq = 0L; ;)
        {
            List<JournalRow> page = [];
            using (var connection = Open())
                if (FindRange(connection, session, seq) is { } range) page = JournalRows.Read(connection, range, RowsPerPage, damaged);
            foreach (var row in page) yield return row;
            if (page.Count < RowsPerPage) yield break;
            seq = page[^1].Seq;
        }
    }

    /// <summary>The rows of several sessions, oldest first, in one pass from the first of them on.</summary>
    public IEnumerable<JournalRow> ReadSessions(IReadOnlySet<string> sessions)
    {
        var (seq, keys) = FindKeys(sessions);
        while (keys.Count > 0)
        {
            List<JournalRow> page;
            using (var connection = Open()) page = JournalRows.Read(connection, new(seq, Sessions: keys), RowsPerPage, Damaged);
            foreach (var row in page) yield return row;
            if (page.Count < RowsPerPage) yield break;
            seq = page[^1].Seq;
        }
    }

    /// <summary>Facts and decisions of several sessions, oldest first, in one pass that looks at no packet.</summary>
    public IEnumerable<JournalRow> ReadDecisions(IReadOnlySet<string> sessions)
    {
        var (seq, keys) = FindKeys(sessions);
        while (keys.Count > 0)
        {
            List<JournalRow> page;
            using (var connection = Open()) page = JournalRows.Read(connection, new(seq, Sessions: keys, WithoutPackets: true), RowsPerPage, Damaged);
            foreach (var row in page) yield return row;
            if (page.Count < RowsPerPage) yield break;
            seq = page[^1].Seq;
        }
    }

    private static RowRange? FindRange(SqliteConnection connection, string session, long after)
    {
        using var command = connection.Query("SELECT key, first_seq, coalesce(last_seq, 9223372036854775807) FROM session WHERE sid = $0", session);
        using var reader = command.ExecuteReader();
        return reader.Read() ? new(Math.Max(after, reader.GetInt64(1) - 1), reader.GetInt64(2), reader.GetInt64(0)) : null;
    }

    private (long After, HashSet<long> Keys) FindKeys(IReadOnlySet<string> sessions)
    {
        using var connection = Open();
        var (first, keys) = (long.MaxValue, new HashSet<long>());
        foreach (var session in sessions)
        {
            if (FindRange(connection, session, 0) is not { Session: { } key } range) continue;
            first = Math.Min(first, range.After);
            keys.Add(key);
        }

        return (first, keys);
    }

    /// <summary>Every session that was started, oldest first.</summary>
    public IReadOnlyList<StoredSession> Sessions() => Sessions("");

    /// <summary>The sessions that were started and not ended, oldest first.</summary>
    public IReadOnlyList<StoredSession> OpenSessions() => Sessions("AND ended_us IS NULL");

    /// <summary>What became of the command with this id, or null when it is not stored.</summary>
    public CommandReceipt? FindReceipt(string commandId)
    {
        using var connection = Open();
        return connection.Text("SELECT result FROM command WHERE id = $0", commandId) is { } json ? JournalJson.ReadReceipt(json) : null;
    }

    /// <summary>Ids and revisions of the alerts and prompts of a session that are stored.</summary>
    public IReadOnlySet<(string Id, int Rev)> KnownEvents(string session)
    {
        var known = new HashSet<(string, int)>();
        foreach (var (_, entry) in ReadSession(session))
        {
            if (entry.Kind != JournalKind.Event) continue;
            var sessionEvent = MonitorJson.ReadEvent(entry.Body.Span, entry.At);
            if (sessionEvent is AlertEvent alert) known.Add((alert.Id, alert.Rev));
            else if (sessionEvent is PromptEvent prompt) known.Add((prompt.Id, prompt.Rev));
        }

        return known;
    }

    /// <summary>Alerts that are not closed, in their newest revision, of all sessions.</summary>
    public IReadOnlyList<StoredAlert> CurrentAlerts()
    {
        using var connection = Open();
        using var command = connection.Query("""
            SELECT a.sid, s.participant, a.t_utc_us, CAST(a.json AS BLOB) FROM alert a JOIN session s ON s.sid = a.sid
            WHERE a.state <> 'closed' ORDER BY a.t_utc_us, a.aid
            """);
        using var reader = command.ExecuteReader();
        var alerts = new List<StoredAlert>();
        while (reader.Read())
        {
            var at = Microseconds.FromUnixMicroseconds(reader.GetInt64(2));
            if (MonitorJson.ReadEvent(reader.GetFieldValue<byte[]>(3), at) is AlertEvent alert)
                alerts.Add(new(reader.GetString(0), reader.GetString(1), alert));
        }

        return alerts;
    }

    /// <summary>
    /// What was told about alerts from the start of the sessions that were open at <paramref name="from"/> or later, up to <paramref name="to"/>,
    /// oldest first. One pass over those sessions' rows.
    /// </summary>
    public IReadOnlyList<StoredAlert> AlertsSince(DateTimeOffset from, DateTimeOffset to)
    {
        using var connection = Open();
        using var command = connection.Query("""
            SELECT s.sid, s.participant, j.t_utc_us, j.body FROM journal j JOIN session s ON s.key = j.session
            WHERE j.seq >= (SELECT coalesce(min(first_seq), 9223372036854775807) FROM session WHERE ended_us IS NULL OR ended_us >= $0)
              AND j.kind = 3 AND j.t_utc_us < $1 AND (s.ended_us IS NULL OR s.ended_us >= $0)
            ORDER BY j.seq
            """, from.ToUnixMicroseconds(), to.ToUnixMicroseconds());
        using var reader = command.ExecuteReader();
        var alerts = new List<StoredAlert>();
        while (reader.Read())
        {
            var body = reader.GetFieldValue<byte[]>(3);
            if (body.AsSpan().IndexOf("\"kind\":\"alert\""u8) < 0) continue;
            var at = Microseconds.FromUnixMicroseconds(reader.GetInt64(2));
            if (MonitorJson.ReadEvent(body, at) is AlertEvent alert) alerts.Add(new(reader.GetString(0), reader.GetString(1), alert));
        }

        return alerts;
    }

    /// <summary>Position up to which a sink has everything; 0 when it has nothing.</summary>
    public long FindCursor(string sink)
    {
        using var connection = Open();
        return connection.Number("SELECT seq FROM cursor WHERE sink = $0", sink);
    }

    /// <summary>Positions whose names begin so, by name.</summary>
    internal IReadOnlyList<(string Name, long Seq)> FindCursors(string prefix)
    {
        using var connection = Open();
        using var command = connection.Query("SELECT sink, seq FROM cursor WHERE substr(sink, 1, length($0)) = $0 ORDER BY sink", prefix);
        using var reader = command.ExecuteReader();
        var cursors = new List<(string, long)>();
        while (reader.Read()) cursors.Add((reader.GetString(0), reader.GetInt64(1)));
        return cursors;
    }

    /// <summary>What no sink will ever take, with its time, by sink and position; at most <paramref name="max"/>.</summary>
    public IReadOnlyList<StoredDeadLetter> AllDeadLetters(int max)
    {
        using var connection = Open();
        using var command = connection.Query("SELECT sink, seq, reason, at FROM dead ORDER BY sink, seq LIMIT $0", max);
        using var reader = command.ExecuteReader();
        var dead = new List<StoredDeadLetter>();
        while (reader.Read())
            dead.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), Microseconds.FromUnixMicroseconds(reader.GetInt64(3))));
        return dead;
    }

    /// <summary>The rows that a sink will never take, oldest first.</summary>
    public IReadOnlyList<RejectedRow> DeadLetters(string sink)
    {
        using var connection = Open();
        using var command = connection.Query("SELECT seq, reason FROM dead WHERE sink = $0 ORDER BY seq", sink);
        using var reader = command.ExecuteReader();
        var dead = new List<RejectedRow>();
        while (reader.Read()) dead.Add(new(reader.GetInt64(0), reader.GetString(1)));
        return dead;
    }

    /// <summary>How many rows a sink will never take.</summary>
    public long CountDeadLetters(string sink)
    {
        using var connection = Open();
        return connection.Number("SELECT count(*) FROM dead WHERE sink = $0", sink);
    }

    /// <summary>
    /// The newest stamp in the journal, or null when it is empty. Looks at the last 100,000 rows: stamps are given at ingress and do not
    /// go back, save for late items of a gateway's batch.
    /// </summary>
    public DateTimeOffset? LastStamp()
    {
        using var connection = Open();
        var newest = connection.Number("""
            SELECT max(t) FROM (SELECT max(t_utc_us) AS t FROM (SELECT t_utc_us FROM journal ORDER BY seq DESC LIMIT 100000)
              UNION ALL SELECT max(last_us) FROM (SELECT last_us FROM block ORDER BY first_seq DESC LIMIT 1000))
            """);
        return newest == 0 ? null : Microseconds.FromUnixMicroseconds(newest);
    }

    private List<StoredSession> Sessions(string condition)
    {
        using var connection = Open();
        using var command = connection.Query($"""
            SELECT s.sid, s.participant, s.started_us, coalesce(s.ended_us, -1), s.samples + coalesce(u.samples, 0),
              s.facts + coalesce(u.facts, 0), s.events + coalesce(u.events, 0)
            FROM session s LEFT JOIN ({JournalSchema.UncountedRows}) u ON u.session = s.key
            WHERE s.started_us IS NOT NULL {condition} ORDER BY s.started_us, s.key
            """);
        using var reader = command.ExecuteReader();
        var sessions = new List<StoredSession>();
        while (reader.Read())
        {
            DateTimeOffset? ended = reader.GetInt64(3) is >= 0 and var us ? Microseconds.FromUnixMicroseconds(us) : null;
            sessions.Add(new(
                reader.GetString(0), reader.GetString(1), Microseconds.FromUnixMicroseconds(reader.GetInt64(2)), ended,
                reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)));
        }

        return sessions;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            if (JournalFile.RefuseNewer(connection) == 1) connection.Execute(JournalSchema.FirstAsSecond);
            connection.Execute(JournalSchema.ReaderPragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
