using System.Net.Http.Json;
using System.Text.Json;

namespace HeartMonitor.Storage.Influx;

/// <summary>Takes the points of one person out of a store, where the store can do that (ecosystem-reliability 1b): by predicate on 2.x, by <c>DELETE</c> on 1.x.</summary>
public sealed class InfluxErasure(InfluxOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Every measurement that is written (contracts 8).</summary>
    private static readonly string[] Measurements = ["hr", "rr", "rpe", "ev", "dose", "hr_1m"];

    private readonly InfluxConnection _connection = new(options, time);

    /// <summary>Asks the store to delete the person's points.</summary>
    /// <returns>Null when it did; else one sentence that says why not, and what to do.</returns>
    public async Task<string?> EraseAsync(string participant, CancellationToken cancellation)
    {
        var (dialect, answer) = await _connection.ProbeAsync(cancellation).ConfigureAwait(false);
        if (dialect is null) return answer.Reason;
        if (dialect.IsVictoria)
            return $"VictoriaMetrics deletes series by its own interface alone: POST {InfluxEndpoint.At(options, "api/v1/admin/tsdb/delete_series")} with match[]={{p=\"{participant}\",site=\"{options.Site}\"}}.";
        return dialect.Version switch
        {
            InfluxVersion.V3 => "InfluxDB 3 deletes no points of one tag value: its retention must, or the database be written anew.",
            InfluxVersion.V2 => await ByPredicateAsync(participant, cancellation).ConfigureAwait(false),
            InfluxVersion.V1 or InfluxVersion.Auto => await ByStatementsAsync(participant, cancellation).ConfigureAwait(false),
        };
    }

    public void Dispose() => _connection.Dispose();

    private async Task<string?> ByPredicateAsync(string participant, CancellationToken cancellation)
    {
        var address = $"api/v2/delete?org={Uri.EscapeDataString(options.Org)}&bucket={Uri.EscapeDataString(options.Bucket)}";
        var wish = new Dictionary<string, string>
        {
            ["start"] = "1970-01-01T00:00:00Z",
            ["stop"] = "2200-01-01T00:00:00Z",
            ["predicate"] = $"p=\"{participant}\" AND site=\"{options.Site}\"",
        };
        var (body, answer) = await _connection.AskAsync(new(HttpMethod.Post, InfluxEndpoint.At(options, address)) { Content = JsonContent.Create(wish) }, InfluxVersion.V2, cancellation).ConfigureAwait(false);
        return body is null ? answer.Reason : null;
    }

    private async Task<string?> ByStatementsAsync(string participant, CancellationToken cancellation)
    {
        foreach (var measurement in Measurements)
        {
            var statement = $"DELETE FROM \"{measurement}\" WHERE \"p\" = '{participant}' AND \"site\" = '{options.Site}'";
            var address = $"query?db={Uri.EscapeDataString(options.Database)}&q={Uri.EscapeDataString(statement)}";
            var (body, answer) = await _connection.AskAsync(new(HttpMethod.Post, InfluxEndpoint.At(options, address)), InfluxVersion.V1, cancellation).ConfigureAwait(false);
            if (body is null) return answer.Reason;
            if (FaultIn(body) is { } fault) return fault;
        }

        return null;
    }

    private static string? FaultIn(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.GetProperty("results")[0].TryGetProperty("error", out var error) ? error.GetString() : null;
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return "The answer is in another form.";
        }
    }
}
