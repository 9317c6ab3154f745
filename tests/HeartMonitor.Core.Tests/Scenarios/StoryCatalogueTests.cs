using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Scenarios;

/// <summary>Every alert that a rule can raise has a story in which it is raised and one in which it must stay silent; every golden scenario has its file.</summary>
public sealed class StoryCatalogueTests
{
    private const int GoldenScenarios = 28; // domain-facts 10

    /// <summary>Codes that no rule of a session raises, and who does.</summary>
    private static readonly Dictionary<AlertCode, string> Exempt = new()
    {
        [AlertCode.MonitoringStopped] = "the pipeline, when a session breaks",
        [AlertCode.SinkDown] = "the watch over the service: ServiceEngineTests",
        [AlertCode.StorageLow] = "the watch over the service: ServiceEngineTests",
        [AlertCode.ClockStep] = "the watch over the service: ServiceEngineTests",
        [AlertCode.ConfigRejected] = "nobody yet: the configuration is read once",
        [AlertCode.JournalCorrupt] = "the watch over the service: ServiceEngineTests",
        [AlertCode.ManySignalsLost] = "the watch over the service, from several sessions: ManySignalsLostTests",
        [AlertCode.AdapterLost] = "the watch over the service: ServiceEngineTests",
        [AlertCode.CertificateExpiring] = "the watch over the service: ServiceEngineTests",
    };

    private static readonly IReadOnlyList<(string File, JsonElement Root)> Stories =
    [
        .. Shipped.ScenarioFiles.Select(file => (file, JsonDocument.Parse(Shipped.Scenario(file), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement)),
    ];

    private static readonly AlertCode[] Ruled = [.. IntensityRules.InOrder.Select(rule => rule.Code)];

    [Fact]
    public void Every_rule_has_a_story_in_which_it_speaks()
    {
        var raised = Codes("expect", entry => State(entry) == "raised" && !(entry.TryGetProperty("count", out var count) && count.GetInt32() == 0) && !entry.TryGetProperty("atMost", out _));

        AssertNone(Ruled.Except(raised));
    }

    [Fact]
    public void Every_rule_has_a_story_in_which_it_must_stay_silent()
    {
        var silent = Codes("never", entry => State(entry) == "raised");

        AssertNone(Ruled.Except(silent));
    }

    [Fact]
    public void An_alert_is_raised_by_a_rule_or_its_exemption_says_by_whom()
    {
        AssertNone(Enum.GetValues<AlertCode>().Except(Ruled).Except(Exempt.Keys));
        AssertNone(Exempt.Keys.Intersect(Ruled)); // it has a rule now: tell its two stories
        Assert.All(Exempt.Values, reason => Assert.NotEmpty(reason));
    }

    [Fact]
    public void Every_golden_scenario_has_its_file()
    {
        var told = Stories.Select(s => Path.GetFileName(s.File).Split('-')[0]).ToHashSet();

        AssertNone(Enumerable.Range(1, GoldenScenarios).Select(number => $"s{number:00}").Except(told));
    }

    [Fact]
    public void Every_story_has_a_name_of_its_own_and_expects_something()
    {
        AssertNone(Stories.GroupBy(s => s.Root.GetProperty("name").GetString()).Where(g => g.Count() > 1 || string.IsNullOrWhiteSpace(g.Key)).Select(g => g.Key));
        AssertNone(Stories.Where(s => ScenarioReader.Read(Shipped.Scenario(s.File)).Scenario is not { Faults: [], Expect.Count: > 0 }).Select(s => s.File));
    }

    private static IEnumerable<AlertCode> Codes(string member, Predicate<JsonElement> counts) =>
        from story in Stories
        where story.Root.TryGetProperty(member, out _)
        from entry in story.Root.GetProperty(member).EnumerateArray()
        where entry.TryGetProperty("code", out _) && entry.TryGetProperty("kind", out var kind) && kind.GetString() == "alert" && counts(entry)
        let code = KebabCase.Parse<AlertCode>(entry.GetProperty("code").GetString())
        where code is not null
        select code.Value;

    private static void AssertNone<T>(IEnumerable<T> missing) => Assert.True(!missing.Any(), string.Join(" ", missing));

    private static string? State(JsonElement entry) => entry.TryGetProperty("state", out var state) ? state.GetString() : "raised";
}
