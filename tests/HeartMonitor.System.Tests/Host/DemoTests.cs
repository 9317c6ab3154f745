using System.Text.Json;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>What a newcomer meets: the executable with nothing said but where to write and which ports are free.</summary>
[Collection(WholeProcesses.Name)]
public sealed class DemoTests
{
    /// <summary>Of <c>hardware-sim/stories/demo.json</c>: nothing of that is seen but its end.</summary>
    private const double LeadSeconds = 200;

    [Fact]
    public async Task The_demo_says_where_it_is_and_shows_eight_people_some_of_them_asked_how_hard_it_feels()
    {
        await using var monitor = new MonitorProcess();
        var started = await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        await JournalWait.Until(() => monitor.Log.Output.Any(line => line.StartsWith("Journal:", StringComparison.Ordinal)), "the announcement");

        var live = new Dictionary<string, string>();
        await tablet.UntilAsync(
            message =>
            {
                if (message.Event == "live" && message.Data.GetProperty("hr").ValueKind == JsonValueKind.Number)
                    live[message.Text("participant")] = message.Text("mode");
                return live.Count == 8;
            },
            "a live heart rate of eight people");

        Assert.InRange(started.TotalSeconds, 0, 15);
        Assert.Equal($"Console:  {monitor.Address.ToString().TrimEnd('/')}", monitor.Log.Output[0]);
        Assert.Contains(monitor.Log.Output, line => line.StartsWith("Source:   simulator, 8 people, seed ", StringComparison.Ordinal));
        Assert.InRange(live.Values.Count(mode => mode == "rpe"), 2, 7);
        Assert.InRange(live.Values.Count(mode => mode == "zones"), 1, 6);
        var snapshot = await tablet.UntilAsync(message => message.Event == "snapshot", "a snapshot");
        Assert.Equal(1, snapshot.Envelope.GetProperty("epoch").GetInt32());
        await tablet.UntilAsync(message => message.Event == "heartbeat", "a heartbeat", seconds: 3);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("20260302")]
    public async Task The_first_two_minutes_show_a_prompt_a_zone_alert_a_dropout_and_an_acknowledgement_by_staff_that_are_seen_to_be_simulated(string seed)
    {
        await using var monitor = new MonitorProcess("--speed", "10", "--seed", seed);
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        foreach (var message in await FiveThingsAsync(tablet, 40)) Assert.InRange(await AtWorkAsync(monitor, message), LeadSeconds, LeadSeconds + 120);
    }

    [Fact]
    public async Task All_of_that_is_on_the_console_within_120_s_of_the_line_that_says_where_it_is()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync(); // the console answers before its line is printed
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        var shown = await FiveThingsAsync(tablet, 120);

        Assert.All(shown, message => Assert.InRange(message.After.TotalSeconds, 0, 120));
        Assert.All(shown, message => Assert.InRange((DateTimeOffset.UtcNow - message.Time).TotalSeconds, 0, 120));
        Assert.True((await monitor.Http.GetAsync("health/ready")).GetProperty("isReady").GetBoolean());
        var early = tablet.Seen.Where(m => m.Event == "alert" && m.Text("code") is "signal-lost" or "contact-lost");
        foreach (var alert in early) Assert.InRange(await AtWorkAsync(monitor, alert), LeadSeconds, LeadSeconds + 120); // nobody's packets were late while it caught up
    }

    [Fact]
    public async Task Killed_while_it_catches_up_it_goes_on_at_the_present_and_never_back()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        await tablet.UntilAsync(m => m.Event == "live" && DateTimeOffset.UtcNow - m.Time < TimeSpan.FromSeconds(LeadSeconds - 40), "a live value on the way");
        Assert.False((await monitor.Http.GetAsync("health/ready")).GetProperty("isReady").GetBoolean());

        await monitor.KillAsync();
        await monitor.StartAsync();
        var beat = await tablet.UntilAsync(m => m.Event == "heartbeat" && IsSecondLife(m), "a heartbeat of the second life");
        var live = await tablet.UntilAsync(m => m.Event == "live" && IsSecondLife(m), "a live value of the second life");

        Assert.InRange((DateTimeOffset.UtcNow - beat.Time).Duration().TotalSeconds, 0, 5);
        Assert.InRange((DateTimeOffset.UtcNow - live.Time).Duration().TotalSeconds, 0, 5);
        Assert.True((await monitor.Http.GetAsync("health/ready")).GetProperty("isReady").GetBoolean());
        Assert.Single(monitor.Log.Output, line => line.StartsWith("Clock:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_is_given_a_start_begins_there()
    {
        await using var monitor = new MonitorProcess("--seed", "7", "--Clock:Start", "2026-03-02T09:00:00Z");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        var first = await tablet.UntilAsync(m => m.Event == "heartbeat", "a heartbeat");

        Assert.InRange((first.Time - new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)).TotalSeconds, 0, 30);
        Assert.DoesNotContain(monitor.Log.Output, line => line.StartsWith("Clock:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_in_RPE_mode_gets_a_zone_alert_in_a_quarter_of_an_hour_and_others_do()
    {
        await using var monitor = new MonitorProcess("--speed", "60", "--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        var first = await tablet.UntilAsync(m => m.Event == "live", "a live value");
        await tablet.UntilAsync(m => m.Event == "live" && m.Time - first.Time > TimeSpan.FromMinutes(15), "a quarter of an hour", 40);

        var seen = tablet.Seen;
        var blunted = seen.Where(m => m.Event == "live" && m.Text("mode") == "rpe").Select(m => m.Text("participant")).ToHashSet();
        var zoneAlerts = seen.Where(m => m.Event == "alert" && m.Text("code").StartsWith("zone-", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, blunted.Count);
        Assert.NotEmpty(zoneAlerts);
        Assert.DoesNotContain(zoneAlerts, m => blunted.Contains(m.Text("participant")));
        Assert.DoesNotContain(seen, m => m.Event == "live" && blunted.Contains(m.Text("participant")) && m.Data.GetProperty("zone").ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task Another_story_brings_its_own_people_and_the_blocked_twin_is_asked()
    {
        await using var monitor = new MonitorProcess("--story", "twins", "--speed", "20", "--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        var answered = await tablet.UntilAsync(m => m.Event == "prompt" && m.Text("state") == "answered", "an answer", 30);

        Assert.Equal("p_blocked", answered.Text("participant"));
        Assert.Contains(monitor.Log.Output, line => line.StartsWith("Source:   simulator, 2 people, seed 7", StringComparison.Ordinal));
        Assert.Contains("Story:    One person twice, without and with a beta-blocker", monitor.Log.Output);
    }

    /// <summary>What issue 5 asks of the demo, each by its name; the eight people and their modes have a test of their own.</summary>
    private static async Task<StreamMessage[]> FiveThingsAsync(SseClient tablet, double seconds)
    {
        static bool IsAlert(StreamMessage m, string state, string code) => m.Event == "alert" && m.Text("state") == state && m.Text("code") == code;
        return
        [
            await tablet.UntilAsync(m => m.Event == "prompt" && m.Text("state") == "open" && m.Text("reason") == "signal", "a prompt", seconds),
            await tablet.UntilAsync(m => IsAlert(m, "raised", "zone-high") && m.Text("participant") == "p_06", "a zone alert", seconds),
            await tablet.UntilAsync(m => IsAlert(m, "raised", "signal-lost") && m.Text("participant") == "p_05", "a dropout", seconds),
            await tablet.UntilAsync(m => IsAlert(m, "raised", "hr-ceiling-warning"), "the ceiling's warning", seconds),
            await tablet.UntilAsync(m => IsAlert(m, "acknowledged", "hr-ceiling-warning") && m.Text("acked_by") == "sim-staff", "an acknowledgement", seconds),
        ];
    }

    private static bool IsSecondLife(StreamMessage message) => message.Envelope.GetProperty("epoch").GetInt32() == 2;

    /// <summary>Seconds of work when it was said.</summary>
    private static async Task<double> AtWorkAsync(MonitorProcess monitor, StreamMessage message)
    {
        var sessions = await monitor.Http.GetAsync("api/v1/sessions");
        var started = sessions.EnumerateArray().First(s => s.GetProperty("id").GetString() == message.Session).GetProperty("started").GetDateTimeOffset();
        return (message.Time - started).TotalSeconds;
    }
}
