using System.Net;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>Two staff, two tablets, one alert (ecosystem-reliability F21), across a kill.</summary>
[Collection(WholeProcesses.Name)]
public sealed class AcknowledgementTests
{
    [Fact]
    public async Task Of_two_staff_who_acknowledge_the_same_alert_one_wins_and_both_tablets_see_it()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync();
        await using var first = SseClient.Follow(monitor.Http.Stream);
        await using var second = SseClient.Follow(monitor.Http.Stream);
        var alert = await RaiseAsync(monitor, first);
        var aid = alert.Text("aid");

        var replies = await Task.WhenAll(
            monitor.Http.AcknowledgeAsync("tap-a", aid, 1, "nurse_a"), monitor.Http.AcknowledgeAsync("tap-b", aid, 1, "nurse_b"));

        var winner = Assert.Single(replies, r => r!.Result == "accepted")!;
        var loser = Assert.Single(replies, r => r!.Result == "stale")!;
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (winner.Status, loser.Status));
        var by = winner == replies[0] ? "nurse_a" : "nurse_b";
        Assert.Equal(by, loser.Json.GetProperty("current").GetProperty("acked_by").GetString());
        foreach (var tablet in new[] { first, second })
        {
            var seen = await tablet.UntilAsync(m => m.Event == "alert" && m.Text("aid") == aid && m.Text("state") == "acknowledged", "the acknowledgement", 3);
            Assert.Equal(by, seen.Text("acked_by"));
        }

        Assert.Equal("stale", (await monitor.Http.AcknowledgeAsync("tap-old", aid, 1, "nurse_a"))!.Result);
        Assert.Equal("not-found", (await monitor.Http.AcknowledgeAsync("tap-none", "nosuchalert", 1, "nurse_a"))!.Result);
    }

    [Fact]
    public async Task An_acknowledgement_replayed_after_a_kill_has_no_effect()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        var alert = await RaiseAsync(monitor, tablet);
        Assert.Equal("accepted", (await monitor.Http.AcknowledgeAsync("tap-1", alert.Text("aid"), 1, "nurse_a"))!.Result);

        await monitor.KillAsync();
        await monitor.StartAsync();
        Assert.Equal("duplicate", (await monitor.Http.AcknowledgeAsync("tap-1", alert.Text("aid"), 1, "nurse_a"))!.Result);
        Assert.Equal("stale", (await monitor.Http.AcknowledgeAsync("tap-2", alert.Text("aid"), 1, "nurse_b"))!.Result);

        var stored = JournalEvents.Alerts(monitor.Journal.ReadAfter(0, 100_000)).Select(a => a.Alert).Where(a => a.Id == alert.Text("aid")).ToList();
        var acknowledged = Assert.Single(stored, a => a.State == AlertState.Acknowledged);
        Assert.Equal("nurse_a", acknowledged.AckedBy);
    }

    /// <summary>Somebody feels 18 of 20.</summary>
    internal static async Task<StreamMessage> RaiseAsync(MonitorProcess monitor, SseClient tablet)
    {
        var live = await tablet.UntilAsync(m => m.Event == "live" && m.Text("mode") == "rpe" && m.Text("phase") == "work", "somebody in RPE mode at work");
        var mark = tablet.Count;
        var reply = await monitor.Http.EnterAsync($"hard-{Guid.NewGuid():n}", live.Session, """{"event":"rpe","value":18,"by":"staff"}""");
        Assert.Equal("accepted", reply!.Result);
        return await tablet.UntilAsync(m => m.Event == "alert" && m.Session == live.Session && m.Text("code") == "rpe-stop", "rpe-stop", 5, mark);
    }
}
