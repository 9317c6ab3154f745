namespace HeartMonitor.Storage.Influx;

/// <summary>Lines as they are sent, each with the journal position of the row that it is from.</summary>
public sealed class LineBatch
{
    private readonly List<Line> _lines = [];

    /// <summary>Writes the next line; <see cref="End"/> makes it one of the batch.</summary>
    public LineProtocol Protocol { get; } = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Line> Lines => _lines;

    /// <summary>Forgets all lines.</summary>
    public void Clear()
    {
        Protocol.Clear();
        _lines.Clear();
    }

    /// <summary>Ends the line that was begun, with its time in microseconds; it is none when it has no field.</summary>
    public void End(long time, long seq)
    {
        var start = _lines.Count == 0 ? 0 : _lines[^1].Start + _lines[^1].Length;
        if (Protocol.End(time)) _lines.Add(new(start, Protocol.Length - start, seq));
    }

    /// <summary>The bytes of <paramref name="count"/> lines from <paramref name="first"/> on.</summary>
    public ReadOnlyMemory<byte> Bytes(int first, int count)
    {
        var end = _lines[first + count - 1];
        return Protocol.Written[_lines[first].Start..(end.Start + end.Length)];
    }
}

/// <summary>Where a line is in the bytes, and the journal position of the row that it came from; 0 for none.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its bytes, line feed included.</param>
/// <param name="Seq">The row.</param>
public readonly record struct Line(int Start, int Length, long Seq);
