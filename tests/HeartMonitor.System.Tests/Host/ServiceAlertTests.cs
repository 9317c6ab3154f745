using System.Text.Json;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>What is wrong with the service itself is an alert like any other: on MQTT, on the stream and the tablets, acknowledged by anybody, remembered.</summary>
[Collection(WholeProcesses.Name)]
public sealed class ServiceAlertTests
{
    [Fact]
    public async Task A_store_that_is_away_is_told_everywhere_noted_by_somebody_remembered_by_a_restart_and_over_when_it_is_back()
    {
        var port = FreePort.Next();
        await using var monitor = new MonitorProcess("--Influx:Url", $"http://127.0.0.1:{port}", "--Influx:Version", "1", "--speed", "10", "--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        var raised = await tablet.UntilAsync(m => IsSinkDown(m) && m.Text("state") == "raised", "the alert", 60);
        var aid = raised.Text("aid");
        Assert.Equal(("service", "low", "technical"), (raised.Text("participant"), raised.Text("priority"), raised.Text("kind")));
        Assert.Contains("influx", raised.Text("text"), StringComparison.Ordinal);
        await AssertOnMqttAsync(monitor.MqttPort, aid);
        var listed = (await monitor.Http.GetAsync("health/ready")).GetProperty("alerts").EnumerateArray().Single(a => a.GetProperty("id").GetString() == aid);
        Assert.Equal("sink-down", listed.GetProperty("code").GetString());

        Assert.Equal("accepted", (await monitor.Http.AcknowledgeAsync("tap-1", aid, raised.Data.GetProperty("rev").GetInt32(), "nurse_a"))!.Result);
        await tablet.UntilAsync(m => IsSinkDown(m) && m.Text("state") == "acknowledged", "its acknowledgement");
        await monitor.KillAsync();
        var mark = tablet.Count;
        await monitor.StartAsync();

        var snapshot = await tablet.UntilAsync(m => m.Event == "snapshot", "a snapshot", from: mark);
        var kept = snapshot.Data.GetProperty("alerts").EnumerateArray().Select(a => a.GetProperty("data")).Single(a => a.GetProperty("aid").GetString() == aid);
        Assert.Equal(("acknowledged", "nurse_a"), (kept.GetProperty("state").GetString(), kept.GetProperty("acked_by").GetString()));

        await using var store = await InfluxFake.StartAsync(port);
        await tablet.UntilAsync(m => IsSinkDown(m) && m.Text("aid") == aid && m.Text("state") == "closed", "its end", 90, mark);
        Assert.DoesNotContain(tablet.Seen, m => IsSinkDown(m) && m.Text("aid") != aid);
        Assert.Contains(store.StoredLines, line => line.StartsWith("ev,code=sink-down,p=service,", StringComparison.Ordinal));
    }

    private static bool IsSinkDown(StreamMessage message) => message.Event == "alert" && message.Text("code") == "sink-down";

    /// <summary>Retained, for whoever comes late.</summary>
    private static async Task AssertOnMqttAsync(int port, string aid)
    {
        await using var late = await MqttTestClient.ConnectAsync(port);
        await late.SubscribeAsync("hrm/1/gym1/dn/svc/svc/alert/+");
        await MqttWait.UntilAsync(() => late.Seen.Any(m => m.Topic.EndsWith(aid, StringComparison.Ordinal)), "the alert, retained");
        var message = late.Seen.First(m => m.Topic.EndsWith(aid, StringComparison.Ordinal));
        Assert.Empty(new MqttSchema().Judge(message.Topic, MqttTestClient.Text(message)));
        using var envelope = JsonDocument.Parse(MqttTestClient.Text(message));
        Assert.StartsWith("w_", envelope.RootElement.GetProperty("subject").GetString(), StringComparison.Ordinal);
    }
}
