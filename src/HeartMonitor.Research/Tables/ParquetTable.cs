using Parquet;
using Parquet.Schema;

namespace HeartMonitor.Research.Tables;

/// <summary>Parquet: instants as microseconds in UTC, text as UTF-8, every column may be missing; what must be known stands in the file's key-value metadata.</summary>
public static class ParquetTable
{
    private const int RowsPerGroup = 20_000;

    /// <summary>Writes the table, a row group at a time. The stream need not be able to seek.</summary>
    public static async Task WriteAsync(DataTable table, Stream output, CancellationToken cancellation)
    {
        var fields = table.Columns.Select(FieldOf).ToArray();
        var counted = new CountingStream(output);
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), counted, cancellationToken: cancellation).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = new Dictionary<string, string>(table.Facts) { ["columns"] = ColumnNotes.Of(table.Columns) };
            for (var first = 0; first == 0 || first < table.RowCount; first += RowsPerGroup)
            {
                using var group = writer.CreateRowGroup();
                var count = Math.Min(RowsPerGroup, table.RowCount - first);
                for (var i = 0; i < fields.Length; i++) await WriteAsync(group, fields[i], table.Columns[i], first, count, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static DataField FieldOf(DataColumn column) => column.Kind switch
    {
        ColumnKind.Text => new DataField(column.Name, typeof(string), isNullable: true),
        ColumnKind.Whole => new DataField(column.Name, typeof(long), isNullable: true),
        ColumnKind.Number => new DataField(column.Name, typeof(double), isNullable: true),
        ColumnKind.Flag => new DataField(column.Name, typeof(bool), isNullable: true),
        ColumnKind.Instant => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
    };

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField field, DataColumn column, int first, int count, CancellationToken cancellation) => column.Kind switch
    {
        ColumnKind.Text => group.WriteAsync(field, Cells(column, first, count, static c => (string?)c)!),
        ColumnKind.Whole => group.WriteAsync<long>(field, Cells(column, first, count, static c => (long?)c), cancellationToken: cancellation),
        ColumnKind.Number => group.WriteAsync<double>(field, Cells(column, first, count, static c => (double?)c), cancellationToken: cancellation),
        ColumnKind.Flag => group.WriteAsync<bool>(field, Cells(column, first, count, static c => (bool?)c), cancellationToken: cancellation),
        ColumnKind.Instant => group.WriteAsync<DateTime>(field, Cells(column, first, count, static c => ((DateTimeOffset?)c)?.UtcDateTime), cancellationToken: cancellation),
    };

    private static T[] Cells<T>(DataColumn column, int first, int count, Func<object?, T> read)
    {
        var cells = new T[count];
        for (var i = 0; i < count; i++) cells[i] = read(column.Cell(first + i));
        return cells;
    }
}
