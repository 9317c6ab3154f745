using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>
/// Deletes the rows of packed samples, of all sessions together and in the order of the file, so that each page is written once. Only what a whole block holds
/// is deleted, whatever else the file says.
/// </summary>
internal sealed class RowSweep(SqliteConnection connection) : IDisposable
{
    private const long RowsPerStep = 8_000; // fewer would open each block more often

    private readonly JournalStatement _delete = new(connection, "DELETE FROM journal WHERE seq = ?1 AND kind = 1");

    /// <summary>One piece of work; false when there is none.</summary>
    internal bool Step()
    {
        var from = connection.Number("SELECT min(max(first_seq, cleared_seq + 1)) FROM session WHERE packed_seq > cleared_seq");
        if (from == 0) return false;
        var to = connection.Number("SELECT seq FROM journal WHERE seq >= $0 ORDER BY seq LIMIT 1 OFFSET $1", from, RowsPerStep);
        if (to == 0) to = long.MaxValue;
        using var transaction = connection.BeginTransaction();
        foreach (var seq in Packed(from, to)) _delete.Bind(1, seq).Run();
        connection.Number("UPDATE session SET cleared_seq = min(packed_seq, $0) WHERE packed_seq > cleared_seq AND cleared_seq < $0 AND first_seq <= $0", to);
        transaction.Commit();
        return true;
    }

    private List<long> Packed(long from, long to)
    {
        using var blocks = new PackedRows(connection, new(from - 1, to), new(connection), null);
        var found = new List<long>();
        while (blocks.NextUpTo(to) is var seq && seq < long.MaxValue && seq <= to)
        {
            found.Add(seq);
            blocks.Take();
        }

        return found;
    }

    public void Dispose() => _delete.Dispose();
}
