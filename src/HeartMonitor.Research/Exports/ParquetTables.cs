using System.Text;
using HeartMonitor.Research.Series;
using Parquet;
using Parquet.Schema;

namespace HeartMonitor.Research.Exports;

/// <summary>The tables of a session as Parquet: a file a table, <c>session.json</c> on one line as its metadata under the key <c>session</c>.</summary>
internal static class ParquetTables
{
    private const string MetadataKey = "session";

    internal static async Task<IReadOnlyList<ExportFile>> WriteAsync(SessionSeries series)
    {
        var about = Encoding.UTF8.GetString(SessionJson.OneLine(series));
        var files = new List<ExportFile>();
        foreach (var table in SessionTables.Of(series)) files.Add(await WriteAsync(table, about));
        return files;
    }

    private static async Task<ExportFile> WriteAsync(ITable table, string about)
    {
        var fields = table.Columns.Select(FieldOf).ToArray();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        foreach (var (field, column) in fields.Zip(table.Columns))
            if (column.Kind == ColumnKind.Text) options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.Dictionary;
        using var bytes = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), bytes, options))
        {
            writer.CustomMetadata = new Dictionary<string, string> { [MetadataKey] = about };
            using var rows = writer.CreateRowGroup();
            for (var i = 0; i < fields.Length; i++) await WriteColumnAsync(rows, fields[i], table, i);
            rows.CompleteValidate();
        }

        return new(table.Name + ".parquet", bytes.ToArray());
    }

    private static DataField FieldOf(ColumnFacts column) => column.Kind switch
    {
        ColumnKind.Time => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
        ColumnKind.Real => new DataField<double?>(column.Name),
        ColumnKind.Small => new DataField<ushort?>(column.Name),
        ColumnKind.Whole => new DataField<int?>(column.Name),
        ColumnKind.Long => new DataField<long?>(column.Name),
        ColumnKind.Flag => new DataField<bool?>(column.Name),
        ColumnKind.Text => new DataField(column.Name, typeof(string), isNullable: true),
    };

    private static ValueTask WriteColumnAsync(ParquetRowGroupWriter rows, DataField field, ITable table, int column) => table.Columns[column].Kind switch
    {
        ColumnKind.Time => new(rows.WriteAsync<DateTime>(field, Values(table, column, v => ((DateTimeOffset)v).UtcDateTime).AsMemory())),
        ColumnKind.Real => new(rows.WriteAsync<double>(field, Values(table, column, v => v is int whole ? whole : (double)v).AsMemory())),
        ColumnKind.Small => new(rows.WriteAsync<ushort>(field, Values(table, column, v => (ushort)(int)v).AsMemory())),
        ColumnKind.Whole => new(rows.WriteAsync<int>(field, Values(table, column, v => (int)v).AsMemory())),
        ColumnKind.Long => new(rows.WriteAsync<long>(field, Values(table, column, v => (long)v).AsMemory())),
        ColumnKind.Flag => new(rows.WriteAsync<bool>(field, Values(table, column, v => (bool)v).AsMemory())),
        ColumnKind.Text => new(rows.WriteAsync(field, Enumerable.Range(0, table.Rows).Select(row => (string)table.Cell(row, column)!).ToArray())),
    };

    private static T?[] Values<T>(ITable table, int column, Func<object, T> read) where T : struct =>
        [.. Enumerable.Range(0, table.Rows).Select(row => table.Cell(row, column) is { } value ? (T?)read(value) : null)];
}
