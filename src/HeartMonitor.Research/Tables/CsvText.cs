using System.Globalization;

namespace HeartMonitor.Research.Tables;

/// <summary>Cells as text: a point as decimal sign, empty for missing, whatever the machine's language.</summary>
internal static class CsvText
{
    /// <exception cref="ArgumentException">There is no text for a value of its type.</exception>
    internal static string Cell(object? value) => value switch
    {
        null => "",
        DateTimeOffset at => Instant(at),
        double number => Number(number),
        bool flag => flag ? "true" : "false",
        string words => Text(words),
        IFormattable whole => whole.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A cell cannot hold {value.GetType()}.", nameof(value)),
    };

    /// <summary>ISO 8601 in UTC, to the microsecond, with Z.</summary>
    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The shortest form that reads back as the same number, without an exponent where it is short.</summary>
    internal static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Quoted where RFC 4180 wants it; what a spreadsheet would run as a formula gets an apostrophe before it (ecosystem-reliability 1c).</summary>
    internal static string Text(string words)
    {
        var plain = words.Length > 0 && words[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + words : words;
        return plain.AsSpan().IndexOfAny("\",\r\n") < 0 ? plain : "\"" + plain.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
