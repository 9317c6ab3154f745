using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>Parquet as DuckDB reads it.</summary>
public sealed class ParquetExportTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-parquet-");
    private readonly DuckDBConnection _duck = new("Data Source=:memory:");

    public async ValueTask InitializeAsync()
    {
        foreach (var file in (await SessionExport.WriteAsync(Exported.Canary, ExportFormat.Parquet)).Files)
            await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, file.Name), file.Content);
        foreach (var file in (await SessionExport.WriteAsync(Exported.Canary, ExportFormat.Csv)).Files.Where(f => f.Name.EndsWith(".csv", StringComparison.Ordinal)))
            await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, file.Name), file.Content);
        await _duck.OpenAsync();
        Query("SET TimeZone = 'UTC'");
    }

    public async ValueTask DisposeAsync()
    {
        await _duck.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Columns_have_the_types_that_are_promised()
    {
        Assert.Equal(
            [
                ("t_utc", "TIMESTAMP WITH TIME ZONE"), ("t_rel_s", "DOUBLE"), ("bpm", "USMALLINT"), ("contact", "VARCHAR"), ("quality", "VARCHAR"), ("reasons", "VARCHAR"),
                ("src", "VARCHAR"), ("late", "BOOLEAN"), ("duplicate", "BOOLEAN"), ("energy_kj", "USMALLINT"), ("gap_before_s", "DOUBLE"), ("n", "BIGINT"),
            ],
            Types("samples"));
        Assert.Equal(("rr_ms", "DOUBLE"), Types("rr")[2]);
        Assert.Equal(("onset", "DOUBLE"), Types("events")[0]);
    }

    [Fact]
    public void Packets_are_those_of_the_series()
    {
        var read = Query($"SELECT epoch_us(t_utc), bpm, contact, quality, src, late, n FROM '{Table("samples")}'");
        Assert.Equal(
            Exported.Canary.Samples.Select(s => ((long)(s.At - DateTimeOffset.UnixEpoch).TotalMicroseconds, (object?)(ushort?)s.Bpm, s.IsLate, s.N)),
            read.Select(r => ((long)r[0]!, r[1], (bool)r[5]!, (long)r[6]!)));
        Assert.Equal(Exported.Canary.Samples.Count(s => s.Bpm is null), read.Count(r => r[1] is null));
    }

    [Fact]
    public void Intervals_are_those_of_the_series_to_the_last_bit()
    {
        var read = Query($"SELECT rr_ms, flag, gap_before, segment FROM '{Table("rr")}'");
        Assert.Equal(Exported.Canary.Beats.Select(b => (b.Ms, (ushort)b.Flag, b.GapBefore, b.Segment)), read.Select(r => ((double)r[0]!, (ushort)r[1]!, (bool)r[2]!, (int)r[3]!)));
    }

    /// <summary>Two writers, one reader that knows neither: no cell differs.</summary>
    [Theory]
    [InlineData("samples")]
    [InlineData("rr")]
    [InlineData("events")]
    public void The_Parquet_table_is_the_CSV_table(string table)
    {
        var csv = Path.Combine(_folder.FullName, table + ".csv");
        var columns = string.Join(", ", Types(table).Select(t => $"'{t.Name}': '{t.Type}'"));
        foreach (var (one, other) in new[] { ($"'{Table(table)}'", Csv()), (Csv(), $"'{Table(table)}'") })
            Assert.Equal(0L, Query($"SELECT count(*) FROM (SELECT * FROM {one} EXCEPT ALL SELECT * FROM {other})")[0][0]);
        Assert.NotEqual(0L, Query($"SELECT count(*) FROM '{Table(table)}'")[0][0]);

        string Csv() => $"read_csv('{csv}', header = true, columns = {{{columns}}})";
    }

    [Fact]
    public void The_metadata_is_the_session()
    {
        foreach (var table in new[] { "samples", "rr", "events" })
        {
            var found = Query($"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{Table(table)}')").Single(r => (string)r[0]! == "session");
            using var told = JsonDocument.Parse((string)found[1]!);
            using var beside = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "session.json")));
            Assert.True(JsonElement.DeepEquals(beside.RootElement, told.RootElement));
        }
    }

    [Fact]
    public void Words_are_kept_in_a_dictionary()
    {
        var encodings = Query($"SELECT path_in_schema, encodings FROM parquet_metadata('{Table("samples")}')");
        Assert.Contains("_DICTIONARY", (string)encodings.Single(r => (string)r[0]! == "quality")[1]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_session_gives_tables_without_rows()
    {
        var stored = new StoredRows(new() { Id = "p_empty", Age = 40 }, CanarySession.Start);
        var file = await Exported.FileAsync(Exported.Of(stored.Rows), ExportFormat.Parquet, "samples.parquet");
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "empty.parquet"), file.Content, TestContext.Current.CancellationToken);
        Assert.Equal(0L, Query($"SELECT count(bpm) FROM '{Table("empty")}'")[0][0]);
    }

    private List<(string Name, string Type)> Types(string table) => [.. Query($"DESCRIBE SELECT * FROM '{Table(table)}'").Select(r => ((string)r[0]!, (string)r[1]!))];

    private string Table(string name) => Path.Combine(_folder.FullName, name + ".parquet").Replace('\\', '/');

    private List<object?[]> Query(string sql)
    {
        using var command = _duck.CreateCommand();
#pragma warning disable CA2100 // The words are the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }
}
