using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal.Packing;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Salvage;

/// <summary>What a damaged journal still says about its sessions and alerts, and the tables made of it. The rows themselves say most of it again.</summary>
internal sealed class SavedSessions(SqliteConnection fresh)
{
    private const string NameKey = "session:";

    private readonly Dictionary<long, SavedSession> _sessions = [];
    private readonly Dictionary<string, (int Rev, string Sid, long At, byte[] Json)> _alerts = new(StringComparer.Ordinal);

    internal void Name(long key, string sid, string participant) => Of(key).Names ??= (sid, participant);

    /// <summary>A row of the table; older images of it may come too, so that only what grows is believed more than once.</summary>
    internal void Take(CarvedRecord record)
    {
        var session = Of(record.RowId);
        session.Names ??= (record.Text(1), record.Text(2));
        session.Started ??= record.IsNull(3) ? null : record.Integer(3);
        session.Ended ??= record.IsNull(4) ? null : record.Integer(4);
        if (record.Columns == 13 && !record.IsNull(12)) session.Dropped = record.Integer(12);
    }

    internal void TakeAlert(CarvedRecord record)
    {
        var json = record.Bytes(5).ToArray();
        if (Try(() => MonitorJson.ReadEvent(json, default)) is AlertEvent alert) Keep(alert, record.Text(1), record.Integer(4), json);
    }

    /// <summary>Writes the tables, once all rows and blocks are there.</summary>
    internal void Finish()
    {
        ReadNames();
        ReadRows();
        foreach (var (key, session) in _sessions) Write(key, session);
        fresh.Execute("DELETE FROM block WHERE session IN (SELECT key FROM session WHERE dropped_us IS NOT NULL)");
        foreach (var (aid, alert) in _alerts) Write(aid, alert);
    }

    private SavedSession Of(long key)
    {
        if (!_sessions.TryGetValue(key, out var session)) _sessions.Add(key, session = new());
        return session;
    }

    /// <summary>The second copy of the names (<see cref="JournalStatements.NameSession"/>).</summary>
    private void ReadNames()
    {
        using var command = fresh.Query("SELECT key, value FROM meta WHERE key LIKE 'session:%'");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            if (long.TryParse(reader.GetString(0).AsSpan(NameKey.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var key)
                && reader.GetString(1).Split(' ') is [var sid, var participant]) Name(key, sid, participant);
    }

    private void ReadRows()
    {
        using (var spans = fresh.Query("""
            SELECT session, min(seq), max(seq) FROM (SELECT session, seq FROM journal
              UNION ALL SELECT session, first_seq FROM block UNION ALL SELECT session, last_seq FROM block) GROUP BY session
            """))
        using (var span = spans.ExecuteReader())
            while (span.Read()) (Of(span.GetInt64(0)).First, Of(span.GetInt64(0)).Last) = (span.GetInt64(1), span.GetInt64(2));
        using var command = fresh.Query("SELECT session, kind, t_utc_us, body FROM journal WHERE kind <> 1 ORDER BY seq");
        using var row = command.ExecuteReader();
        while (row.Read()) Read(row.GetInt64(0), (JournalKind)row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));
    }

    private void Read(long key, JournalKind kind, long at, byte[] body)
    {
        var session = Of(key);
        if (kind == JournalKind.Event)
        {
            if (Try(() => MonitorJson.ReadEvent(body, Microseconds.FromUnixMicroseconds(at))) is AlertEvent alert) Keep(alert, SidOf(key, session), at, body);
            return;
        }

        var fact = Try(() => MonitorJson.ReadFact(body));
        if (fact is SessionStarted started) (session.Started, session.Person) = (session.Started ?? at, session.Person ?? started.Participant?.Id);
        if (fact is SessionEnded) session.Ended ??= at;
    }

    private void Keep(AlertEvent alert, string sid, long at, byte[] json)
    {
        if (!_alerts.TryGetValue(alert.Id, out var known) || known.Rev < alert.Rev) _alerts[alert.Id] = (alert.Rev, sid, at, json);
    }

    private void Write(long key, SavedSession session)
    {
        if (session.First == 0) return; // nothing of it is left
        var participant = session.Names?.Participant ?? session.Person ?? "unknown";
        var isNew = Add(key, SidOf(key, session), participant, session) || Add(key, Lost(key), participant, session); // a name stands once
        if (isNew) fresh.Number("INSERT OR IGNORE INTO meta(key, value) VALUES($0, $1)", NameKey + key.ToString(CultureInfo.InvariantCulture), $"{SidOf(key, session)} {participant}");
    }

    private bool Add(long key, string sid, string participant, SavedSession session) => fresh.Number(
        """
        INSERT OR IGNORE INTO session(key, sid, participant, started_us, ended_us, first_seq, last_seq, dropped_us) VALUES($0, $1, $2, $3, $4, $5, $6, $7) RETURNING 1
        """,
        key, sid, participant, Or(session.Started), Or(session.Ended), session.First, session.Ended is null ? DBNull.Value : session.Last, Or(session.Dropped)) == 1;

    private void Write(string aid, (int Rev, string Sid, long At, byte[] Json) alert)
    {
        var state = KebabCase.Of(((AlertEvent)MonitorJson.ReadEvent(alert.Json, Microseconds.FromUnixMicroseconds(alert.At))).State);
        fresh.Number(
            "INSERT OR IGNORE INTO alert(aid, sid, rev, state, t_utc_us, json) VALUES($0, $1, $2, $3, $4, CAST($5 AS TEXT))",
            aid, alert.Sid, (long)alert.Rev, state, alert.At, alert.Json);
    }

    /// <summary>A session whose every name was lost gets one by its number.</summary>
    private static string SidOf(long key, SavedSession session) => session.Names?.Sid ?? Lost(key);

    private static string Lost(long key) => string.Create(CultureInfo.InvariantCulture, $"s_lost{key:D8}");

    private static object Or(long? value) => value is { } known ? known : DBNull.Value;

    private static T? Try<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is JsonException or FormatException or ArgumentException or InvalidOperationException or NotSupportedException or KeyNotFoundException)
        {
            return null;
        }
    }

    private sealed class SavedSession
    {
        internal (string Sid, string Participant)? Names { get; set; }

        internal string? Person { get; set; }

        internal long? Started { get; set; }

        internal long? Ended { get; set; }

        internal long? Dropped { get; set; }

        internal long First { get; set; }

        internal long Last { get; set; }
    }
}
