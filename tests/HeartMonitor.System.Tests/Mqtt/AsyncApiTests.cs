using System.Text;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Mqtt.Uplink;
using HeartMonitor.System.Tests.Support;
using MQTTnet;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

public sealed class AsyncApiTests
{
    private readonly MqttSchema _contract = new();

    [Fact]
    public async Task Every_message_of_a_run_is_as_the_document_says_and_every_channel_is_used()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.SubscribeAsync("hrm/1/gym1/#");
        var packets = new List<int>();
        var states = new List<GatewayMessage>();
        using var gateways = harness.Link.Gateways.Subscribe(message =>
        {
            if (message.Straps is not null)
            {
                states.Add(message);
                return;
            }

            packets.Add(message.Items.Count);
            foreach (var _ in message.Items) message.Settled!(PacketFate.Done);
        });
        await RunAsync(harness, client);
        await client.PublishAsync(Raw, "16-90");
        foreach (var (topic, payload) in Batches) Assert.True((await client.PublishAsync(topic, payload)).IsSuccess);
        foreach (var state in States) Assert.True((await client.PublishAsync(State, Encoding.UTF8.GetString(state), m => m.WithRetainFlag())).IsSuccess);
        await MqttWait.UntilAsync(() => client.Seen.Any(m => m.Topic.EndsWith("/beat", StringComparison.Ordinal)), "a beat");
        await MqttWait.UntilAsync(() => client.Seen.Any(m => m.Topic == "hrm/1/gym1/dn/device/d_0123456789abcdef/health"), "a strap's health");
        await MqttWait.UntilAsync(() => client.Seen.Count(m => m.Topic.Contains("/reply/", StringComparison.Ordinal)) == Requests.Length, "the replies");

        var faults = client.Seen.SelectMany(m => _contract.Judge(m.Topic, MqttTestClient.Text(m)).Select(f => $"{m.Topic}: {f}")).Distinct().ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.All([.. Requests, .. Batches, .. States.Select(s => (Topic: State, Payload: Encoding.UTF8.GetString(s)))], r => Assert.Empty(_contract.Judge(r.Topic, r.Payload)));
        Assert.Equal([false, true, true], states.Select(s => s.IsGone));
        Assert.Equal(Status.Straps, states[0].Straps);
        Assert.Equal([1, 2, 0, 1, 1], packets); // as many as the document's examples hold
        var used = client.Seen.Select(m => m.Topic).Concat([.. Requests.Select(r => r.Topic), .. Batches.Select(b => b.Topic), Raw, State]).Select(_contract.ChannelOf).Distinct().Order();
        Assert.Equal(_contract.Root.GetProperty("channels").EnumerateObject().Select(c => c.Name).Order(), used);
    }

    [Fact]
    public async Task Quality_and_retention_on_the_wire_are_those_of_the_operations()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        var filter = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(f => f.WithTopic("hrm/1/gym1/dn/#").WithAtLeastOnceQoS().WithRetainAsPublished()).Build();
        await client.Client.SubscribeAsync(filter, TestContext.Current.CancellationToken);
        await RunAsync(harness, client);
        await MqttWait.UntilAsync(() => client.Seen.Any(m => m.Topic.EndsWith("/beat", StringComparison.Ordinal)), "a beat");

        foreach (var message in client.Seen.Where(m => m.Payload.Length > 0))
        {
            var (name, mqtt) = Operation(_contract.ChannelOf(message.Topic)!);
            Assert.Equal((name, mqtt.GetProperty("qos").GetInt32()), (name, (int)message.QualityOfServiceLevel));
            var mayBeRetained = mqtt.GetProperty("retain").GetBoolean();
            Assert.True(mayBeRetained || !message.Retain, name);
            var longest = mqtt.TryGetProperty("messageExpiryInterval", out var limit) ? limit.GetUInt32() : 0;
            Assert.True(longest == 0 ? message.MessageExpiryInterval == 0 : message.MessageExpiryInterval is > 0 && message.MessageExpiryInterval <= longest, name);
            Assert.Equal("application/json", message.ContentType);
        }
    }

    [Fact]
    public void The_judge_can_fail()
    {
        const string topic = "hrm/1/gym1/dn/svc/svc/state";
        const string good = """{"specversion":"1.0","v":1,"id":"x","source":"hrm/gym1/svc/svc","epoch":1,"seq":1,"type":"hrm.svc","time":"2026-03-02T09:00:00.000Z","data":{"state":"ready","since":"2026-03-02T09:00:00.000Z","journal_lag":0}}""";
        Assert.Empty(_contract.Judge(topic, good));
        Assert.NotEmpty(_contract.Judge(topic, good.Replace("ready", "well", StringComparison.Ordinal)));
        Assert.NotEmpty(_contract.Judge(topic, good.Replace("\"journal_lag\":0", "\"journal_lag\":\"0\"", StringComparison.Ordinal)));
        Assert.NotEmpty(_contract.Judge(topic, good.Replace(",\"journal_lag\":0", "", StringComparison.Ordinal)));
        Assert.NotEmpty(_contract.Judge(topic, good.Replace("\"journal_lag\"", "\"more\":1,\"journal_lag\"", StringComparison.Ordinal)));
        Assert.NotEmpty(_contract.Judge(topic, good.Replace("\"v\":1", "\"v\":1,\"more\":1", StringComparison.Ordinal)));
        Assert.NotEmpty(_contract.Judge(topic, good.Replace("09:00:00.000Z\",\"data", "09:00:00+00:00\",\"data", StringComparison.Ordinal)));
        Assert.NotEmpty(_contract.Judge(topic, ""));
        Assert.NotEmpty(_contract.Judge("hrm/1/gym1/dn/nowhere", good));
    }

    [Fact]
    public void Enumerations_of_the_document_are_those_of_the_program()
    {
        Same<AlertCode>("alert", "code");
        Same<AlertState>("alert", "state");
        Same<AlertPriority>("alert", "priority");
        Same<AlertNature>("alert", "kind");
        Same<PromptState>("prompt", "state");
        Same<PromptReason>("prompt", "reason");
        Same<CommandResult>("reply", "result");
        Same<LinkState>("device", "link");
        var schemas = _contract.Root.GetProperty("components").GetProperty("schemas");
        Assert.Equal(
            Enum.GetValues<SignalReasons>().Where(r => r != SignalReasons.None).Select(KebabCase.Of).Order(),
            Words(schemas.GetProperty("live").GetProperty("properties").GetProperty("quality_reasons").GetProperty("items")));
        Assert.Equal(Enum.GetValues<MonitoringMode>().Select(KebabCase.Of).Order(), Words(schemas.GetProperty("mode")));
        Assert.Equal(Enum.GetValues<SessionPhase>().Select(KebabCase.Of).Order(), Words(schemas.GetProperty("phase")));
    }

    private const string State = "hrm/1/gym1/up/gate1/state";

    private static readonly GatewayStatus Status = new("b1", 12, 900, 3.5, 40, 1, "the disk is full", [new("sim-01", LinkState.Up, 80, -67, 2), new("d_0123456789abcdef", LinkState.Down)]);

    /// <summary>What a gateway of ours says.</summary>
    private static readonly byte[][] States =
        [.. ((string[])[UplinkJson.Online, UplinkJson.Offline, UplinkJson.Lost]).Select(state => UplinkJson.Write(state, Status, "b1-s1"))];

    private const string Raw = "hrm/1/gym1/up/gate1/raw/sim-01";

    private static readonly (string Topic, string Payload)[] Batches =
    [
        ("hrm/1/gym1/up/gate1/batch", """{"boot":"b1","items":[{"dev":"sim-01","n":1,"mono_us":1000,"b":"0654"},{"dev":"sim-02","n":1,"mono_us":1001,"b":"165AA602"}]}"""),
        ("hrm/1/gym1/up/gate1/batch", """{"boot":"b1","items":[]}"""),
        ("hrm/1/gym1/up/gate1/batch", """{"specversion":"1.0","v":1,"id":"m9","source":"gate1","type":"hrm.raw","time":"2026-03-02T09:00:00Z","data":{"boot":"b1","dev":"sim-01","sent_us":2000000,"items":[{"n":2,"mono_us":1001000,"b":"0655"}]}}"""),
        ("hrm/1/gym1/up/gate1/batch", Encoding.UTF8.GetString(UplinkJson.Write(new(7, "b1", 3_000_000, [new QueuedPacket(9, "b1", "sim-01", 3, 2_001_000, new byte[] { 6, 86 })])))),
    ];

    private static readonly (string Topic, string Payload)[] Requests =
    [
        ("hrm/1/gym1/up/staff1/ack/a1", """{"id":"m1","type":"hrm.ack","time":"2126-03-02T09:00:00Z","data":{"aid":"a1","rev":1,"by":"staff1"}}"""),
        ("hrm/1/gym1/up/staff1/ack/a1", """{"rev":1,"by":"staff1"}"""),
        ("hrm/1/gym1/up/staff1/answer/p1", """{"value":13,"by":"participant"}"""),
        ("hrm/1/gym1/up/staff1/symptom/s_1", """{"symptoms":["dizzy"],"grade":2}"""),
        ("hrm/1/gym1/up/staff1/talk/s_1", """{"value":"no"}"""),
        ("hrm/1/gym1/up/staff1/help/s_1", """{"by":"participant"}"""),
        ("hrm/1/gym1/up/staff1/shelve/a1", """{"seconds":300,"reason":"strap is being changed"}"""),
        ("hrm/1/gym1/up/staff1/unshelve/a1", """{"id":"m2","type":"hrm.unshelve","time":"2126-03-02T09:00:00Z","data":{"by":"staff2"}}"""),
    ];

    private static async Task RunAsync(MqttHarness harness, MqttTestClient client)
    {
        var rows = new MqttRows("s_1", DateTimeOffset.UtcNow.AddSeconds(-70));
        var alert = rows.Alert(60, "a1", 1, AlertState.Raised);
        harness.Answer = (command, _) => Task.FromResult(command.Fact is AlertAcknowledged
            ? new CommandReceipt(command.Id, CommandResult.Stale, "The alert has moved on.", MonitorJson.ReadEvent(alert.Entry.Body.Span, alert.Entry.At))
            : new CommandReceipt(command.Id, CommandResult.Accepted));
        harness.Link.ReportService("ready", 3);
        harness.Link.Devices.Offer("d_0123456789abcdef", new() { Link = LinkState.Down, Battery = 15, Rssi = -71, LastSeenMs = 4200, LastError = "the link was lost" }, DateTimeOffset.UtcNow);
        harness.Link.Devices.Offer("No topic level", new() { Link = LinkState.Up }, DateTimeOffset.UtcNow);
        await harness.DeliverAsync(
            [.. rows.Begun(), alert, rows.Prompt(60, "p1", 1, PromptState.Open, 60), rows.Fact(61, new PhaseEntered(SessionPhase.Work)),
             rows.Planned(MonitoringMode.Zones), rows.Prompt(65, "p1", 2, PromptState.Answered, 60, 13), rows.Alert(66, "a1", 2, AlertState.Closed)]);
        await harness.DeliverAsync(new MqttRows("w_abcdefghijkl", rows.Start, "service").Alert(67, "b1", 1, AlertState.Raised, AlertCode.SinkDown, "No connection to influxdb for 30 s."));
        harness.Link.Live.Offer("s_1", MqttLiveFeedTests.Live(DateTimeOffset.UtcNow) with
        {
            QualityReasons = ["rr-clock"],
            CoveragePercent = 98.25,
            ArtefactPercent = 1.5,
            Gaps = 2,
        });
        foreach (var (topic, payload) in Requests) await client.PublishAsync(topic, payload);
        await harness.DeliverAsync(rows.Fact(68, new SessionEnded()));
        await MqttWait.UntilAsync(() => client.Seen.Any(m => m.Topic.EndsWith("/live", StringComparison.Ordinal)), "the live value");
        await MqttWait.UntilAsync(() => client.Seen.Any(m => MqttTestClient.Text(m).Contains("\"state\":\"ended\"", StringComparison.Ordinal)), "the end");
    }

    private (string Name, JsonElement Mqtt) Operation(string channel)
    {
        var operation = _contract.Root.GetProperty("operations").EnumerateObject()
            .Single(o => o.Value.GetProperty("channel").GetProperty("$ref").GetString() == $"#/channels/{channel}");
        return (operation.Name, operation.Value.GetProperty("bindings").GetProperty("mqtt"));
    }

    private void Same<TEnum>(string schema, string member) where TEnum : struct, Enum => Assert.Equal(
        Enum.GetValues<TEnum>().Select(KebabCase.Of).Order(),
        Words(_contract.Root.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty(member)));

    private static IEnumerable<string?> Words(JsonElement schema) => schema.GetProperty("enum").EnumerateArray().Select(e => e.GetString()).Order();
}
