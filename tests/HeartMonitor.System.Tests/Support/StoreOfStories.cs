using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Influx;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A real InfluxDB 1.x that holds what a journal holds: the same sessions as the cookbook's and the dashboards' examples.</summary>
public sealed class StoreOfStories : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private InfluxServer? _server;

    internal IReadOnlyList<JournalRow> Rows { get; private set; } = [];

    internal InfluxServer Server => _server!;

    /// <summary>Rows of the cookbook's session.</summary>
    internal IReadOnlyList<JournalRow> Session => [.. Rows.Where(r => r.Entry.Session == Rows[0].Entry.Session)];

    public async ValueTask InitializeAsync()
    {
        _server = await InfluxServer.StartNewAsync();
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, QueryStories.Full("p_1", start), QueryStories.Ride("p_1", start.AddDays(2)), QueryStories.Ride("p_2", start.AddDays(1)), QueryStories.Ride("p_1", start.AddDays(7)));
        Rows = _folder.Reader.ReadAfter(0, 1_000_000);
        using var target = new InfluxTarget(new() { Url = _server.Url }, TimeProvider.System, NullLogger.Instance);
        foreach (var rows in Rows.Chunk(1_000))
            Assert.Same(ForwardResult.Accepted.All, await target.SendAsync(rows, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The series of a question, each with its tags and points; what the server does not understand fails the test with its words.</summary>
    internal async Task<IReadOnlyList<StoreSeries>> AskAsync(string query)
    {
        var address = new Uri(Server.Url, "query?db=heartmonitor&epoch=u&q=" + Uri.EscapeDataString(query));
        using var answer = JsonDocument.Parse(await Server.Http.GetStringAsync(address, TestContext.Current.CancellationToken));
        var result = answer.RootElement.GetProperty("results")[0];
        Assert.False(result.TryGetProperty("error", out var error), $"{query}\n{error}");
        if (!result.TryGetProperty("series", out var series)) return [];
        return [.. series.EnumerateArray().Select(s => new StoreSeries(
            s.TryGetProperty("tags", out var tags) ? tags.EnumerateObject().ToDictionary(t => t.Name, t => t.Value.GetString()!) : [],
            [.. s.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)],
            [.. s.GetProperty("values").EnumerateArray().Select(v => v.Clone())]))];
    }
}

/// <summary>One series of an answer.</summary>
internal sealed record StoreSeries(Dictionary<string, string> Tags, string[] Columns, IReadOnlyList<JsonElement> Points)
{
    internal IEnumerable<JsonElement> Column(string name) => Points.Select(p => p[Array.IndexOf(Columns, name)]);
}
