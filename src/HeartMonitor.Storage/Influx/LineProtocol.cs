using System.Buffers;
using System.Globalization;
using System.Text;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// Writes InfluxDB line protocol: measurement, tags, fields, time, in that order, one line after the other. Invariant culture, whatever
/// the machine's. A line without a field is taken back. Not thread-safe; the memory is kept for the next lines.
/// </summary>
/// <remarks>
/// What the format cannot say is written as near as it can be: a line break in a tag or string becomes a blank; a backslash in a tag
/// that would escape what follows it becomes a slash; an empty tag and a number that is not finite are left out, the latter counted.
/// </remarks>
public sealed class LineProtocol
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _lineStart;
    private bool _hasFields;

    /// <summary>Bytes written so far, whole lines with their line feeds.</summary>
    public int Length { get; private set; }

    /// <summary>Numbers left out because they were not finite, since the start.</summary>
    public long SkippedNumbers { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Forgets all lines.</summary>
    public void Clear() => Length = 0;

    /// <summary>Begins a line.</summary>
    public LineProtocol Measurement(string name)
    {
        (_lineStart, _hasFields) = (Length, false);
        Name(name);
        return this;
    }

    /// <summary>Adds a tag; tags come before fields, sorted by key. An empty value leaves it out.</summary>
    public LineProtocol Tag(string key, string value)
    {
        if (value.Length == 0) return this;
        Byte((byte)',');
        Name(key);
        Byte((byte)'=');
        Escaped(value, isString: false);
        return this;
    }

    /// <summary>Adds a whole number: <c>i</c> at the end fixes the type.</summary>
    public LineProtocol Field(string key, long value)
    {
        Key(key);
        Number(value);
        Byte((byte)'i');
        return this;
    }

    /// <summary>Adds a number, always with a decimal point or exponent; one that is not finite is left out and counted.</summary>
    public LineProtocol Field(string key, double value)
    {
        if (!double.IsFinite(value))
        {
            SkippedNumbers++;
            return this;
        }

        Key(key);
        var start = Length;
        Number(value);
        if (_bytes.AsSpan(start, Length - start).IndexOfAny(".E"u8) < 0) Bytes(".0"u8);
        return this;
    }

    /// <summary>Adds <c>t</c> or <c>f</c>.</summary>
    public LineProtocol Field(string key, bool value)
    {
        Key(key);
        Byte(value ? (byte)'t' : (byte)'f');
        return this;
    }

    /// <summary>Adds a string.</summary>
    public LineProtocol Field(string key, string value)
    {
        Key(key);
        Byte((byte)'"');
        Escaped(value, isString: true);
        Byte((byte)'"');
        return this;
    }

    /// <summary>Ends the line.</summary>
    /// <param name="time">In the precision that the request names; here always microseconds since 1970 UTC.</param>
    /// <returns>False when it had no field and was taken back.</returns>
    public bool End(long time)
    {
        if (!_hasFields)
        {
            Length = _lineStart;
            return false;
        }

        Byte((byte)' ');
        Number(time);
        Byte((byte)'\n');
        return true;
    }

    private void Key(string key)
    {
        Byte(_hasFields ? (byte)',' : (byte)' ');
        Name(key);
        Byte((byte)'=');
        _hasFields = true;
    }

    private void Name(string name)
    {
        if (name.Length == 0 || name[0] is '_' or '#' || name == "time")
            throw new ArgumentException($"'{name}' is reserved in line protocol.", nameof(name));
        Escaped(name, isString: false);
    }

    private void Escaped(string text, bool isString)
    {
        for (var i = 0; i < text.Length;)
        {
            var plain = text.AsSpan(i).IndexOfAny(Specials);
            if (plain != 0)
            {
                var length = plain < 0 ? text.Length - i : plain;
                Length += Encoding.UTF8.GetBytes(text.AsSpan(i, length), Room(Encoding.UTF8.GetMaxByteCount(length)));
                i += length;
                continue;
            }

            Special(text[i], i + 1 < text.Length ? text[i + 1] : ' ', isString);
            i++;
        }
    }

    private void Special(char special, char next, bool isString)
    {
        if (special is '\n' or '\r') special = ' ';
        var isEscaped = isString ? special is '"' or '\\' : special is ',' or '=' or ' ';
        if (!isString && special == '\\' && Specials.Contains(next) && next != '"') special = '/';
        if (isEscaped) Byte((byte)'\\');
        Byte((byte)special);
    }

    private void Number<T>(T value) where T : IUtf8SpanFormattable
    {
        if (!value.TryFormat(Room(40), out var written, default, CultureInfo.InvariantCulture))
            throw new InvalidOperationException("A number is longer than 40 characters.");
        Length += written;
    }

    private void Byte(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    private void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        Length += value.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - Length < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + bytes));
        return _bytes.AsSpan(Length);
    }

    private static readonly SearchValues<char> Specials = SearchValues.Create(", =\\\"\n\r");
}
