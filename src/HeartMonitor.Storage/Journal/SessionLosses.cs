using HeartMonitor.Core.Ports;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal;

/// <summary>What a session has lost: worked out from what was met while reading, what the service has set aside, and what was deleted after its time.</summary>
internal static class SessionLosses
{
    /// <summary>Rows of a session that were found damaged before and are not among the others any more.</summary>
    internal static IReadOnlyList<JournalDamage> SetAside(SqliteConnection connection, string session)
    {
        if (connection.Number("SELECT count(*) FROM main.sqlite_schema WHERE name = 'damaged'") == 0) return []; // a file of format 1
        using var command = connection.Query("SELECT first_seq, last_seq, rows, what = 'block' FROM damaged WHERE sid = $0 ORDER BY first_seq", session);
        using var reader = command.ExecuteReader();
        var damages = new List<JournalDamage>();
        while (reader.Read()) damages.Add(new(reader.GetInt64(0), reader.GetInt64(1), session, reader.GetInt64(2), reader.GetInt64(3) != 0));
        return damages;
    }

    /// <summary>All packets of the session, where their time is over; null where they were kept.</summary>
    internal static JournalDamage? Deleted(SqliteConnection connection, string session)
    {
        using var command = connection.Query("SELECT first_seq, last_seq, samples FROM session WHERE sid = $0 AND dropped_us IS NOT NULL AND last_seq IS NOT NULL", session);
        using var reader = command.ExecuteReader();
        return reader.Read() ? new(reader.GetInt64(0), reader.GetInt64(1), session, reader.GetInt64(2), IsBlock: true) : null;
    }

    /// <summary>The losses by position, each once; what stands in a second place as well is none.</summary>
    internal static IReadOnlyList<LostRows> Of(List<JournalRow> rows, IEnumerable<JournalDamage> damages, JournalDamage? deleted)
    {
        var lost = new List<LostRows>();
        foreach (var damage in damages.DistinctBy(d => (d.FirstSeq, d.IsBlock)).OrderBy(d => d.FirstSeq))
            if (Of(rows, damage, RowLoss.Damaged) is { } one) Add(lost, one);
        if (deleted is not null && Of(rows, deleted, RowLoss.Deleted) is { } all) lost.Add(all);
        return lost;
    }

    /// <summary>Rows with nothing between them are told as one loss.</summary>
    private static void Add(List<LostRows> lost, LostRows one)
    {
        if (lost.Count > 0 && lost[^1] is var last && (last.Why, last.ArePackets, last.From, last.To) == (one.Why, one.ArePackets, one.From, one.To))
            lost[^1] = last with { LastSeq = one.LastSeq, Rows = last.Rows + one.Rows };
        else lost.Add(one);
    }

    private static LostRows? Of(List<JournalRow> rows, JournalDamage damage, RowLoss why)
    {
        var there = rows.Count(r => r.Seq >= damage.FirstSeq && r.Seq <= damage.LastSeq && (!damage.IsBlock || r.Entry.Kind == JournalKind.Sample));
        if (there >= damage.Rows) return null;
        DateTimeOffset? before = null, after = null;
        foreach (var row in rows)
        {
            if (row.Seq < damage.FirstSeq) before = row.Entry.At;
            else if (row.Seq > damage.LastSeq && after is null) after = row.Entry.At;
        }

        return new(damage.FirstSeq, damage.LastSeq, damage.Rows - there, why, damage.IsBlock, before, after);
    }
}
