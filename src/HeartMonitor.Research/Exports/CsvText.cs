using System.Globalization;
using System.Text;

namespace HeartMonitor.Research.Exports;

/// <summary>
/// Tables as CSV (RFC 4180): UTF-8 without a byte order mark, lines ending in CR LF, a point as decimal sign, empty for missing. A cell of text that a spreadsheet
/// would take for a formula gets an apostrophe before it.
/// </summary>
internal static class CsvText
{
    private const string LineEnd = "\r\n";

    internal static ExportFile Of(ITable table)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', table.Columns.Select(c => c.Name)).Append(LineEnd);
        for (var row = 0; row < table.Rows; row++)
        {
            for (var column = 0; column < table.Columns.Count; column++)
            {
                if (column > 0) text.Append(',');
                text.Append(Cell(table.Cell(row, column)));
            }

            text.Append(LineEnd);
        }

        return ExportFile.OfText(table.Name + ".csv", text.ToString());
    }

    /// <summary>The columns of the tables: what they are called, in which unit, what they mean.</summary>
    internal static ExportFile Dictionary(IEnumerable<ITable> tables)
    {
        var text = new StringBuilder("table,column,type,unit,meaning" + LineEnd);
        foreach (var table in tables)
            foreach (var column in table.Columns)
                text.AppendJoin(',', Text(table.Name), Text(column.Name), Text(TypeOf(column.Kind)), Text(column.Unit), Text(column.Meaning)).Append(LineEnd);
        return ExportFile.OfText("dictionary.csv", text.ToString());
    }

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

    /// <summary>To the microsecond, with Z.</summary>
    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The shortest form that reads back as the same number, without an exponent where it is short.</summary>
    internal static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    internal static string Text(string words)
    {
        var plain = words.Length > 0 && words[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + words : words;
        return plain.AsSpan().IndexOfAny("\",\r\n") < 0 ? plain : "\"" + plain.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private static string TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Time => "timestamp",
        ColumnKind.Real => "double",
        ColumnKind.Small => "uint16",
        ColumnKind.Whole => "int32",
        ColumnKind.Long => "int64",
        ColumnKind.Flag => "boolean",
        ColumnKind.Text => "text",
    };
}
