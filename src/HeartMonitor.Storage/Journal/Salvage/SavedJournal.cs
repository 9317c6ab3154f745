using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal.Packing;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Salvage;

/// <summary>
/// A fresh journal from the pages of a damaged one. Rows and blocks carry checksums and are believed by these alone; the smaller tables are taken from pages that
/// are whole, and what they say of sessions and alerts is worked out anew from the rows (<see cref="SavedSessions"/>).
/// </summary>
internal sealed class SavedJournal : IDisposable
{
    private readonly SqliteConnection _fresh;
    private readonly SavedSessions _sessions;
    private readonly JournalStatement _row, _block, _command, _dead, _cursor, _meta;

    private SavedJournal(SqliteConnection fresh)
    {
        (_fresh, _sessions) = (fresh, new(fresh));
        _row = new(fresh, "INSERT OR IGNORE INTO journal(seq, kind, session, t_utc_us, body, crc) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
        _block = new(fresh, """
            INSERT OR IGNORE INTO block(first_seq, last_seq, session, sid, participant, samples, first_us, last_us, crc, body)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """);
        _command = new(fresh, "INSERT OR IGNORE INTO command(id, result, at) VALUES(?1, ?2, ?3)");
        _dead = new(fresh, "INSERT OR IGNORE INTO dead(sink, seq, reason, at) VALUES(?1, ?2, ?3, ?4)");
        _cursor = new(fresh, "INSERT INTO cursor(sink, seq) VALUES(?1, ?2) ON CONFLICT(sink) DO UPDATE SET seq = max(seq, excluded.seq)");
        _meta = new(fresh, "INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = CAST(max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER)) AS TEXT) WHERE key = 'epoch'");
    }

    /// <summary>Fills an empty journal; how many rows, packed ones included.</summary>
    internal static long Fill(SqliteConnection fresh, PageReader pages)
    {
        using var transaction = fresh.BeginTransaction();
        using (var saved = new SavedJournal(fresh)) saved.Fill(new PageCarver(pages), pages);
        transaction.Commit();
        return fresh.Number("SELECT (SELECT count(*) FROM journal) + (SELECT coalesce(sum(samples), 0) FROM block)");
    }

    public void Dispose()
    {
        foreach (var statement in (JournalStatement[])[_row, _block, _command, _dead, _cursor, _meta]) statement.Dispose();
    }

    private void Fill(PageCarver carver, PageReader pages)
    {
        foreach (var page in pages.All())
            foreach (var record in carver.Carve(page, out var isWhole)) Take(record, isWhole);
        DropDoubles();
        _sessions.Finish();
        _fresh.Execute(JournalSchema.CountRows);
        _fresh.Execute("UPDATE session SET samples = samples + coalesce((SELECT sum(samples) FROM block WHERE session = session.key), 0)");
    }

    private void Take(CarvedRecord record, bool isWhole)
    {
        switch (record.Shape)
        {
            case "niiinnnbi" or "niiinnnb" or "niiinnnbn":
                TakeRow(record, isWhole);
                break;
            case "niittiiiib":
                TakeBlock(record);
                break;
            case var shape when isWhole && shape.StartsWith("ntt", StringComparison.Ordinal) && record.Columns is 10 or 13:
                _sessions.Take(record);
                break;
            case "ttitit" when isWhole:
                _sessions.TakeAlert(record);
                break;
            case "tti" when isWhole:
                _command.Bind(1, record.Text(0)).Bind(2, record.Text(1)).Bind(3, record.Integer(2)).Run();
                break;
            case "ntiti" when isWhole:
                _dead.Bind(1, record.Text(1)).Bind(2, record.Integer(2)).Bind(3, record.Text(3)).Bind(4, record.Integer(4)).Run();
                break;
            case "ti" when isWhole:
                _cursor.Bind(1, record.Text(0)).Bind(2, record.Integer(1)).Run();
                break;
            case "tt" when isWhole && record.Text(0) != "counted_seq":
                _meta.Bind(1, record.Text(0)).Bind(2, record.Text(1)).Run();
                break;
            default:
                break;
        }
    }

    /// <summary>A row of the first format has no checksum and is believed where its page is whole.</summary>
    private void TakeRow(CarvedRecord record, bool isWhole)
    {
        var (seq, kind, session, at) = (record.RowId, record.Integer(1), record.Integer(2), record.Integer(3));
        var body = record.Bytes(7).Span;
        var hasSum = record.Columns == 9 && !record.IsNull(8);
        if (seq < 1 || session < 1 || kind is < (long)JournalKind.Sample or > (long)JournalKind.Event) return;
        if (hasSum ? RowSum.Of(seq, kind, session, at, body) != record.Integer(8) : !isWhole) return;
        _row.Bind(1, seq).Bind(2, kind).Bind(3, session).Bind(4, at).Bind(5, body).Bind(6, RowSum.Of(seq, kind, session, at, body)).Run();
    }

    private void TakeBlock(CarvedRecord record)
    {
        var head = new BlockHead(
            record.RowId, record.Integer(1), record.Integer(2), record.Text(3), record.Text(4), (int)Math.Clamp(record.Integer(5), 0, int.MaxValue), record.Integer(6), record.Integer(7));
        var body = record.Bytes(9).Span;
        if (RowSum.Of(head, body) != record.Integer(8)) return;
        _sessions.Name(head.Session, head.Sid, head.Participant);
        _block.Bind(1, head.FirstSeq).Bind(2, head.LastSeq).Bind(3, head.Session).Bind(4, head.Sid).Bind(5, head.Participant).Bind(6, head.Samples)
            .Bind(7, head.FirstMicroseconds).Bind(8, head.LastMicroseconds).Bind(9, record.Integer(8)).Bind(10, body).Run();
    }

    /// <summary>Rows that were packed and not yet deleted, or that lay in a page which was free: the block has them.</summary>
    private void DropDoubles()
    {
        using var delete = new JournalStatement(_fresh, "DELETE FROM journal WHERE seq = ?1 AND kind = 1");
        using var blocks = _fresh.Query("""
            SELECT first_seq, last_seq, session, sid, participant, samples, first_us, last_us, crc, body FROM block
            WHERE EXISTS(SELECT 1 FROM journal j WHERE j.seq BETWEEN block.first_seq AND block.last_seq AND j.kind = 1 AND j.session = block.session)
            """);
        using var reader = blocks.ExecuteReader();
        while (reader.Read())
            foreach (var sample in PackedRows.Unpack(reader).Samples ?? []) delete.Bind(1, sample.Seq).Run();
    }
}
