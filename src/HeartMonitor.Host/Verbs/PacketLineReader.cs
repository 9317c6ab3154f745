namespace HeartMonitor.Host.Verbs;

/// <summary>
/// Splits text into lines as <see cref="TextReader.ReadLine"/> does, but a block at a time and without a string for each line. A line
/// longer than the limit is cut there and the rest of it is passed over, so that memory is bounded whatever comes.
/// </summary>
/// <param name="input">The text; a byte order mark at its start is passed over.</param>
/// <param name="longestLine">The limit in characters.</param>
internal sealed class PacketLineReader(TextReader input, int longestLine = PacketLineReader.LongestLine)
{
    /// <summary>Characters. A packet has at most 512 bytes (Bluetooth's longest attribute), so this is 16,000 times the longest.</summary>
    internal const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Characters of one line that are passed over before the reader gives up: ours, a device that never ends has no line end.</summary>
    internal const long LongestPassedOver = 128L << 20;

    private const int BlockLength = 16 * 1024;
    private const char ByteOrderMark = '\uFEFF';

    private char[] _buffer = new char[BlockLength];
    private int _start;
    private int _end;
    private int _lineStart;
    private int _lineLength;
    private char _passOver = ByteOrderMark;
    private bool _insideCutLine;

    /// <summary>The line without its end; valid until the next <see cref="MoveNext"/>.</summary>
    internal ReadOnlySpan<char> Current => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>True when <see cref="Current"/> is only the start of a line beyond the limit.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>True when <see cref="MoveNext"/> gave up within a line.</summary>
    internal bool IsEndless { get; private set; }

    /// <summary>True when all that has been read from the input has been given out.</summary>
    internal bool IsDrained => _start == _end;

    /// <summary>Goes to the next line.</summary>
    /// <returns>False at the end of the input. An end of line before it begins no further line.</returns>
    internal bool MoveNext()
    {
        if (_insideCutLine && !PassOverRestOfLine()) return false;

        for (var searched = 0; ;)
        {
            var index = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOfAny('\r', '\n');
            if (index >= 0) return TakeLine(searched + index, endLength: 1);

            searched = _end - _start;
            if (searched > longestLine)
            {
                _insideCutLine = true;
                return TakeLine(searched, endLength: 0);
            }

            if (!Fill()) return searched > 0 && TakeLine(searched, endLength: 0);
        }
    }

    private bool TakeLine(int length, int endLength)
    {
        IsCut = length > longestLine;
        (_lineStart, _lineLength) = (_start, Math.Min(length, longestLine));
        _start += length;
        if (endLength > 0) TakeEndOfLine();
        return true;
    }

    /// <summary>The line feed of a carriage return and line feed may come with the next block only.</summary>
    private void TakeEndOfLine()
    {
        if (_buffer[_start++] == '\r') _passOver = '\n';
        PassOver();
    }

    private void PassOver()
    {
        if (_passOver == '\0' || _start == _end) return;
        if (_buffer[_start] == _passOver) _start++;
        _passOver = '\0';
    }

    private bool PassOverRestOfLine()
    {
        _insideCutLine = false;
        int index;
        var passedOver = 0L;
        while ((index = _buffer.AsSpan(_start, _end - _start).IndexOfAny('\r', '\n')) < 0)
        {
            passedOver += _end - _start;
            _start = _end;
            IsEndless = passedOver > LongestPassedOver;
            if (IsEndless || !Fill()) return false;
        }

        _start += index;
        TakeEndOfLine();
        return true;
    }

    /// <summary>Reads what is there, behind what is not given out yet.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = input.Read(_buffer.AsSpan(_end));
        _end += read;
        PassOver();
        return read > 0;
    }
}
