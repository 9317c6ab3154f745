using Parquet;
using Parquet.Schema;

namespace HeartMonitor.Research.Tables;

/// <summary>
/// Parquet: instants as microseconds in UTC, words in a dictionary, every column may be missing; what must be known stands in the file's key-value metadata, the columns
/// with their units and meanings under <c>columns</c>.
/// </summary>
public static class ParquetTable
{
    private const int RowsPerGroup = 20_000;

    /// <summary>Writes the table, a row group at a time. The stream need not be able to seek.</summary>
    public static async Task WriteAsync(DataTable table, Stream output, CancellationToken cancellation)
    {
        var fields = table.Columns.Select(FieldOf).ToArray();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        foreach (var (field, column) in fields.Zip(table.Columns))
            if (column.Kind == ColumnKind.Text) options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.Dictionary;
        var counted = new CountingStream(output);
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), counted, options, cancellationToken: cancellation).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = new Dictionary<string, string>(table.Facts) { ["columns"] = TableGuide.Json(table) };
            for (var first = 0; first == 0 || first < table.RowCount; first += RowsPerGroup)
            {
                using var group = writer.CreateRowGroup();
                var count = Math.Min(RowsPerGroup, table.RowCount - first);
                for (var i = 0; i < fields.Length; i++) await WriteAsync(group, fields[i], table.Columns[i], first, count, cancellation).ConfigureAwait(false);
                group.CompleteValidate();
            }
        }
    }

    private static DataField FieldOf(DataColumn column) => column.Kind switch
    {
        ColumnKind.Time => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
        ColumnKind.Real => new DataField<double?>(column.Name),
        ColumnKind.Small => new DataField<ushort?>(column.Name),
        ColumnKind.Whole => new DataField<int?>(column.Name),
        ColumnKind.Large => new DataField<long?>(column.Name),
        ColumnKind.Flag => new DataField<bool?>(column.Name),
        ColumnKind.Text => new DataField(column.Name, typeof(string), isNullable: true),
    };

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField field, DataColumn column, int first, int count, CancellationToken cancellation) => column.Kind switch
    {
        ColumnKind.Time => group.WriteAsync<DateTime>(field, Cells(column, first, count, static c => ((DateTimeOffset?)c)?.UtcDateTime), cancellationToken: cancellation),
        ColumnKind.Real => group.WriteAsync<double>(field, Cells(column, first, count, static c => (double?)c), cancellationToken: cancellation),
        ColumnKind.Small => group.WriteAsync<ushort>(field, Cells(column, first, count, static c => c is int small ? (ushort?)small : null), cancellationToken: cancellation),
        ColumnKind.Whole => group.WriteAsync<int>(field, Cells(column, first, count, static c => (int?)c), cancellationToken: cancellation),
        ColumnKind.Large => group.WriteAsync<long>(field, Cells(column, first, count, static c => (long?)c), cancellationToken: cancellation),
        ColumnKind.Flag => group.WriteAsync<bool>(field, Cells(column, first, count, static c => (bool?)c), cancellationToken: cancellation),
        ColumnKind.Text => group.WriteAsync(field, Cells(column, first, count, static c => (string?)c)!),
    };

    private static T[] Cells<T>(DataColumn column, int first, int count, Func<object?, T> read)
    {
        var cells = new T[count];
        for (var i = 0; i < count; i++) cells[i] = read(column.Cell(first + i));
        return cells;
    }
}
