using System.Diagnostics;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Mqtt;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

/// <summary>Against the real mosquitto 2.0.11 and its clients, as our broker and as witnesses of the embedded one.</summary>
public sealed class MosquittoTests(ITestOutputHelper output)
{
    private const string All = "hrm/1/gym1/#";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mosquitto_sub_reads_alerts_prompts_sessions_and_live_values(bool embedded)
    {
        MosquittoBroker.Require();
        await using var mosquitto = embedded ? null : await MosquittoBroker.StartAsync();
        await using var harness = await (mosquitto is null ? MqttHarness.Embedded() : MqttHarness.External(mosquitto)).UpAsync();
        var port = mosquitto?.Port ?? harness.Port;
        await using var sub = MosquittoClient.Subscribe(port, All);
        await sub.UntilAsync(m => m.Topic.EndsWith("/beat", StringComparison.Ordinal), "a beat");

        var rows = Rows();
        await harness.DeliverAsync([.. rows.Begun(), rows.Alert(60, "a1", 1, AlertState.Raised), rows.Prompt(60, "p1", 1, PromptState.Open, 60)]);
        harness.Link.Live.Offer("s_1", MqttLiveFeedTests.Live(DateTimeOffset.UtcNow));
        await sub.UntilAsync(m => m.Topic.EndsWith("s_1/alert/a1", StringComparison.Ordinal) && m.Data.GetProperty("code").GetString() == "rpe-stop", "the alert");
        await sub.UntilAsync(m => m.Topic.EndsWith("s_1/prompt/p1", StringComparison.Ordinal) && m.Data.GetProperty("state").GetString() == "open", "the prompt");
        await sub.UntilAsync(m => m.Topic.EndsWith("s_1/live", StringComparison.Ordinal) && m.Data.GetProperty("hr").GetInt32() == 97, "the live value");

        await using var late = MosquittoClient.Subscribe(port, All);
        await late.UntilAsync(m => m.Topic.EndsWith("/beat", StringComparison.Ordinal), "a beat");
        Assert.Equal(
            ["hrm/1/gym1/dn/session/s_1/alert/a1", "hrm/1/gym1/dn/session/s_1/prompt/p1", "hrm/1/gym1/dn/session/s_1/state", "hrm/1/gym1/dn/svc/svc/state"],
            late.Seen.Where(m => m.Retained).Select(m => m.Topic).Order());

        await harness.DeliverAsync(rows.Alert(70, "a1", 2, AlertState.Closed), rows.Prompt(70, "p1", 2, PromptState.Answered, 60, 13));
        await sub.UntilAsync(m => m.Topic.EndsWith("/alert/a1", StringComparison.Ordinal) && m.Payload.Length == 0, "the alert is cleared");
        await sub.UntilAsync(m => m.Topic.EndsWith("/prompt/p1", StringComparison.Ordinal) && m.Payload.Length == 0, "the prompt is cleared");
        Assert.Contains(sub.Seen, m => m.Payload.Contains("\"state\":\"closed\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plain_mosquitto_pub_acknowledges_and_answers(bool embedded)
    {
        MosquittoBroker.Require();
        await using var mosquitto = embedded ? null : await MosquittoBroker.StartAsync();
        await using var harness = await (mosquitto is null ? MqttHarness.Embedded() : MqttHarness.External(mosquitto)).UpAsync();
        var port = mosquitto?.Port ?? harness.Port;
        await using var sub = MosquittoClient.Subscribe(port, "hrm/1/gym1/dn/reply/staff1", "hrm/1/gym1/dn/svc/+/beat");
        await sub.UntilAsync(m => m.Topic.EndsWith("/beat", StringComparison.Ordinal), "a beat");

        Assert.Equal(0, await MosquittoClient.PublishAsync(port, "hrm/1/gym1/up/staff1/ack/a1", """{ "rev":1, "by":"staff1" }"""));
        Assert.Equal(0, await MosquittoClient.PublishAsync(port, "hrm/1/gym1/up/staff1/answer/p1", """{"value":13}"""));
        await MqttWait.UntilAsync(
            () => sub.Seen.Count(m => m.Topic.EndsWith("reply/staff1", StringComparison.Ordinal)) == 2,
            () => $"two replies; commands {harness.Commands.Count}, {harness.Link.State}, {string.Join('|', sub.Seen.TakeLast(4))}");
        Assert.Equal([new AlertAcknowledged { Alert = "a1", Rev = 1, By = "staff1" }, new RpeAnswered(13) { Prompt = "p1" }], harness.Commands.Select(c => c.Fact));
        Assert.All(sub.Seen.Where(m => m.Topic.EndsWith("reply/staff1", StringComparison.Ordinal)), m => Assert.Equal("accepted", m.Data.GetProperty("result").GetString()));
    }

    [Fact]
    public async Task A_killed_broker_comes_back_to_the_right_state_and_no_alert_is_lost()
    {
        await using var mosquitto = await MosquittoBroker.StartAsync();
        await using var harness = await MqttHarness.External(mosquitto).UpAsync();
        var rows = Rows();
        await harness.DeliverAsync([.. rows.Begun(), rows.Alert(10, "a1", 1, AlertState.Raised), rows.Alert(11, "a2", 1, AlertState.Raised)]);

        await mosquitto.KillAsync();
        var noticed = await MqttWait.UntilAsync(() => harness.Link.State.Status == MqttLinkStatus.Down, "down is noticed");
        Assert.NotNull(harness.Link.State.LastError);

        // While it is away: one alert ends, one begins, a prompt opens whose window is long over.
        JournalRow[] meanwhile = [rows.Alert(12, "a1", 2, AlertState.Closed), rows.Alert(13, "a3", 1, AlertState.Raised), rows.Prompt(-400, "p9", 1, PromptState.Open, -400)];
        var delivery = harness.DeliverAsync(meanwhile);
        await mosquitto.RestartAsync();
        await using var sub = MosquittoClient.Subscribe(mosquitto.Port, All);
        var back = Stopwatch.StartNew();
        await MqttWait.UntilAsync(() => harness.Link.State.Status == MqttLinkStatus.Up, "the link is back", TimeSpan.FromSeconds(20));
        await delivery;
        await using var late = MosquittoClient.Subscribe(mosquitto.Port, All);
        await late.UntilAsync(m => m.Topic.EndsWith("/beat", StringComparison.Ordinal), "a beat");
        output.WriteLine($"loss noticed after {noticed.TotalMilliseconds:0} ms; up and complete {back.ElapsedMilliseconds} ms after the broker's return");

        Assert.Equal(
            ["hrm/1/gym1/dn/session/s_1/alert/a2", "hrm/1/gym1/dn/session/s_1/alert/a3", "hrm/1/gym1/dn/session/s_1/state", "hrm/1/gym1/dn/svc/svc/state"],
            late.Seen.Where(m => m.Retained).Select(m => m.Topic).Order());
        await sub.UntilAsync(m => m.Topic.EndsWith("/alert/a1", StringComparison.Ordinal) && m.Payload.Contains("\"closed\"", StringComparison.Ordinal), "the end of a1");
        Assert.DoesNotContain(sub.Seen, m => m.Topic.EndsWith("/prompt/p9", StringComparison.Ordinal) && m.Payload.Length > 0);
    }

    [Fact]
    public async Task A_frozen_broker_is_noticed_within_six_seconds_while_publishes_are_in_flight()
    {
        await using var mosquitto = await MosquittoBroker.StartAsync();
        await using var harness = await MqttHarness.External(mosquitto).UpAsync();
        var rows = Rows();
        await harness.DeliverAsync(rows.Begun());
        using var stop = new CancellationTokenSource();
        var busy = PublishAllTheTimeAsync(harness, rows, stop.Token);

        mosquitto.Freeze();
        var noticed = await MqttWait.UntilAsync(() => harness.Link.State.Status == MqttLinkStatus.Down, "the silence is noticed");
        Assert.InRange(noticed.TotalSeconds, 0, 6);
        mosquitto.Thaw();
        var back = await MqttWait.UntilAsync(() => harness.Link.State.Status == MqttLinkStatus.Up, "the link is back", TimeSpan.FromSeconds(30));
        output.WriteLine($"silence noticed after {noticed.TotalSeconds:0.0} s, up again {back.TotalSeconds:0.0} s after the thaw");
        await stop.CancelAsync();
        await busy;
    }

    [Fact]
    public async Task What_an_earlier_life_or_a_stranger_left_retained_is_swept()
    {
        await using var mosquitto = await MosquittoBroker.StartAsync();
        string[] stale = ["hrm/1/gym1/dn/session/s_old/alert/a9", "hrm/1/gym1/dn/session/s_old/prompt/p9", "hrm/1/gym1/dn/session/s_old/state", "hrm/1/gym1/dn/session/s_1/live"];
        foreach (var topic in stale) Assert.Equal(0, await MosquittoClient.PublishAsync(mosquitto.Port, topic, "{\"forged\":true}", "-r"));
        Assert.Equal(0, await MosquittoClient.PublishAsync(mosquitto.Port, "hrm/1/gym2/dn/session/s_1/state", "{\"neighbour\":true}", "-r"));

        await using var harness = MqttHarness.External(mosquitto);
        var rows = Rows();
        harness.Link.Alerts.Restore([.. rows.Begun(), rows.Alert(10, "a1", 1, AlertState.Raised)]);
        await harness.UpAsync();
        await using var late = MosquittoClient.Subscribe(mosquitto.Port, "hrm/#");
        await late.UntilAsync(m => m.Topic.EndsWith("/beat", StringComparison.Ordinal), "a beat");
        Assert.Equal(
            ["hrm/1/gym1/dn/session/s_1/alert/a1", "hrm/1/gym1/dn/session/s_1/state", "hrm/1/gym1/dn/svc/svc/state", "hrm/1/gym2/dn/session/s_1/state"],
            late.Seen.Where(m => m.Retained).Select(m => m.Topic).Order());
    }

    [Fact]
    public async Task The_service_says_ready_and_stopping_and_its_will_says_lost()
    {
        await using var mosquitto = await MosquittoBroker.StartAsync();
        await using var sub = MosquittoClient.Subscribe(mosquitto.Port, "hrm/1/gym1/dn/svc/+/state");
        var harness = await MqttHarness.External(mosquitto).UpAsync();
        harness.Link.ReportService("ready");
        await sub.UntilAsync(m => State(m) == "ready", "ready");

        // A second service of the same name takes the session over: to the broker, the first has vanished.
        await using (var usurper = await MqttTestClient.ConnectAsync(mosquitto.Port, o => o.WithClientId("hrm-gym1-svc")))
        {
            await sub.UntilAsync(m => State(m) == "lost", "the will");
        }

        await MqttWait.UntilAsync(() => sub.Seen.Count(m => State(m) == "ready") >= 2, "ready again", TimeSpan.FromSeconds(20));
        await harness.DisposeAsync();
        await sub.UntilAsync(m => State(m) == "stopping", "stopping");
        Assert.Equal("stopping", State(sub.Seen[^1]));
    }

    [Fact]
    public async Task Anonymous_strangers_of_the_embedded_broker_get_nothing_beyond_the_site()
    {
        MosquittoBroker.Require();
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var snoop = MosquittoClient.Subscribe(harness.Port, "#");
        await MqttWait.UntilAsync(() => snoop.HasExited || snoop.Errors.Any(e => e.Contains("denied", StringComparison.OrdinalIgnoreCase) || e.Contains("rejected", StringComparison.OrdinalIgnoreCase)), "the refusal");
        Assert.Empty(snoop.Seen);
    }

    private static string? State(SeenMessage message) => message.Payload.Length == 0 ? null : message.Data.GetProperty("state").GetString();

    private static MqttRows Rows() => new("s_1", DateTimeOffset.UtcNow.AddSeconds(-70));

    private static async Task PublishAllTheTimeAsync(MqttHarness harness, MqttRows rows, CancellationToken cancellation)
    {
        for (var rev = 1; !cancellation.IsCancellationRequested; rev++)
        {
            harness.Link.Live.Offer("s_1", MqttLiveFeedTests.Live(DateTimeOffset.UtcNow));
            await harness.Link.Alerts.SendAsync([rows.Alert(rev / 10.0, "a1", rev, AlertState.Raised)], CancellationToken.None);
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
