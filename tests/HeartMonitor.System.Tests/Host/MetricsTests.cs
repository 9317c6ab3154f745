using System.Globalization;
using System.Text.RegularExpressions;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary><c>/metrics</c> of the real service while people are at work: OpenMetrics text, figures that move, and nobody in it.</summary>
[Collection(WholeProcesses.Name)]
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Metrics_are_OpenMetrics_and_rise_while_people_are_at_work_and_name_nobody()
    {
        await using var monitor = new MonitorProcess("--people", "8", "--seed", "7", "--speed", "10");
        await monitor.StartAsync();
        using var client = new HttpClient { BaseAddress = monitor.Address };
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        Dictionary<string, double> first = [], second = [];
        await LanHost.WaitAsync(async () => Has(first = await ScrapeAsync(client), "monitor_ingest_samples_total", "monitor_alert_raised_total", "monitor_journal_commit_duration_seconds_count", "monitor_sink_send_duration_seconds_count", "monitor_alert_latency_seconds_count", "monitor_prompt_answered_total"), "every figure is there");
        await LanHost.WaitAsync(async () => Rises(first, second = await ScrapeAsync(client), "monitor_ingest_samples_total", "monitor_journal_commit_duration_seconds_count"), "more packets and commits");

        await TheAlarmsReachSomebodyAsync(monitor, client);
        Assert.Equal(1, Sum(second, "monitor_tablet_connected"));
        Assert.True(Sum(second, "monitor_journal_size_bytes") > 0);
        Assert.Contains(second.Keys, key => key.StartsWith("monitor_sink_pending{", StringComparison.Ordinal));
        Assert.All(second.Keys, key => Assert.DoesNotMatch(Somebody(), key));
        Assert.Subset(Attributes, second.Keys.Where(key => key.StartsWith("monitor_", StringComparison.Ordinal)).SelectMany(key => Attribute().Matches(key)).Select(m => m.Groups[1].Value).ToHashSet());
    }

    /// <summary>The same run: people are at work, one tablet listens, and its sound is on as soon as it says so.</summary>
    private static async Task TheAlarmsReachSomebodyAsync(MonitorProcess monitor, HttpClient client)
    {
        var before = await monitor.Http.GetAsync("health/alarm-path");
        Assert.Equal((1, 0), (before.GetProperty("tablets").GetInt32(), before.GetProperty("tabletsWithSound").GetInt32()));
        Assert.True(before.GetProperty("sessions").GetInt32() > 0 && before.GetProperty("canaryMs").GetInt64() >= 0, before.ToString());

        using var told = await client.PostAsync("api/v1/tablet", new StringContent("""{"tablet":"t1","sound":true}""", global::System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(global::System.Net.HttpStatusCode.NoContent, told.StatusCode);
        Assert.Equal(1, (await monitor.Http.GetAsync("health/alarm-path")).GetProperty("tabletsWithSound").GetInt32());
        await LanHost.WaitAsync(async () => (await monitor.Http.GetAsync("health/alarm-path")).GetProperty("isWorking").GetBoolean(), "the clock is at the present and everything comes through");
    }

    /// <summary>A scrape, held against the format: metadata first and once, samples of their own family, no series twice, the end at the end.</summary>
    private static async Task<Dictionary<string, double>> ScrapeAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("metrics", TestContext.Current.CancellationToken);
        Assert.Equal("application/openmetrics-text", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith("\n# EOF\n", "\n" + text, StringComparison.Ordinal);
        var series = new Dictionary<string, double>(StringComparer.Ordinal);
        var families = new HashSet<string>(StringComparer.Ordinal);
        var (family, type) = ("", "");
        foreach (var line in text.Split('\n')[..^2])
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                (family, type) = (line.Split(' ')[2], line.Split(' ')[3]);
                Assert.True(families.Add(family), $"{family} comes twice.");
                continue;
            }

            if (line.StartsWith("# HELP ", StringComparison.Ordinal) || line.StartsWith("# UNIT ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                continue;
            }

            var match = Sample().Match(line);
            Assert.True(match.Success, $"No sample: {line}");
            Assert.StartsWith(family, line, StringComparison.Ordinal);
            if (type == "counter") Assert.Matches("^_(total|created)$", match.Groups["name"].Value[family.Length..]);
            Assert.True(series.TryAdd(match.Groups["name"].Value + match.Groups["labels"].Value, double.Parse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture)), $"Twice: {line}");
        }

        return series;
    }

    private static bool Has(Dictionary<string, double> series, params string[] names) => names.All(name => Sum(series, name) > 0);

    private static bool Rises(Dictionary<string, double> before, Dictionary<string, double> after, params string[] names) => names.All(name => Sum(after, name) > Sum(before, name));

    private static double Sum(Dictionary<string, double> series, string name) => series.Where(s => s.Key == name || s.Key.StartsWith(name + "{", StringComparison.Ordinal)).Sum(s => s.Value);

    /// <summary>All that ours may have; a person, a session, a strap or an address is none of them.</summary>
    private static readonly HashSet<string> Attributes = ["otel_scope_name", "source", "result", "sink", "outcome", "code", "priority", "le"];

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex Attribute();

    /// <summary>People, sessions and straps of the demonstration, and addresses.</summary>
    [GeneratedRegex("\"(p_|s_|d_|sim-|sim_)|([0-9A-Fa-f]{2}:){5}")]
    private static partial Regex Somebody();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\.)*",?)*\})? (?<value>[-+0-9.eE]+|NaN|[+-]Inf)( [0-9.]+)?$""")]
    private static partial Regex Sample();
}
