using System.Text.Json;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>What a newcomer meets: the executable with nothing said but where to write and which ports are free.</summary>
[Collection(WholeProcesses.Name)]
public sealed class DemoTests
{
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
    public async Task Within_two_minutes_somebody_is_asked_a_signal_goes_and_an_alert_is_raised_and_acknowledged_by_staff_that_are_seen_to_be_simulated(string seed)
    {
        await using var monitor = new MonitorProcess("--speed", "10", "--seed", seed);
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        var prompt = await tablet.UntilAsync(m => m.Event == "prompt" && m.Text("state") == "open" && m.Text("reason") != "baseline", "a question", 25);
        var alert = await tablet.UntilAsync(m => m.Event == "alert" && m.Text("state") == "raised", "an alert", 25);

        var lost = await tablet.UntilAsync(m => m.Event == "alert" && m.Text("state") == "raised" && m.Text("code") == "signal-lost", "a dropout", 25);
        var noted = await tablet.UntilAsync(m => m.Event == "alert" && m.Text("state") == "acknowledged", "an acknowledgement", 25);

        Assert.InRange(await AgeAsync(monitor, prompt), 0, 90);
        Assert.InRange(await AgeAsync(monitor, alert), 0, 90);
        Assert.InRange(await AgeAsync(monitor, lost), 0, 120);
        Assert.InRange(await AgeAsync(monitor, noted), 0, 120);
        Assert.Equal("sim-staff", noted.Text("acked_by"));
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

    private static async Task<double> AgeAsync(MonitorProcess monitor, StreamMessage message)
    {
        var sessions = await monitor.Http.GetAsync("api/v1/sessions");
        var started = sessions.EnumerateArray().First(s => s.GetProperty("id").GetString() == message.Session).GetProperty("started").GetDateTimeOffset();
        return (message.Time - started).TotalSeconds;
    }
}
