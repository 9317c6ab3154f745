using System.Buffers;
using System.Globalization;
using System.Text;

namespace HeartMonitor.Research.Tables;

/// <summary>
/// RFC 4180: UTF-8 without a byte order mark, lines ending in CR LF, decimal points, an empty cell where a value is missing. Text that a spreadsheet
/// would take for a formula gets an apostrophe before it (ecosystem-reliability 1c).
/// </summary>
public static class CsvTable
{
    private const int BlockBytes = 32 * 1024;

    /// <summary>Writes a header line and the rows, a block at a time.</summary>
    public static async Task WriteAsync(DataTable table, Stream output, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(BlockBytes * 2);
        for (var row = -1; row < table.RowCount; row++)
        {
            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (i > 0) buffer.Write(","u8);
                Encoding.UTF8.GetBytes(row < 0 ? table.Columns[i].Name : Cell(table.Columns[i].Cell(row)), buffer);
            }

            buffer.Write("\r\n"u8);
            if (buffer.WrittenCount < BlockBytes) continue;
            await output.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(text),
        bool flag => flag ? "true" : "false",
        DateTimeOffset at => Stamp(at),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    /// <summary>ISO 8601 in UTC with microseconds.</summary>
    internal static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Quoted(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
