using System.Globalization;
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
    private const string Speed = "10";

    /// <summary>A story of every alert of the rules, the ladders of RPE, symptoms, gates and faults of the signal; the longest is 23 min long, and the others fit beside it.</summary>
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
        await using var monitor = await StartAsync();
        var stories = new PlayedStories((files, atOnce) => StrapsimRun.OfAsync(["play", .. files, .. Service(monitor), "--events", "--again", "0", "--parallel", $"{atOnce}"]), output);

        var (alerts, faults) = await stories.CompareAsync(PlayedStories.Files(Stories));

        output.WriteLine($"{Stories.Length} stories, {alerts} revisions of alerts and prompts");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(alerts > 400, $"Only {alerts} were compared.");
    }

    [Fact]
    public async Task Batches_play_the_same_and_the_players_own_verdict_is_that_all_is_met()
    {
        string[] stories = ["effort/zone-high-medium", "perception/s04-rpe-18", "signal/s17-strap-off"];
        await using var monitor = await StartAsync();

        var run = await StrapsimRun.OfAsync(
            ["play", .. PlayedStories.Files(stories), .. Service(monitor), "--topic", "batch"]);

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
    [InlineData("play", ".", "--bus", "unix:path=x")]
    [InlineData("play", ".", "--write-people", "x")]
    public async Task Wrong_usage_is_told_in_a_line(params string[] arguments)
    {
        var run = await StrapsimRun.OfAsync(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }

    private static async Task<MonitorProcess> StartAsync()
    {
        var monitor = new MonitorProcess(
            "--source", "mqtt", "--Clock:Start", "2026-03-02T08:59:50Z", "--Clock:Speed", Speed, "--TimeZone", "UTC");
        await monitor.StartAsync();
        return monitor;
    }

    private static string[] Service(MonitorProcess monitor) =>
        ["--host", monitor.Address.ToString(), "--broker", $"mqtt://127.0.0.1:{monitor.MqttPort}", "--speed", Speed, "--tolerance", PlayedStories.ToleranceSeconds.ToString(CultureInfo.InvariantCulture)];
}
