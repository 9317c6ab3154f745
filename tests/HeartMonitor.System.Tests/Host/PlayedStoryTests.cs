using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>
/// Stories of tests/scenarios played by <c>strapsim play</c> against a live host over MQTT, ten times as fast as life: its alerts and questions are those of
/// virtual time.
/// </summary>
[Collection(WholeProcesses.Name)]
public sealed class PlayedStoryTests(ITestOutputHelper output)
{
    /// <summary>Seconds of the service's clock: inputs are sent a fifth of a second late on purpose, a busy machine delays them more, and a tick is a second.</summary>
    private const double ToleranceSeconds = 2;

    private const string Speed = "10";

    /// <summary>A story of every alert of the rules, the ladders of RPE, symptoms, gates and faults of the signal; each at most 8 min long.</summary>
    private static readonly string[] Stories =
    [
        "alarms/acknowledged-then-again", "alarms/chattering-strap", "alarms/escalates-to-more-people", "alarms/forgotten-silence",
        "alarms/high-is-never-suppressed", "alarms/latched-until-acknowledged", "alarms/suppressed-by-a-lost-strap",
        "effort/s02-overshoot", "effort/s03-metoprolol-walk", "effort/zone-high-medium", "effort/zone-low-once",
        "gates/fever-in-the-work", "gates/fever-refuses-the-start", "gates/icd-rate-missing", "gates/rest-gate-again", "gates/s06-test-older-than-the-dose",
        "gates/s07-stopped-two-days-ago", "gates/unknown-medicine", "gates/s10-pair-dizzy-at-check-in", "issues/check-in-before-the-start",
        "perception/above-target-rechecked", "perception/below-target-twice", "perception/help-asked-for", "perception/refused-answer",
        "perception/s04-rpe-18", "perception/s21-no-answer", "perception/talk-test-disagrees", "perception/scale-check", "perception/staff-answers",
        "perception/not-responding-again", "perception/in-target-is-silent", "perception/zones-mode-reduce",
        "peers/zero-spoken-as-low", "peers/re-raised-after-acknowledgement",
        "safety/falls-medium", "safety/hr-low", "safety/hr-low-silent", "safety/rise-at-unchanged-work", "safety/s15-panic-at-standstill", "safety/s19-unexpectedly-high",
        "safety/s20-falls-while-work-rises", "safety/s23-icd", "safety/s24-known-irregular", "safety/step-change", "safety/fails-to-rise",
        "signal/s17-strap-off", "signal/zeros-are-no-reading", "signal/frozen-packets", "signal/late-greyed-lost", "signal/contact-bit-stuck-on-a-living-strap",
        "signal/dry-electrodes-and-garbage", "signal/steps-for-beats",
        "symptoms/chest-pain-with-panic", "symptoms/milder-then-none", "symptoms/s25-lithium-tremor-nausea", "symptoms/symptoms-add-up",
    ];

    [Fact]
    public async Task Alerts_and_questions_over_MQTT_are_those_of_virtual_time()
    {
        var files = Stories.Select(s => Path.Combine(AppContext.BaseDirectory, "scenarios", s + ".json")).ToArray();
        Assert.All(files, file => Assert.True(File.Exists(file), file));
        await using var monitor = await StartAsync();

        var heard = await PlayAsync(monitor, "raw", files);

        var alerts = 0;
        var faults = new List<string>();
        foreach (var file in files)
        {
            var scenario = ScenarioReader.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Scenario!;
            var live = heard.Where(e => e.GetProperty("story").GetString() == file).Select(Line).ToList();
            var virtually = ScenarioRun.Play(scenario, Setup).Where(e => e is AlertEvent or PromptEvent).Select(Line).ToList();
            alerts += virtually.Count;
            faults.AddRange(Differences(virtually, live, (scenario.End - scenario.Start).TotalSeconds).Select(f => $"{Path.GetFileNameWithoutExtension(file)}: {f}"));
        }

        output.WriteLine($"{files.Length} stories, {alerts} revisions of alerts and prompts, {heard.Count} heard");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(alerts > 400, $"Only {alerts} were compared.");
    }

    [Fact]
    public async Task Batches_play_the_same_and_the_players_own_verdict_is_that_all_is_met()
    {
        string[] stories = ["effort/s02-overshoot", "perception/s04-rpe-18", "signal/s17-strap-off"];
        await using var monitor = await StartAsync();

        var run = await StrapsimRun.OfAsync(
            ["play", .. stories.Select(s => Path.Combine(AppContext.BaseDirectory, "scenarios", s + ".json")), .. Service(monitor), "--topic", "batch"]);

        output.WriteLine(run.Output + run.Errors);
        Assert.Equal((0, false), (run.ExitCode, run.Output.Contains("FAILED", StringComparison.Ordinal)));
        Assert.Contains("  ok     {\"kind\":\"alert\",\"code\":\"rpe-stop\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_story_that_expects_what_does_not_happen_fails_and_one_of_the_services_own_facts_is_refused()
    {
        using var folder = new TemporaryStories();
        var wrong = folder.Write("wrong", """{"at":2,"event":"help"}""", """{"kind":"alert","code":"rpe-stop"}""");
        var own = folder.Write("own", """{"at":2,"event":"strap-connected"}""", """{"kind":"plan","mode":"zones"}""");
        await using var monitor = await StartAsync();

        var run = await StrapsimRun.OfAsync(["play", wrong, own, .. Service(monitor)]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAILED expect[0] {\"kind\":\"alert\",\"code\":\"rpe-stop\"}", run.Output, StringComparison.Ordinal);
        Assert.Contains("alert help-requested raised high", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"strap-connected\" comes from the service alone", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("play", "no-such.json")]
    [InlineData("play", ".", "--host", "ftp://x")]
    [InlineData("play", ".", "--broker", "127.0.0.1")]
    [InlineData("play", ".", "--topic", "smoke")]
    public async Task Wrong_usage_is_told_in_a_line(params string[] arguments)
    {
        var run = await StrapsimRun.OfAsync(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }

    private static EngineSetup Setup { get; } = ConfigFiles.ReadRules(Path.Combine(AppContext.BaseDirectory, "config"), "gym1", "en").Setup!;

    private static async Task<MonitorProcess> StartAsync()
    {
        var monitor = new MonitorProcess(
            "--source", "mqtt", "--Clock:Start", "2026-03-02T08:59:50Z", "--Clock:Speed", Speed, "--TimeZone", "UTC");
        await monitor.StartAsync();
        return monitor;
    }

    private static string[] Service(MonitorProcess monitor) =>
        ["--host", monitor.Address.ToString(), "--broker", $"mqtt://127.0.0.1:{monitor.MqttPort}", "--speed", Speed, "--tolerance", ToleranceSeconds.ToString(CultureInfo.InvariantCulture)];

    private async Task<List<JsonElement>> PlayAsync(MonitorProcess monitor, string topic, string[] files)
    {
        var run = await StrapsimRun.OfAsync(["play", .. files, .. Service(monitor), "--topic", topic, "--events", "--parallel", "28"]);
        output.WriteLine(run.Errors);
        Assert.Equal(0, run.ExitCode);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    private static PlayedLine Line(SessionEvent happened) => happened switch
    {
        AlertEvent alert => new(alert.T, $"alert {KebabCase.Of(alert.Code)}", $"{KebabCase.Of(alert.Priority)} {KebabCase.Of(alert.State)}"),
        PromptEvent prompt => new(prompt.T, $"prompt {KebabCase.Of(prompt.Reason)}", $"{KebabCase.Of(prompt.State)} {prompt.Value}"),
        _ => throw new ArgumentException("Neither.", nameof(happened)),
    };

    private static PlayedLine Line(JsonElement heard) => heard.GetProperty("kind").GetString() switch
    {
        "alert" => new(heard.GetProperty("t").GetDouble(), "alert " + heard.GetProperty("code").GetString(), $"{heard.GetProperty("priority").GetString()} {heard.GetProperty("state").GetString()}"),
        "prompt" => new(heard.GetProperty("t").GetDouble(), "prompt " + heard.GetProperty("reason").GetString(), $"{heard.GetProperty("state").GetString()} {(heard.TryGetProperty("value", out var v) ? v.ToString() : "")}"),
        _ => new(0, "plan", ""),
    };

    /// <summary>
    /// Of each code and each reason the same things in the same order, each within the tolerance, so that what is further apart than twice that is in
    /// the same order too. What is left over at one side must be at the story's very end.
    /// </summary>
    private static IEnumerable<string> Differences(List<PlayedLine> wanted, List<PlayedLine> live, double end)
    {
        foreach (var about in wanted.Concat(live).Select(l => l.About).Where(a => a != "plan").Distinct())
        {
            PlayedLine[] expected = [.. wanted.Where(l => l.About == about)], seen = [.. live.Where(l => l.About == about)];
            for (var i = 0; i < Math.Max(expected.Length, seen.Length); i++)
            {
                if (i >= seen.Length && expected[i].T <= end - ToleranceSeconds) yield return $"{expected[i]} was not heard";
                else if (i >= expected.Length && seen[i].T <= end - ToleranceSeconds) yield return $"{seen[i]} is not in the story";
                else if (i < seen.Length && i < expected.Length && (expected[i].What != seen[i].What || Math.Abs(expected[i].T - seen[i].T) > ToleranceSeconds))
                    yield return $"{expected[i]} was heard as {seen[i]}";
            }
        }
    }

    private sealed record PlayedLine(double T, string About, string What)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{About} {What} at {T:0.00} s");
    }
}
