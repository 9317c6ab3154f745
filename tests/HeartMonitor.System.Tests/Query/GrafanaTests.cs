using System.Text.Json;
using System.Text.RegularExpressions;
using HeartMonitor.System.Tests.Support;
using Xunit;
using YamlDotNet.Serialization;

namespace HeartMonitor.System.Tests.Query;

/// <summary>
/// The dashboards and data sources for Grafana, without a Grafana: every question is asked of a real store, and names only what is written. That Grafana
/// draws them is not shown here.
/// </summary>
public sealed partial class GrafanaTests(StoreOfStories store) : IClassFixture<StoreOfStories>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "grafana", "provisioning");

    private static IEnumerable<(string File, JsonElement Json)> Dashboards() => Directory.EnumerateFiles(Path.Combine(Folder, "dashboards"), "*.json").Order(StringComparer.Ordinal)
        .Select(f => (Path.GetFileName(f), JsonDocument.Parse(File.ReadAllText(f)).RootElement));

    private static IEnumerable<(string What, string Source, string Query)> Questions() =>
        from dashboard in Dashboards()
        from panel in dashboard.Json.GetProperty("panels").EnumerateArray()
        from target in panel.GetProperty("targets").EnumerateArray()
        select ($"{dashboard.File}, {panel.GetProperty("title").GetString()} {target.GetProperty("refId").GetString()}", target.GetProperty("datasource").GetProperty("uid").GetString()!,
            (target.TryGetProperty("query", out var query) ? query : target.GetProperty("expr")).GetString()!);

    [Fact]
    public async Task Every_question_of_a_dashboard_has_an_answer_from_the_real_store()
    {
        var asked = 0;
        foreach (var (what, source, query) in Questions().Where(q => q.Source == "hm-influxql"))
        {
            var text = query.Replace("$timeFilter", "time >= '2026-03-02T00:00:00Z' AND time < '2026-03-09T00:00:00Z'", StringComparison.Ordinal)
                .Replace("$__interval", "10s", StringComparison.Ordinal).Replace("$person", "p_1", StringComparison.Ordinal);
            Assert.DoesNotContain('$', text.Replace("$/", "/", StringComparison.Ordinal));
            var series = await store.AskAsync(text);
            Assert.True(series.Any(s => s.Points.Any(p => p.EnumerateArray().Skip(1).Any(c => c.ValueKind != JsonValueKind.Null))), $"{what} shows nothing: {text}");
            asked++;
        }

        Assert.True(asked >= 18, $"{asked}");
        foreach (var dashboard in Dashboards())
            foreach (var variable in dashboard.Json.GetProperty("templating").GetProperty("list").EnumerateArray().Where(v => v.GetProperty("datasource").GetProperty("uid").GetString() == "hm-influxql"))
                Assert.Contains((await store.AskAsync(variable.GetProperty("query").GetString()!)).Single().Column("value"), v => v.GetString() == "p_1");
    }

    [Fact]
    public async Task What_a_dashboard_asks_for_is_written_by_us()
    {
        var schema = await StoreSchema.OfAsync(store);
        foreach (var (what, source, query) in Questions())
        {
            if (source == "hm-prometheus")
            {
                var metric = Metric().Match(query);
                Assert.True(metric.Success && schema.Fields[metric.Groups[1].Value].Contains(metric.Groups[2].Value), $"{what}: {query}");
                Assert.All(Label().Matches(query), l => Assert.True(schema.Tags[metric.Groups[1].Value].Contains(l.Groups[1].Value) || l.Groups[1].Value is "state" or "priority" or "sid", $"{what}: {l.Value}"));
                continue;
            }

            var measurement = From().Match(query).Groups[1].Value;
            var aliases = Alias().Matches(query).Select(m => m.Groups[1].Value).ToHashSet();
            Assert.All(Quoted().Matches(query).Select(m => m.Groups[1].Value).Where(n => n != measurement && !aliases.Contains(n)), n => Assert.True(schema.Knows(measurement, n), $"{what}: {n} of {measurement}"));
        }
    }

    [Fact]
    public void Dashboards_are_whole_and_their_data_sources_are_provisioned()
    {
        var sources = Yaml("datasources", "heartmonitor.yaml")["datasources"];
        var uids = ((List<object>)sources).Cast<Dictionary<object, object>>().Select(s => (string)s["uid"]).ToList();
        Assert.Equal(["hm-influxql", "hm-flux", "hm-sql", "hm-prometheus"], uids);
        Assert.All(Questions(), q => Assert.Contains(q.Source, uids));
        Assert.Equal(4, Dashboards().Count());
        Assert.Equal(4, Dashboards().Select(d => d.Json.GetProperty("uid").GetString()).Distinct().Count());
        foreach (var (file, json) in Dashboards())
        {
            var panels = json.GetProperty("panels").EnumerateArray().ToList();
            Assert.Equal(Enumerable.Range(1, panels.Count), panels.Select(p => p.GetProperty("id").GetInt32()));
            Assert.All(panels, p => Assert.InRange(p.GetProperty("gridPos").GetProperty("x").GetInt32() + p.GetProperty("gridPos").GetProperty("w").GetInt32(), 1, 24));
            Assert.True(json.GetProperty("title").GetString()!.StartsWith("HeartMonitor", StringComparison.Ordinal), file);
        }
    }

    [Fact]
    public void No_secret_and_no_address_stands_in_the_files()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotMatch(@"https?://|password: (?!\$\{)|token: (?!\$\{)", File.ReadAllText(file));
    }

    private static Dictionary<string, object> Yaml(string folder, string file) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(Folder, folder, file)));

    [GeneratedRegex(@"\b(hr|rr|rpe|ev|dose)_(\w+)\{")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(\w+)=~?""")]
    private static partial Regex Label();

    [GeneratedRegex("FROM \"(\\w+)\"")]
    private static partial Regex From();

    [GeneratedRegex("AS \"([^\"]+)\"")]
    private static partial Regex Alias();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
