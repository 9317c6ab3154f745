using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeartMonitor.Research.Tables;

/// <summary>A column as the dictionary tells it.</summary>
/// <param name="Table">Name of its table.</param>
/// <param name="Column">Its name.</param>
/// <param name="Type"><c>timestamp double uint16 int32 int64 boolean text</c>.</param>
/// <param name="Unit">Its unit; null for none.</param>
/// <param name="Values">Values that it may have, blanks between; null where there is no such list.</param>
/// <param name="Meaning">One plain sentence.</param>
public sealed record DictionaryRow(string Table, string Column, string Type, string? Unit, string? Values, string Meaning);

/// <summary>What the columns of tables mean. The tables themselves, the exports' <c>dictionary.csv</c> and the API's dictionary are all made from the same columns.</summary>
public static class TableGuide
{
    private static readonly ColumnNoteJson Readable = new(new JsonSerializerOptions(ColumnNoteJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static readonly TableForm<DictionaryRow> Form = new("dictionary",
    [
        new("table", ColumnKind.Text, null, null, "Name of the table", r => r.Table),
        new("column", ColumnKind.Text, null, null, "Name of the column", r => r.Column),
        new("type", ColumnKind.Text, null, "timestamp double uint16 int32 int64 boolean text", "What it holds", r => r.Type),
        new("unit", ColumnKind.Text, null, null, "Unit, as UCUM writes it where it knows it", r => r.Unit),
        new("values", ColumnKind.Text, null, null, "Values that it may have, blanks between", r => r.Values),
        new("meaning", ColumnKind.Text, null, null, "What it says", r => r.Meaning),
    ]);

    /// <summary>Every column of every table that the program writes.</summary>
    public static IReadOnlyList<DictionaryRow> All { get; } = [.. SeriesTables.Empty.SelectMany(Rows)];

    /// <summary>The dictionary of some tables, as a table.</summary>
    public static DataTable Of(params IEnumerable<DataTable> tables) => AsTable([.. tables.SelectMany(Rows)]);

    /// <summary>Rows of a dictionary as a table.</summary>
    public static DataTable AsTable(IReadOnlyList<DictionaryRow> rows) => Form.Over(rows);

    /// <summary>The columns of a table as JSON, for the metadata of its file.</summary>
    internal static string Json(DataTable table) => JsonSerializer.Serialize(
        [.. table.Columns.Select(c => new ColumnNote(c.Name, c.Type, c.Unit, c.Values, c.Meaning))], Readable.ColumnNoteArray);

    private static IEnumerable<DictionaryRow> Rows(DataTable table) => table.Columns.Select(c => new DictionaryRow(table.Name, c.Name, c.Type, c.Unit, c.Values, c.Meaning));
}

/// <summary>A column in the metadata of its own table.</summary>
internal sealed record ColumnNote(string Name, string Type, string? Unit, string? Values, string Meaning);

/// <summary>Generated serialisers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ColumnNote[]))]
internal sealed partial class ColumnNoteJson : JsonSerializerContext;
