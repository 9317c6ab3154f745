using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>VictoriaMetrics, keeping everything however old.</summary>
public sealed class VictoriaServer : InfluxProcess
{
    public static async Task<VictoriaServer> StartNewAsync()
    {
        Require("/usr/bin/victoria-metrics", "victoria-metrics");
        var server = new VictoriaServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Every value of the metrics with this name: labels, stamp in milliseconds, value.</summary>
    public async Task<IReadOnlyList<(Dictionary<string, string> Labels, long Milliseconds, double Value)>> ExportAsync(string name)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await Http.GetStringAsync(new Uri(Url, "internal/force_flush"), cancellation);
        var text = await Http.GetStringAsync(new Uri(Url, "api/v1/export?match[]=" + Uri.EscapeDataString(name)), cancellation);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(Values)];
    }

    protected override ProcessStartInfo Command() => Start(
        "/usr/bin/victoria-metrics", $"-storageDataPath={Folder}/vm", $"-httpListenAddr={Url.Authority}", "-retentionPeriod=100y",
        "-memory.allowedPercent=5",
        "-dedup.minScrapeInterval=1ms"); // without it, a row that is sent again after a crash is kept twice

    private static IEnumerable<(Dictionary<string, string>, long, double)> Values(string line)
    {
        using var series = JsonDocument.Parse(line);
        var labels = series.RootElement.GetProperty("metric").Deserialize<Dictionary<string, string>>()!;
        var values = series.RootElement.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()).ToList();
        var stamps = series.RootElement.GetProperty("timestamps").EnumerateArray().Select(stamp => stamp.GetInt64()).ToList();
        return values.Select((value, i) => (labels, stamps[i], value));
    }
}
