namespace HeartMonitor.Core.Recordings;

/// <summary>Gives back the text that was looked at, then goes on with the rest. Does not dispose the rest.</summary>
internal sealed class PrefixedTextReader(string prefix, TextReader rest) : TextReader
{
    private int _position;

    public override int Peek() => _position < prefix.Length ? prefix[_position] : rest.Peek();

    public override int Read() => _position < prefix.Length ? prefix[_position++] : rest.Read();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var left = prefix.Length - _position;
        if (left == 0) return rest.Read(buffer);

        var count = Math.Min(left, buffer.Length);
        prefix.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
