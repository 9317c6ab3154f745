using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>InfluxDB 1.x, with a database called <c>heartmonitor</c>.</summary>
public sealed class InfluxServer : InfluxProcess
{
    private readonly int _rpcPort = FreePort();

    public static async Task<InfluxServer> StartNewAsync()
    {
        Require("/usr/bin/influxd", "influxdb");
        var server = new InfluxServer();
        await server.StartAsync();
        using var created = await server.Http.PostAsync(
            new Uri(server.Url, "query?q=" + Uri.EscapeDataString("CREATE DATABASE heartmonitor")), null, TestContext.Current.CancellationToken);
        created.EnsureSuccessStatusCode();
        return server;
    }

    /// <summary>The points of a query, each as column to value; stamps in microseconds.</summary>
    public async Task<IReadOnlyList<Dictionary<string, JsonElement>>> QueryAsync(string query)
    {
        var address = new Uri(Url, "query?db=heartmonitor&epoch=u&q=" + Uri.EscapeDataString(query));
        using var answer = JsonDocument.Parse(await Http.GetStringAsync(address, TestContext.Current.CancellationToken));
        var result = answer.RootElement.GetProperty("results")[0];
        if (!result.TryGetProperty("series", out var series)) return [];
        var columns = series[0].GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToArray();
        return
        [
            .. series[0].GetProperty("values").EnumerateArray().Select(point =>
                columns.Zip(point.EnumerateArray()).ToDictionary(pair => pair.First, pair => pair.Second.Clone())),
        ];
    }

    protected override ProcessStartInfo Command()
    {
        var configuration = Path.Combine(Folder, "influxdb.conf");
        File.WriteAllText(configuration, $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{_rpcPort}"
            [meta]
            dir = "{Folder}/meta"
            [data]
            dir = "{Folder}/data"
            wal-dir = "{Folder}/wal"
            [http]
            bind-address = "{Url.Authority}"
            """);
        return Start("/usr/bin/influxd", "-config", configuration);
    }
}
