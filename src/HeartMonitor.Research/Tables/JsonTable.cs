using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HeartMonitor.Research.Tables;

/// <summary>One JSON object: what must be known, the columns with their units, then the rows as arrays in the order of the columns.</summary>
public static class JsonTable
{
    private const int BlockBytes = 32 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the object, a block at a time.</summary>
    public static async Task WriteAsync(DataTable table, Stream output, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(BlockBytes * 2);
        var json = new Utf8JsonWriter(buffer, Options);
        await using var _ = json.ConfigureAwait(false);
        json.WriteStartObject();
        foreach (var (name, value) in table.Facts)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }

        json.WriteStartArray("columns"u8);
        foreach (var column in table.Columns) Write(json, column);
        json.WriteEndArray();
        json.WriteStartArray("rows"u8);
        for (var row = 0; row < table.RowCount; row++)
        {
            json.WriteStartArray();
            foreach (var column in table.Columns) WriteCell(json, column.Cell(row));
            json.WriteEndArray();
            if (json.BytesPending + buffer.WrittenCount < BlockBytes) continue;
            json.Flush();
            await output.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        await output.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, DataColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, column.Name);
        json.WriteString("type"u8, column.Type);
        json.WriteString("unit"u8, column.Unit);
        json.WriteString("values"u8, column.Values);
        json.WriteString("meaning"u8, column.Meaning);
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int small: json.WriteNumberValue(small); break;
            case long whole: json.WriteNumberValue(whole); break;
            case double number: json.WriteNumberValue(number); break;
            case DateTimeOffset at: json.WriteStringValue(CsvText.Instant(at)); break;
            default: throw new ArgumentException($"A cell of a table is no {value.GetType().Name}.", nameof(value));
        }
    }
}
