using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace HeartMonitor.Research.Tables;

/// <summary>An Arrow IPC stream: what <c>pyarrow.ipc.open_stream</c>, polars and the R package read. Instants are microseconds in UTC.</summary>
public static class ArrowTable
{
    private const int RowsPerBatch = 20_000;

    /// <summary>Writes the table, a record batch at a time.</summary>
    public static async Task WriteAsync(DataTable table, Stream output, CancellationToken cancellation)
    {
        var schema = SchemaOf(table);
        using var writer = new ArrowStreamWriter(new CountingStream(output), schema, leaveOpen: true);
        await writer.WriteStartAsync(cancellation).ConfigureAwait(false);
        for (var first = 0; first < table.RowCount; first += RowsPerBatch)
        {
            var count = Math.Min(RowsPerBatch, table.RowCount - first);
            using var batch = new RecordBatch(schema, [.. table.Columns.Select(c => Cells(c, first, count))], count);
            await writer.WriteRecordBatchAsync(batch, cancellation).ConfigureAwait(false);
        }

        await writer.WriteEndAsync(cancellation).ConfigureAwait(false);
    }

    private static Schema SchemaOf(DataTable table)
    {
        var schema = new Schema.Builder().Metadata("columns", TableGuide.Json(table));
        foreach (var (name, value) in table.Facts) schema.Metadata(name, value);
        foreach (var column in table.Columns) schema.Field(new Field(column.Name, TypeOf(column.Kind), nullable: true));
        return schema.Build();
    }

    private static ArrowType TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Time => Instants,
        ColumnKind.Real => DoubleType.Default,
        ColumnKind.Small => UInt16Type.Default,
        ColumnKind.Whole => Int32Type.Default,
        ColumnKind.Large => Int64Type.Default,
        ColumnKind.Flag => BooleanType.Default,
        ColumnKind.Text => StringType.Default,
    };

    private static readonly TimestampType Instants = new(TimeUnit.Microsecond, "UTC");

    private static IArrowArray Cells(DataColumn column, int first, int count) => column.Kind switch
    {
        ColumnKind.Time => Fill(new TimestampArray.Builder(Instants), column, first, count, static (b, v) => b.Append((DateTimeOffset)v), static b => b.AppendNull()).Build(),
        ColumnKind.Real => Fill(new DoubleArray.Builder(), column, first, count, static (b, v) => b.Append((double)v), static b => b.AppendNull()).Build(),
        ColumnKind.Small => Fill(new UInt16Array.Builder(), column, first, count, static (b, v) => b.Append((ushort)(int)v), static b => b.AppendNull()).Build(),
        ColumnKind.Whole => Fill(new Int32Array.Builder(), column, first, count, static (b, v) => b.Append((int)v), static b => b.AppendNull()).Build(),
        ColumnKind.Large => Fill(new Int64Array.Builder(), column, first, count, static (b, v) => b.Append((long)v), static b => b.AppendNull()).Build(),
        ColumnKind.Flag => Fill(new BooleanArray.Builder(), column, first, count, static (b, v) => b.Append((bool)v), static b => b.AppendNull()).Build(),
        ColumnKind.Text => Text(column, first, count),
    };

    private static StringArray Text(DataColumn column, int first, int count)
    {
        var text = new StringArray.Builder();
        for (var i = first; i < first + count; i++) text.Append((string?)column.Cell(i));
        return text.Build();
    }

    private static TBuilder Fill<TBuilder>(TBuilder builder, DataColumn column, int first, int count, Action<TBuilder, object> append, Action<TBuilder> missing)
    {
        for (var i = first; i < first + count; i++)
        {
            if (column.Cell(i) is { } value) append(builder, value);
            else missing(builder);
        }

        return builder;
    }
}
