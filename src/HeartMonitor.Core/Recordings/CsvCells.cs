using System.Text;

namespace HeartMonitor.Core.Recordings;

/// <summary>
/// Splits CSV text into records (RFC 4180: quoted cells, doubled quotes, line breaks inside quotes; LF, CRLF or CR ends a record).
/// </summary>
internal sealed class CsvCells(TextReader text)
{
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _cell = new();
    private int _position;
    private int _length;
    private int _nextLine = 1;
    private int _recordLength;

    /// <summary>Characters of one record, ours: a row of a recording is some tens.</summary>
    internal const int LongestRecord = 64 * 1024;

    internal const string TooLong = "This row is longer than 64 Ki characters.";

    /// <summary>The record in hand was cut off because it is too long.</summary>
    internal bool IsTooLong => _recordLength > LongestRecord;

    /// <summary>Line, from 1, at which the record in hand begins.</summary>
    internal int Line { get; private set; }

    /// <summary>The text ended inside quotes that were opened in the record in hand.</summary>
    internal bool IsUnclosed { get; private set; }

    /// <summary>Reads the next record into <paramref name="cells"/>; false at the end of the text.</summary>
    internal bool TryRead(List<string> cells)
    {
        cells.Clear();
        (Line, _recordLength) = (_nextLine, 0);
        var quoted = false;
        var any = false;
        for (var next = Next(); ; next = Next())
        {
            if (next < 0)
            {
                IsUnclosed = quoted;
                if (any) TakeCell(cells);
                return any;
            }

            any = true;
            if (++_recordLength > LongestRecord) return true;
            if (quoted)
            {
                quoted = TakeQuoted((char)next);
                continue;
            }

            switch ((char)next)
            {
                case '"' when _cell.Length == 0: quoted = true; break;
                case ',': TakeCell(cells); break;
                case '\n': TakeCell(cells); return true;
                default: _cell.Append((char)next); break;
            }
        }
    }

    private bool TakeQuoted(char character)
    {
        if (character != '"')
        {
            _cell.Append(character);
            return true;
        }

        if (Peek() != '"') return false;
        Next();
        _cell.Append('"');
        return true;
    }

    private void TakeCell(List<string> cells)
    {
        cells.Add(_cell.Length == 0 ? string.Empty : _cell.ToString());
        _cell.Clear();
    }

    /// <summary>The next character, with every kind of line end as LF; -1 at the end.</summary>
    private int Next()
    {
        var next = Peek();
        if (next < 0) return -1;
        _position++;
        if (next == '\r')
        {
            if (Peek() == '\n') _position++;
            next = '\n';
        }

        if (next == '\n') _nextLine++;
        return next;
    }

    private int Peek()
    {
        if (_position < _length) return _buffer[_position];
        _length = text.Read(_buffer);
        _position = 0;
        return _length == 0 ? -1 : _buffer[0];
    }
}
