namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>The bodies of a block, one array for all.</summary>
/// <param name="bodies">How many there will be.</param>
internal sealed class BodyBuffer(int bodies)
{
    private readonly int[] _ends = new int[bodies];
    private byte[] _bytes = new byte[bodies * 10];
    private int _count;
    private int _length;

    internal ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsMemory(start, _ends[index] - start);
        }
    }

    /// <summary>Room for the next body.</summary>
    internal Span<byte> Next(int length)
    {
        if (_length + length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        var room = _bytes.AsSpan(_length, length);
        _length += length;
        _ends[_count++] = _length;
        return room;
    }
}
