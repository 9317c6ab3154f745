using System.Globalization;
using System.Text.RegularExpressions;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal.Packing;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Erasure;

/// <summary>What a journal holds of one person.</summary>
/// <param name="Sessions">Session ids, oldest first.</param>
/// <param name="Open">Of them those that are not ended.</param>
/// <param name="Rows">Rows: packets, facts, decisions.</param>
/// <param name="PackedPackets">Packets in blocks.</param>
/// <param name="Alerts">Alerts in their newest revision.</param>
/// <param name="DeadLetters">Rows of theirs that a sink refused for good.</param>
/// <param name="Damaged">Damaged rows and blocks that were set aside.</param>
/// <param name="Mentions">Rows and alerts of other people that name the person, such as one whose strap may have been swapped.</param>
public sealed record PersonInJournal(
    IReadOnlyList<string> Sessions, IReadOnlyList<string> Open, long Rows, long PackedPackets, long Alerts, long DeadLetters, long Damaged, long Mentions)
{
    /// <summary>Nothing is held.</summary>
    public bool IsNothing => Sessions.Count == 0 && Mentions == 0;
}

/// <summary>
/// Takes one person out of a journal for good: sessions with all that belongs to them, and the pseudonym out of other people's rows, where a word stands in its place. What is
/// deleted is overwritten, and the file is written anew, so that no byte of it stays in the file. Only while no service has the journal: it holds sessions in memory.
/// </summary>
public sealed class JournalErasure(string folder)
{
    /// <summary>Stands where the pseudonym stood; no pseudonym, for it has a capital.</summary>
    public const string InPlace = "Erased";

    private const string OwnKeys = "(SELECT key FROM session WHERE participant = $0)";
    private const string OwnIds = "(SELECT sid FROM session WHERE participant = $0)";

    /// <summary>Counts, and changes nothing; beside a running service as well.</summary>
    /// <exception cref="SqliteException">The disk does not answer, or the file is damaged.</exception>
    /// <exception cref="JournalRefusedException">The file is of another version.</exception>
    public PersonInJournal Count(string participant)
    {
        using var connection = Connect(SqliteOpenMode.ReadOnly);
        connection.Execute(JournalSchema.ReaderPragmas);
        return Count(connection, participant);
    }

    /// <summary>Erases, and returns what was erased. Nothing happens where a session of the person is open.</summary>
    /// <param name="participant">Pseudonym.</param>
    /// <param name="at">When, for the tombstone.</param>
    /// <exception cref="JournalRefusedException">A service has the journal, or the file is of another version.</exception>
    /// <exception cref="SqliteException">The disk does not answer, has no room for the new file, or the file is damaged; what is committed by then is erased, and asking again finishes it.</exception>
    public PersonInJournal Erase(string participant, DateTimeOffset at)
    {
        using var alone = SqliteJournal.TakeLock(folder);
        using var connection = Connect(SqliteOpenMode.ReadWrite);
        connection.Execute(JournalSchema.WriterPragmas);
        connection.Execute("PRAGMA secure_delete=ON; PRAGMA temp_store=FILE");
        var held = Count(connection, participant);
        if (held.Open.Count > 0) return held;
        if (!held.IsNothing)
        {
            var dead = DeadLetters(connection, participant);
            using var transaction = connection.BeginTransaction();
            connection.Execute(JournalSchema.CountRows);
            foreach (var (sink, seq) in dead) connection.Number("DELETE FROM dead WHERE sink = $0 AND seq = $1", sink, seq);
            Delete(connection, participant);
            Unname(connection, participant);
            Bury(connection, held, at);
            transaction.Commit();
        }

        Rewrite(connection);
        return held;
    }

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = JournalFile.PathIn(folder), Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            if (JournalFile.RefuseNewer(connection) == JournalSchema.Version) return connection;
            throw new JournalRefusedException(JournalRefusal.ForeignFile, "The journal is of an earlier format: start and stop the service once, then it is of today's.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static PersonInJournal Count(SqliteConnection connection, string participant)
    {
        var (sessions, open) = (new List<string>(), new List<string>());
        using (var command = connection.Query("SELECT sid, started_us IS NOT NULL AND ended_us IS NULL FROM session WHERE participant = $0 ORDER BY key", participant))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                sessions.Add(reader.GetString(0));
                if (reader.GetInt64(1) != 0) open.Add(reader.GetString(0));
            }
        }

        return new(
            sessions,
            open,
            connection.Number($"SELECT count(*) FROM journal WHERE session IN {OwnKeys}", participant),
            connection.Number($"SELECT coalesce(sum(samples), 0) FROM block WHERE session IN {OwnKeys}", participant),
            connection.Number($"SELECT count(*) FROM alert WHERE sid IN {OwnIds}", participant),
            DeadLetters(connection, participant).Count,
            connection.Number($"SELECT count(*) FROM damaged WHERE sid IN {OwnIds}", participant),
            Mentions(connection, participant).Count + AlertMentions(connection, participant).Count);
    }

    private static void Delete(SqliteConnection connection, string participant)
    {
        foreach (var sql in new[]
        {
            "DELETE FROM command WHERE EXISTS (SELECT 1 FROM session s WHERE s.participant = $0 AND instr(command.result, s.sid) > 0)",
            $"DELETE FROM alert WHERE sid IN {OwnIds}",
            $"DELETE FROM damaged WHERE sid IN {OwnIds}",
            $"DELETE FROM journal WHERE session IN {OwnKeys}",
            $"DELETE FROM block WHERE session IN {OwnKeys}",
            "DELETE FROM meta WHERE key IN (SELECT 'session:' || key FROM session WHERE participant = $0)",
            "DELETE FROM session WHERE participant = $0",
        }) connection.Number(sql, participant);
    }

    /// <summary>Other people's rows say of the person only that there was one.</summary>
    private static void Unname(SqliteConnection connection, string participant)
    {
        foreach (var (seq, kind, session, at, body) in Mentions(connection, participant))
        {
            var text = System.Text.Encoding.UTF8.GetBytes(Word(participant).Replace(body, InPlace));
            connection.Number("UPDATE journal SET body = $1, crc = $2 WHERE seq = $0", seq, text, (long)RowSum.Of(seq, kind, session, at, text));
        }

        foreach (var (id, json) in AlertMentions(connection, participant))
            connection.Number("UPDATE alert SET json = $1 WHERE aid = $0", id, Word(participant).Replace(json, InPlace));
    }

    /// <summary>That something was here stays, and nothing of what it was. Positions that nobody holds any more may be given out again.</summary>
    private static void Bury(SqliteConnection connection, PersonInJournal held, DateTimeOffset at)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{held.Sessions.Count} sessions, {held.Rows} rows, {held.PackedPackets} packed packets");
        connection.Number("INSERT OR REPLACE INTO meta(key, value) VALUES($0, $1)", "erased:" + at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), what);
        connection.Execute("UPDATE meta SET value = CAST(min(CAST(value AS INTEGER), (SELECT coalesce(max(seq), 0) FROM journal)) AS TEXT) WHERE key = 'counted_seq'");
    }

    /// <summary>A page that was freed before today may hold rows of the person as well: only a file without such pages has none.</summary>
    private static void Rewrite(SqliteConnection connection)
    {
        connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        connection.Execute("VACUUM");
        connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static List<(string Sink, long Seq)> DeadLetters(SqliteConnection connection, string participant)
    {
        var dead = new List<(string, long)>();
        using (var command = connection.Query("SELECT sink, seq FROM dead ORDER BY seq"))
        using (var reader = command.ExecuteReader())
            while (reader.Read()) dead.Add((reader.GetString(0), reader.GetInt64(1)));
        return dead.FindAll(d => JournalRows.Read(connection, new(d.Item2 - 1, d.Item2), 1, null) is [var row] && row.Entry.Participant == participant);
    }

    private static List<(long Seq, long Kind, long Session, long At, string Body)> Mentions(SqliteConnection connection, string participant)
    {
        using var command = connection.Query(
            $"SELECT seq, kind, session, t_utc_us, body FROM journal WHERE kind <> {(int)JournalKind.Sample} AND session NOT IN {OwnKeys} AND instr(body, CAST($0 AS BLOB)) > 0", participant);
        using var reader = command.ExecuteReader();
        var rows = new List<(long, long, long, long, string)>();
        while (reader.Read())
        {
            var body = System.Text.Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(4));
            if (Word(participant).IsMatch(body)) rows.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), body));
        }

        return rows;
    }

    private static List<(string Id, string Json)> AlertMentions(SqliteConnection connection, string participant)
    {
        using var command = connection.Query($"SELECT aid, CAST(json AS TEXT) FROM alert WHERE sid NOT IN {OwnIds} AND instr(CAST(json AS TEXT), $0) > 0", participant);
        using var reader = command.ExecuteReader();
        var alerts = new List<(string, string)>();
        while (reader.Read())
            if (Word(participant).IsMatch(reader.GetString(1))) alerts.Add((reader.GetString(0), reader.GetString(1)));
        return alerts;
    }

    /// <summary>The pseudonym where it stands by itself: <c>p_1</c> is not in <c>p_12</c>.</summary>
    private static Regex Word(string participant) => new($"(?<![A-Za-z0-9_-]){Regex.Escape(participant)}(?![A-Za-z0-9_-])", RegexOptions.CultureInvariant);
}
