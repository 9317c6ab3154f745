using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>The samples of blocks in the order of their positions: blocks of many sessions lie over each other, and each is opened when its turn comes.</summary>
internal sealed class PackedRows : IDisposable
{
    private const string Columns = "SELECT first_seq, last_seq, session, sid, participant, samples, first_us, last_us, crc, body FROM block ";

    /// <summary>Blocks that began before the range and reach into it; the packer keeps them shorter than that.</summary>
    private const string Reaching = Columns + """
        WHERE first_seq IN (SELECT first_seq FROM block WHERE last_seq > $0 AND last_seq <= $0 + $1 AND first_seq <= $0) AND ($2 IS NULL OR session = $2)
        """;

    private const string Later = Columns + "WHERE first_seq > $0 AND first_seq <= $1 AND ($2 IS NULL OR session = $2) ORDER BY first_seq";

    private readonly PriorityQueue<OpenBlock, long> _open = new();
    private readonly RowRange _range;
    private readonly SessionNames _names;
    private readonly Action<JournalDamage>? _damaged;
    private readonly SqliteCommand _later;
    private readonly SqliteDataReader _reader;
    private long _nextFirst;

    internal PackedRows(SqliteConnection connection, in RowRange range, SessionNames names, Action<JournalDamage>? damaged)
    {
        (_range, _names, _damaged) = (range, names, damaged);
        var session = range.Session is { } key ? key : (object)DBNull.Value;
        using (var command = connection.Query(Reaching, range.After, (long)SamplePacker.LongestSpan, session))
        using (var reader = command.ExecuteReader())
            while (reader.Read()) Open(reader);
        _later = connection.Query(Later, range.After, range.Last, session);
        _reader = _later.ExecuteReader();
        ReadNext();
    }

    /// <summary>Position of the next sample where it is not behind <paramref name="limit"/>; anything behind it otherwise.</summary>
    internal long NextUpTo(long limit)
    {
        while (_nextFirst < long.MaxValue && _nextFirst <= Math.Min(limit, Top))
        {
            Open(_reader);
            ReadNext();
        }

        return Top;
    }

    /// <summary>The sample whose position <see cref="NextUpTo"/> told.</summary>
    internal JournalRow Take()
    {
        var block = _open.Dequeue();
        var sample = block.Samples[block.At++];
        if (block.At < block.Samples.Length && block.Samples[block.At].Seq <= _range.Last) _open.Enqueue(block, block.Samples[block.At].Seq);
        return new(
            sample.Seq,
            new(JournalKind.Sample, block.Name.Session, block.Name.Participant, Microseconds.FromUnixMicroseconds(sample.Microseconds), sample.Body));
    }

    public void Dispose()
    {
        _reader.Dispose();
        _later.Dispose();
    }

    private long Top => _open.TryPeek(out _, out var seq) ? seq : long.MaxValue;

    private void ReadNext() => _nextFirst = _reader.Read() ? _reader.GetInt64(0) : long.MaxValue;

    private void Open(SqliteDataReader reader)
    {
        var session = reader.GetInt64(2);
        if (_range.Sessions?.Contains(session) == false) return;
        var (head, samples) = Unpack(reader);
        if (samples is null)
        {
            _damaged?.Invoke(new(head.FirstSeq, head.LastSeq, _names[session].Session, head.Samples, IsBlock: true));
            return;
        }

        var at = 0;
        while (at < samples.Length && samples[at].Seq <= _range.After) at++;
        if (at < samples.Length && samples[at].Seq <= _range.Last) _open.Enqueue(new(samples, at, _names[session]), samples[at].Seq);
    }

    /// <summary>Null samples for a block that is not what was written.</summary>
    internal static (BlockHead Head, PackedSample[]? Samples) Unpack(SqliteDataReader reader)
    {
        var head = new BlockHead(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4),
            (int)Math.Min(int.MaxValue, reader.GetInt64(5)), reader.GetInt64(6), reader.GetInt64(7));
        var body = reader.GetFieldValue<byte[]>(9);
        return (head, RowSum.Of(head, body) == reader.GetInt64(8) ? SampleBlock.Unpack(body, head.Samples) : null);
    }

    private sealed class OpenBlock(PackedSample[] samples, int at, NamedSession name)
    {
        internal PackedSample[] Samples { get; } = samples;

        internal int At { get; set; } = at;

        internal NamedSession Name { get; } = name;
    }
}
