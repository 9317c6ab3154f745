using System.Text.Json;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// Puts together what a server is from <c>/ping</c> and <c>/health</c>. VictoriaMetrics names itself by the header
/// <c>X-Server-Hostname</c> (seen on 1.79) and speaks 1.x. No secret is sent while asking; only 3.x wants one for <c>/ping</c>, so a
/// refusal tells it apart.
/// </summary>
internal sealed class InfluxProbe(InfluxOptions options)
{
    private InfluxVersion _found;
    private bool _isVictoria;

    /// <summary>Something answered over HTTP that is not merely out of order.</summary>
    internal bool WasReached { get; private set; }

    /// <summary>There is no need to ask further.</summary>
    internal bool IsDone => _isVictoria || _found != InfluxVersion.Auto || options.Version != InfluxVersion.Auto;

    internal void ReadPing(HttpResponseMessage response, string body)
    {
        WasReached = InfluxAnswer.Judge(response.StatusCode) != InfluxVerdict.Busy;
        _isVictoria = response.Headers.Contains("X-Server-Hostname");
        if (response.Headers.TryGetValues("X-Influxdb-Version", out var versions)) _found = Parse(versions.First());
        else if ((int)response.StatusCode is 401 or 403) _found = InfluxVersion.V3;
    }

    internal void ReadHealth(HttpResponseMessage response, string body)
    {
        if (response.Headers.TryGetValues("X-Influxdb-Version", out var versions)) _found = Parse(versions.First());
        if (_found != InfluxVersion.Auto || !body.StartsWith('{')) return;
        try
        {
            using var health = JsonDocument.Parse(body);
            if (health.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String)
                _found = Parse(version.GetString()!);
        }
        catch (JsonException)
        {
            // Not a health page: the options decide.
        }
    }

    /// <summary>The configured version, else the one found, else the one that the options fit: an organisation means 2.x.</summary>
    internal InfluxDialect Conclude()
    {
        var fitting = options.Org.Length > 0 ? InfluxVersion.V2 : InfluxVersion.V1;
        var version = options.Version != InfluxVersion.Auto ? options.Version
            : _isVictoria ? InfluxVersion.V1
            : _found != InfluxVersion.Auto ? _found : fitting;
        return new(version, options.StringFields == StringFields.On || (options.StringFields == StringFields.Auto && !_isVictoria), options.SessionTag);
    }

    private static InfluxVersion Parse(string version) => version.TrimStart('v').Split('.')[0] switch
    {
        "1" => InfluxVersion.V1,
        "2" => InfluxVersion.V2,
        "3" => InfluxVersion.V3,
        _ => InfluxVersion.Auto,
    };
}
