using HeartMonitor.Core;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>
/// Packs the samples of sessions that have ended, all of them in one pass over the rows they lie among, a bounded piece at a time. Their rows go afterwards
/// (<see cref="RowSweep"/>): whenever it stops, a sample is there once or twice, and readers take it once.
/// </summary>
internal sealed class SamplePacker(SqliteConnection connection, JournalOptions options, TimeProvider time)
{
    /// <summary>Positions that one block may reach over: a reader in the middle looks back so far and no farther. Part of the format.</summary>
    internal const int LongestSpan = 1 << 20;

    /// <summary>Sessions in one pass: bounds what waits in memory to 256 blocks.</summary>
    private const int MostSessions = 256;

    private const int RowsPerStep = 8_000;

    private const int BlocksPerStep = 32;

    private const string Candidates = """
        SELECT key, sid, participant, max(first_seq, packed_seq + 1), last_seq FROM session
        WHERE ended_us <= $0 AND packed_seq BETWEEN 0 AND last_seq - 1
          AND (ended_us <= $1 OR last_seq <= (SELECT coalesce(min(seq), 9223372036854775807) FROM cursor))
          AND last_seq <= (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'counted_seq')
        ORDER BY first_seq LIMIT $2
        """;

    private const string Rows = """
        SELECT seq, session, t_utc_us, body, crc, coalesce(src, boot, n) IS NOT NULL FROM journal
        WHERE seq > $0 AND seq <= $1 AND kind = 1 ORDER BY seq LIMIT $2
        """;

    private readonly Dictionary<long, Collected> _sessions = [];
    private readonly Queue<Full> _full = new();
    private long _position;
    private long _end;

    /// <summary>One piece of work; false when there is none.</summary>
    internal bool Step()
    {
        if (_full.Count > 0) Write();
        else if (_sessions.Count > 0) Collect();
        else return Begin();
        return true;
    }

    private bool Begin()
    {
        var now = time.GetUtcNow();
        using var command = connection.Query(
            Candidates, (now - options.PackAfter).ToUnixMicroseconds(), (now - options.PackAnywayAfter).ToUnixMicroseconds(), (long)MostSessions);
        using var reader = command.ExecuteReader();
        (_position, _end) = (long.MaxValue, 0);
        while (reader.Read())
        {
            var session = new Collected(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4));
            _sessions.Add(session.Key, session);
            (_position, _end) = (Math.Min(_position, session.From - 1), Math.Max(_end, session.Last));
        }

        return _sessions.Count > 0;
    }

    private void Collect()
    {
        var read = 0;
        using (var command = connection.Query(Rows, _position, _end, (long)RowsPerStep))
        using (var reader = command.ExecuteReader())
        {
            for (; reader.Read(); read++)
            {
                _position = reader.GetInt64(0);
                if (_sessions.TryGetValue(reader.GetInt64(1), out var session) && _position >= session.From && _position <= session.Last) Take(session, reader);
            }
        }

        if (read < RowsPerStep) _position = _end;
        foreach (var session in _sessions.Values.Where(s => s.Last <= _position).ToList())
        {
            _sessions.Remove(session.Key);
            _full.Enqueue(new(session, session.Samples, session.IsStrange ? -1 : session.Last));
        }
    }

    private void Take(Collected session, SqliteDataReader reader)
    {
        var (at, body) = (reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
        var isWhole = reader.IsDBNull(4) || reader.GetInt64(4) == RowSum.Of(_position, 1, session.Key, at, body);
        session.IsStrange |= !isWhole || reader.GetBoolean(5);
        if (session.IsStrange) return;
        if (session.Samples.Count == options.SamplesPerBlock || (session.Samples.Count > 0 && _position - session.Samples[0].Seq >= LongestSpan))
        {
            _full.Enqueue(new(session, session.Samples, session.Samples[^1].Seq));
            session.Samples = [];
        }

        session.Samples.Add(new(_position, at, body));
    }

    private void Write()
    {
        using var transaction = connection.BeginTransaction();
        for (var i = 0; i < BlocksPerStep && _full.TryDequeue(out var full); i++) Write(full);
        transaction.Commit();
    }

    /// <summary>A block that would not come back as it went in is not written, and its session stays as it is for good.</summary>
    private void Write(Full full)
    {
        var (session, samples) = (full.Session, full.Samples);
        var body = samples.Count > 0 ? SampleBlock.Pack(samples) : null;
        var packedTo = body is null || ComesBack(body, samples) ? full.PackedTo : -1;
        connection.Number("UPDATE session SET packed_seq = $1 WHERE key = $0 AND packed_seq >= 0", session.Key, packedTo);
        if (body is null || packedTo < 0) return;
        var head = new BlockHead(
            samples[0].Seq, samples[^1].Seq, session.Key, session.Sid, session.Participant, samples.Count,
            samples.Min(s => s.Microseconds), samples.Max(s => s.Microseconds));
        connection.Number(
            "INSERT OR IGNORE INTO block(first_seq, last_seq, session, sid, participant, samples, first_us, last_us, crc, body) VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
            head.FirstSeq, head.LastSeq, head.Session, head.Sid, head.Participant, (long)head.Samples, head.FirstMicroseconds, head.LastMicroseconds,
            (long)RowSum.Of(head, body), body);
    }

    private static bool ComesBack(byte[] block, List<PackedSample> samples) =>
        SampleBlock.Unpack(block, samples.Count) is { } back
        && back.Zip(samples).All(pair => pair.First.Seq == pair.Second.Seq && pair.First.Microseconds == pair.Second.Microseconds
            && pair.First.Body.Span.SequenceEqual(pair.Second.Body.Span));

    /// <param name="Session">Whose samples.</param>
    /// <param name="Samples">None where the session has none behind its last block.</param>
    /// <param name="PackedTo">Up to here all samples of the session are packed; -1 when they cannot be.</param>
    private readonly record struct Full(Collected Session, List<PackedSample> Samples, long PackedTo);

    private sealed record Collected(long Key, string Sid, string Participant, long From, long Last)
    {
        internal List<PackedSample> Samples { get; set; } = [];

        /// <summary>A row that is damaged, or says more than a block can: such a session stays in rows.</summary>
        internal bool IsStrange { get; set; }
    }
}
