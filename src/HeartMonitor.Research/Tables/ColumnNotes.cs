using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeartMonitor.Research.Tables;

/// <summary>Name, unit and meaning of a column, for the metadata of a file.</summary>
internal sealed record ColumnNote(string Name, string? Unit, string Meaning);

internal static class ColumnNotes
{
    internal static string Of(IReadOnlyList<DataColumn> columns) =>
        JsonSerializer.Serialize([.. columns.Select(c => new ColumnNote(c.Name, c.Unit, c.Meaning))], ColumnNotesJson.Default.ColumnNoteArray);
}

/// <summary>Generated serialisers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ColumnNote[]))]
internal sealed partial class ColumnNotesJson : JsonSerializerContext;
