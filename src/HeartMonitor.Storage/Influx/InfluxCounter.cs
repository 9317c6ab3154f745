using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core;

namespace HeartMonitor.Storage.Influx;

/// <summary>Points of one site whose position in the journal and whose time are within bounds.</summary>
/// <param name="After">Positions after this.</param>
/// <param name="UpTo">Up to this.</param>
/// <param name="From">Not before, microseconds since 1970.</param>
/// <param name="To">Not after.</param>
internal readonly record struct CountRange(long After, long UpTo, long From, long To);

/// <summary>
/// Asks a store how many points it has, in its own language: InfluxQL on 1.x, Flux on 2.x, SQL on 3.x, MetricsQL on VictoriaMetrics. Counts the field
/// <c>n</c>, the position in the journal, which every row writes, and which tells what is of this journal from all else in the measurement.
/// </summary>
internal sealed class InfluxCounter(InfluxOptions options, TimeProvider time) : IDisposable
{
    private readonly InfluxConnection _connection = new(options, time);

    /// <summary>Points by measurement; or null and why that cannot be told.</summary>
    internal async Task<(Dictionary<string, long>? Counts, string? Why)> CountAsync(
        IReadOnlyCollection<string> measurements, CountRange range, InfluxDialect dialect, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var measurement in measurements)
        {
            var (count, why) = dialect.IsVictoria
                ? await CountVictoriaAsync(measurement, range, dialect, cancellation).ConfigureAwait(false)
                : await AskAsync(Question(measurement, range, dialect.Version), dialect.Version, ReaderOf(dialect.Version), cancellation).ConfigureAwait(false);
            if (count is null) return (null, why);
            counts.Add(measurement, count.Value);
        }

        return (counts, null);
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Samples with more than the lower position, without those with more than the upper one. A window is open on its left.</summary>
    private async Task<(long? Count, string? Why)> CountVictoriaAsync(
        string measurement, CountRange range, InfluxDialect dialect, CancellationToken cancellation)
    {
        var (all, why) = await Over(range.After).ConfigureAwait(false);
        if (all is null or 0) return (all, why);
        var (beyond, fault) = await Over(range.UpTo).ConfigureAwait(false);
        return (all - beyond, fault);

        Task<(long?, string?)> Over(long position)
        {
            var (from, to) = (range.From / 1_000, range.To / 1_000);
            var query = Text($"sum(count_gt_over_time({measurement}_n{{site=\"{options.Site}\"}}[{to - from + 1}ms], {position}))");
            var address = Text($"api/v1/query?nocache=1&time={to / 1_000}.{to % 1_000:000}&query={Uri.EscapeDataString(query)}");
            return AskAsync(new(HttpMethod.Get, InfluxEndpoint.At(options, address)), dialect.Version, ReadVictoria, cancellation);
        }
    }

    private HttpRequestMessage Question(string measurement, CountRange range, InfluxVersion version)
    {
        if (version == InfluxVersion.V2)
        {
            return new(HttpMethod.Post, InfluxEndpoint.At(options, $"api/v2/query?org={Uri.EscapeDataString(options.Org)}"))
            {
                Content = new StringContent(Flux(measurement, range), Encoding.UTF8, "application/vnd.flux"),
                Headers = { Accept = { new("application/csv") } },
            };
        }

        if (version == InfluxVersion.V3)
        {
            return new(HttpMethod.Post, InfluxEndpoint.At(options, "api/v3/query_sql"))
            {
                Content = JsonContent.Create(new Dictionary<string, string> { ["db"] = options.Database, ["q"] = Sql(measurement, range), ["format"] = "json" }),
            };
        }

        return new(HttpMethod.Get, InfluxEndpoint.At(
            options, $"query?db={Uri.EscapeDataString(options.Database)}&epoch=u&q={Uri.EscapeDataString(InfluxQl(measurement, range))}"));
    }

    private string InfluxQl(string measurement, CountRange range)
    {
        var from = options.RetentionPolicy is { } policy ? $"\"{policy}\".\"{measurement}\"" : $"\"{measurement}\"";
        return Text($"SELECT count(\"n\") FROM {from} WHERE \"site\" = '{options.Site}' AND \"n\" > {range.After} AND \"n\" <= {range.UpTo} AND time >= {range.From}u AND time <= {range.To}u");
    }

    private string Flux(string measurement, CountRange range) => Text($"""
        from(bucket: {Quoted(options.Bucket)})
          |> range(start: time(v: {range.From}000), stop: time(v: {range.To + 1}000))
          |> filter(fn: (r) => r._measurement == {Quoted(measurement)} and r._field == "n" and r.site == {Quoted(options.Site)} and r._value > {range.After} and r._value <= {range.UpTo})
          |> group()
          |> count()
        """);

    private string Sql(string measurement, CountRange range) => Text(
        $"SELECT count(n) AS c FROM {measurement} WHERE site = '{options.Site}' AND n > {range.After} AND n <= {range.UpTo} AND time >= TIMESTAMP '{Iso(range.From)}' AND time <= TIMESTAMP '{Iso(range.To)}'");

    private async Task<(long? Count, string? Why)> AskAsync(
        HttpRequestMessage question, InfluxVersion version, Func<string, long?> read, CancellationToken cancellation)
    {
        var (body, answer) = await _connection.AskAsync(question, version, cancellation).ConfigureAwait(false);
        if (body is null) return (null, answer.Reason);
        try
        {
            return read(body) is { } count ? (count, null) : (null, $"The answer holds no count: {Start(body)}");
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or IndexOutOfRangeException or OverflowException)
        {
            return (null, $"The answer is in another form: {Start(body)}");
        }
    }

    private static Func<string, long?> ReaderOf(InfluxVersion version) => version switch
    {
        InfluxVersion.V2 => ReadCsv,
        InfluxVersion.V3 => ReadSql,
        InfluxVersion.V1 or InfluxVersion.Auto => ReadInfluxQl,
    };

    /// <summary>A measurement that is not there has no series.</summary>
    private static long? ReadInfluxQl(string body)
    {
        using var answer = JsonDocument.Parse(body);
        var result = answer.RootElement.GetProperty("results")[0];
        if (result.TryGetProperty("error", out _)) return null;
        return result.TryGetProperty("series", out var series) ? series[0].GetProperty("values")[0][1].GetInt64() : 0;
    }

    private static long? ReadSql(string body)
    {
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.GetArrayLength() == 0 ? 0 : answer.RootElement[0].GetProperty("c").GetInt64();
    }

    private static long? ReadVictoria(string body)
    {
        using var answer = JsonDocument.Parse(body);
        var result = answer.RootElement.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 0 ? 0 : (long)double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>Annotated CSV: a header with <c>_value</c>, then a row; nothing at all for no points.</summary>
    private static long? ReadCsv(string body)
    {
        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#').ToArray();
        if (lines.Length < 2) return 0;
        var column = Array.IndexOf(lines[0].Split(','), "_value");
        return column < 0 ? null : long.Parse(lines[1].Split(',')[column], CultureInfo.InvariantCulture);
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Iso(long microseconds) => Microseconds.FromUnixMicroseconds(microseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Start(string body) => body.Length > 200 ? body[..200] : body;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
