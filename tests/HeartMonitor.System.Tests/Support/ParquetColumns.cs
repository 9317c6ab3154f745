using Parquet;
using Parquet.Schema;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A Parquet file's columns as plain values.</summary>
internal static class ParquetColumns
{
    internal static async Task<List<List<object?>>> ReadAsync(ParquetReader reader)
    {
        var columns = new List<List<object?>>();
        foreach (var field in reader.Schema.GetDataFields())
        {
            var cells = new List<object?>();
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                using var group = reader.OpenRowGroupReader(i);
                cells.AddRange(await CellsAsync(group, field, (int)group.RowCount));
            }

            columns.Add(cells);
        }

        return columns;
    }

    private static async Task<IEnumerable<object?>> CellsAsync(ParquetRowGroupReader group, DataField field, int rows)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var text = new string?[rows];
            await group.ReadAsync(field, text.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            return text;
        }

        return field.ClrType == typeof(ushort) ? await ValuesAsync<ushort>(group, field, rows)
            : field.ClrType == typeof(int) ? await ValuesAsync<int>(group, field, rows)
            : field.ClrType == typeof(long) ? await ValuesAsync<long>(group, field, rows)
            : field.ClrType == typeof(double) ? await ValuesAsync<double>(group, field, rows)
            : field.ClrType == typeof(bool) ? await ValuesAsync<bool>(group, field, rows)
            : await ValuesAsync<DateTime>(group, field, rows);
    }

    private static async Task<IEnumerable<object?>> ValuesAsync<T>(ParquetRowGroupReader group, DataField field, int rows)
        where T : struct
    {
        var values = new T?[rows];
        await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        return values.Select(v => (object?)v);
    }
}
