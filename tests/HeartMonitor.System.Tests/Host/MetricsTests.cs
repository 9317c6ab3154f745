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
        await LanHost.WaitAsync(async () => Sum(second = await ScrapeAsync(client), "monitor_ingest_samples_total") > Sum(first, "monitor_ingest_samples_total"), "more packets");

        Assert.True(Sum(second, "monitor_journal_commit_duration_seconds_count") > Sum(first, "monitor_journal_commit_duration_seconds_count"));
        Assert.Equal(1, Sum(second, "monitor_tablet_connected"));
        Assert.True(Sum(second, "monitor_journal_size_bytes") > 0);
        Assert.Contains(second.Keys, key => key.StartsWith("monitor_sink_pending{", StringComparison.Ordinal));
        Assert.All(second.Keys, key => Assert.DoesNotMatch(Somebody(), key));
        Assert.Subset(Attributes, second.Keys.Where(key => key.StartsWith("monitor_", StringComparison.Ordinal)).SelectMany(key => Attribute().Matches(key)).Select(m => m.Groups[1].Value).ToHashSet());
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
