using System.Text;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary>Gives its text a few characters at a time, as a slow pipe does.</summary>
internal sealed class DribblingReader(string text, int piece) : TextReader
{
    private int _given;

    public override int Read(Span<char> buffer)
    {
        var count = Math.Min(Math.Min(piece, buffer.Length), text.Length - _given);
        text.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }
}

/// <summary>Gives one piece at each call and tells when it is asked for the next.</summary>
internal sealed class AskingReader(string[] pieces, Action asked) : TextReader
{
    private int _given;

    public override int Read(Span<char> buffer)
    {
        asked();
        if (_given == pieces.Length) return 0;
        var piece = pieces[_given++];
        piece.CopyTo(buffer);
        return piece.Length;
    }
}

/// <summary>So many zeros, then the tail.</summary>
internal sealed class EndlessLine(int zeros, string tail) : TextReader
{
    private int _left = zeros;
    private readonly StringReader _tail = new(tail);

    public override int Read(Span<char> buffer)
    {
        if (_left == 0) return _tail.Read(buffer);
        var count = Math.Min(_left, buffer.Length);
        buffer[..count].Fill('0');
        _left -= count;
        return count;
    }
}

/// <summary>Counts lines and calls.</summary>
internal sealed class CountingWriter : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    internal int Calls { get; private set; }

    internal int Lines { get; private set; }

    public override void Write(char[] buffer, int index, int count)
    {
        Calls++;
        Lines += buffer.AsSpan(index, count).Count('\n');
    }

    public override void Flush() => Calls++;
}
