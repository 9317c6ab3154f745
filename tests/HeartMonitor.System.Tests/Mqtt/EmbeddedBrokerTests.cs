using System.Net.Sockets;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Mqtt;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.System.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

public sealed class EmbeddedBrokerTests
{
    private const string Ack = "hrm/1/gym1/up/staff1/ack/a1";

    [Fact]
    public async Task PUBACK_comes_only_after_the_journal_has_committed()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        var commit = new TaskCompletionSource<CommandReceipt>();
        harness.Answer = (_, _) => commit.Task;
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.SubscribeAsync("hrm/1/gym1/dn/reply/staff1");

        var publishing = client.PublishAsync(Ack, """{"rev":1,"by":"staff1"}""");
        await MqttWait.UntilAsync(() => harness.Commands.Count == 1, "the command is at the door");
        await Task.WhenAny(publishing, Task.Delay(300, TestContext.Current.CancellationToken));
        Assert.False(publishing.IsCompleted);
        Assert.Empty(client.Seen);

        commit.SetResult(new(harness.Commands[0].Id, CommandResult.Accepted));
        Assert.True((await publishing).IsSuccess);
        await MqttWait.UntilAsync(() => client.Seen.Count == 1, "the reply");
        Assert.Contains("\"result\":\"accepted\"", MqttTestClient.Text(client.Seen[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_was_not_stored_is_told_to_MQTT_5_and_never_acknowledged_to_3_1_1()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        harness.Answer = (command, _) => Task.FromResult(new CommandReceipt(command.Id, CommandResult.NotStored));
        await using var modern = await MqttTestClient.ConnectAsync(harness.Port);
        Assert.Equal(MqttClientPublishReasonCode.ImplementationSpecificError, (await modern.PublishAsync(Ack, """{"rev":1}""")).ReasonCode);
        Assert.True(modern.Client.IsConnected);

        await using var old = await MqttTestClient.ConnectAsync(harness.Port, version: MqttProtocolVersion.V311);
        await Assert.ThrowsAnyAsync<Exception>(() => old.PublishAsync(Ack, """{"rev":1}"""));
        await MqttWait.UntilAsync(() => !old.Client.IsConnected, "the connection is closed");
    }

    [Theory]
    [InlineData("""{"rev":1,"by":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"id":"\ud83d","data":{"rev":1}}""")]
    [InlineData("""{"id":"r1","data":{"by":"\ud83d\ud83d"}}""")]
    [InlineData("""{"rev":1,"rev":2}""")]
    [InlineData("""{"a":[[[[[[[[[[1]]]]]]]]]]}""")]
    [InlineData("\uFEFFnull")]
    public async Task A_request_that_nobody_can_read_is_answered_and_goes_no_further(string payload)
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.SubscribeAsync("hrm/1/gym1/dn/reply/staff1");

        await client.PublishAsync(Ack, payload);

        await MqttWait.UntilAsync(() => client.Seen.Count == 1, "the reply");
        Assert.Contains("\"result\":\"invalid\"", MqttTestClient.Text(client.Seen[0]), StringComparison.Ordinal);
        Assert.Empty(harness.Commands);
    }

    [Fact]
    public async Task A_door_that_throws_counts_as_not_stored_and_the_broker_lives()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        harness.Answer = (_, _) => throw new InvalidOperationException("bug");
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        Assert.False((await client.PublishAsync(Ack, """{"rev":1}""")).IsSuccess);
        harness.Answer = (command, _) => Task.FromResult(new CommandReceipt(command.Id, CommandResult.Accepted));
        Assert.True((await client.PublishAsync(Ack, """{"rev":2}""")).IsSuccess);
    }

    [Theory]
    [InlineData("hrm/1/gym1/dn/session/s_1/alert/fake", false)]
    [InlineData("hrm/1/gym1/dn/session/s_1/alert/fake", true)]
    [InlineData("hrm/1/gym1/dn/svc/svc/state", true)]
    [InlineData("hrm/1/gym1/dn/reply/staff1", false)]
    [InlineData("hrm/1/gym2/up/staff1/ack/a1", false)]
    [InlineData("hrm/1/gym1/up/staff1/nonsense/a1", false)]
    [InlineData("hrm/1/gym1/up/staff1/ack/a1", true)]
    [InlineData("hrm/1/gym1/up/Staff1/ack/a1", false)]
    [InlineData("elsewhere", true)]
    public async Task Clients_cannot_speak_for_the_service_nor_leave_retained_requests(string topic, bool retain)
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var witness = await MqttTestClient.ConnectAsync(harness.Port);
        await witness.SubscribeAsync("hrm/1/gym1/#");
        await using var attacker = await MqttTestClient.ConnectAsync(harness.Port);
        var result = await attacker.PublishAsync(topic, """{"rev":666,"forged":true}""", m => m.WithRetainFlag(retain));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, result.ReasonCode);

        await using var late = await MqttTestClient.ConnectAsync(harness.Port);
        await late.SubscribeAsync("hrm/1/gym1/#");
        await MqttWait.UntilAsync(() => witness.Seen.Any(m => m.Topic.EndsWith("/beat", StringComparison.Ordinal)), "a beat after the attack");
        Assert.DoesNotContain(witness.Seen.Concat(late.Seen), m => MqttTestClient.Text(m).Contains("forged", StringComparison.Ordinal));
        Assert.Empty(harness.Commands);
        Assert.True(harness.Link.State.Rejected > 0);
    }

    [Theory]
    [InlineData("hrm/1/gym1/dn/svc/svc/state")]
    [InlineData("hrm/1/gym1/up/staff1/ack/a1")]
    public async Task A_will_is_no_way_around(string willTopic)
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var witness = await MqttTestClient.ConnectAsync(harness.Port);
        await witness.SubscribeAsync("hrm/1/gym1/#");
        await DieWithWillAsync(harness, willTopic, "{\"forged\":true}");
        await DieWithWillAsync(harness, "hrm/1/gym1/up/tablet1/state", "{\"state\":\"gone\"}");
        await MqttWait.UntilAsync(() => witness.Seen.Any(m => m.Topic == "hrm/1/gym1/up/tablet1/state"), "the will that is allowed");
        Assert.DoesNotContain(witness.Seen, m => MqttTestClient.Text(m).Contains("forged", StringComparison.Ordinal));
        Assert.Empty(harness.Commands);
    }

    [Theory]
    [InlineData("#")]
    [InlineData("$SYS/#")]
    [InlineData("$share/g/hrm/1/gym1/#")]
    [InlineData("hrm/1/+/dn/#")]
    [InlineData("hrm/1/gym2/#")]
    public async Task Filters_beyond_the_site_are_refused(string filter)
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        Assert.True(await client.SubscribeAsync(filter) > MqttClientSubscribeResultCode.GrantedQoS2);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync("hrm/1/gym1/#"));
    }

    [Fact]
    public async Task A_client_holds_fifty_subscriptions_and_no_more()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        for (var i = 0; i < 50; i++) Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync($"hrm/1/gym1/dn/session/s_{i}/live"));
        Assert.Equal(MqttClientSubscribeResultCode.QuotaExceeded, await client.SubscribeAsync("hrm/1/gym1/dn/session/s_50/live"));
        await client.Client.UnsubscribeAsync("hrm/1/gym1/dn/session/s_0/live", TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync("hrm/1/gym1/dn/session/s_50/live"));
    }

    [Fact]
    public async Task Packets_over_16_KiB_end_the_connection_and_disturb_nobody_else()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var bystander = await MqttTestClient.ConnectAsync(harness.Port);
        await using var flooder = await MqttTestClient.ConnectAsync(harness.Port);
        await Assert.ThrowsAnyAsync<Exception>(() => flooder.PublishAsync(Ack, new string('x', 17 * 1024)));
        Assert.True((await bystander.PublishAsync(Ack, """{"rev":1}""")).IsSuccess);
        Assert.Single(harness.Commands);
    }

    [Fact]
    public async Task Rubbish_on_the_socket_leaves_the_broker_up()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        var random = new Random(20261123);
        for (var i = 0; i < 200; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", harness.Port, TestContext.Current.CancellationToken);
            var rubbish = new byte[random.Next(1, 400)];
            random.NextBytes(rubbish);
            if (i % 2 == 0) rubbish[0] = 0x10;
            await socket.GetStream().WriteAsync(rubbish, TestContext.Current.CancellationToken);
        }

        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        Assert.True((await client.PublishAsync(Ack, """{"rev":1}""")).IsSuccess);
    }

    [Theory]
    [InlineData("")]
    [InlineData("13")]
    [InlineData("[]")]
    [InlineData("{\"rev\":")]
    [InlineData("{\"rev\":1.5}")]
    [InlineData("{\"rev\":\"1\"}")]
    [InlineData("{\"by\":\"Anna Smith\"}")]
    [InlineData("{\"aid\":\"another\"}")]
    [InlineData("{\"action\":\"silence\"}")]
    [InlineData("{\"id\":\"m1\",\"data\":[]}")]
    [InlineData("{\"id\":7,\"data\":{}}")]
    [InlineData("{\"id\":\"m1\",\"type\":\"hrm.answer\",\"data\":{}}")]
    [InlineData("{\"id\":\"m1\",\"time\":\"noon\",\"data\":{}}")]
    [InlineData("{\"rev\":1}\u0000")]
    [InlineData("[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]")]
    public async Task A_malformed_request_is_answered_invalid_and_goes_no_further(string payload)
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.SubscribeAsync("hrm/1/gym1/dn/reply/staff1");
        await client.PublishAsync(Ack, payload);
        await MqttWait.UntilAsync(() => client.Seen.Count == 1, "a reply");
        Assert.Contains("\"result\":\"invalid\"", MqttTestClient.Text(client.Seen[0]), StringComparison.Ordinal);
        Assert.Empty(harness.Commands);
        Assert.Equal(1, harness.Link.State.Rejected);
    }

    [Fact]
    public async Task Each_request_becomes_its_fact_with_the_principal_in_its_key()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.PublishAsync(Ack, """{"specversion":"1.0","id":"m1","type":"hrm.ack","data":{"aid":"a1","rev":3,"by":"nurse_2","action":"ack"}}""");
        await client.PublishAsync("hrm/1/gym1/up/tablet1/answer/p1", """{"id":"m1","data":{"value":13,"scale":"borg6_20","symptoms":[]}}""");
        await client.PublishAsync("hrm/1/gym1/up/tablet1/symptom/s_1", """{"symptoms":["dizzy","leg-pain"],"grade":2,"by":"staff"}""");
        await client.PublishAsync("hrm/1/gym1/up/tablet1/talk/s_1", """{"value":"equivocal","by":"participant"}""");

        Assert.Equal(new AlertAcknowledged { Alert = "a1", Rev = 3, By = "nurse_2" }, harness.Commands[0].Fact);
        Assert.Equal(("staff1:m1", null), (harness.Commands[0].Id, harness.Commands[0].Session));
        Assert.Equal(new RpeAnswered(13) { Prompt = "p1" }, harness.Commands[1].Fact);
        Assert.Equal("tablet1:m1", harness.Commands[1].Id);
        var symptoms = Assert.IsType<SymptomsReported>(harness.Commands[2].Fact);
        Assert.Equal(["dizzy", "leg-pain"], symptoms.Symptoms);
        Assert.Equal((2, AnsweredBy.Staff, "s_1"), (symptoms.Grade, symptoms.By, harness.Commands[2].Session));
        Assert.Equal(new TalkTestAnswered("equivocal"), harness.Commands[3].Fact);
    }

    [Fact]
    public async Task Calls_for_help_and_shelving_become_their_facts()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.PublishAsync("hrm/1/gym1/up/tablet1/help/s_1", "{}");
        await client.PublishAsync("hrm/1/gym1/up/tablet1/help/s_1", """{"by":"Mary Smith"}""");
        await client.PublishAsync("hrm/1/gym1/up/tablet1/help/s_1", """{"by":"nurse_2"}""");
        await client.PublishAsync("hrm/1/gym1/up/tablet1/shelve/a1", """{"seconds":300,"by":"nurse_2","reason":"strap"}""");
        await client.PublishAsync("hrm/1/gym1/up/tablet1/unshelve/a1", "{}");
        foreach (var refused in (string[])["{}", """{"seconds":"300"}""", """{"seconds":300,"aid":"a2"}""", """{"seconds":300,"by":"Mary Smith"}""", """{"seconds":300,"reason":7}"""])
            await client.PublishAsync("hrm/1/gym1/up/tablet1/shelve/a1", refused);

        Assert.Equal(
            [new HelpRequested(), new HelpRequested(), new HelpRequested { By = "nurse_2" }, new AlertShelved(300, "nurse_2") { Alert = "a1", Reason = "strap" }, new AlertUnshelved("tablet1") { Alert = "a1" }],
            harness.Commands.Select(c => c.Fact));
        Assert.Equal(["s_1", "s_1", "s_1", null, null], harness.Commands.Select(c => c.Session));
        Assert.Equal(5, harness.Link.State.Rejected);
    }

    [Fact]
    public async Task The_same_bare_words_at_once_have_the_same_key()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        // Five seconds are one key; they may turn in between, more than once on a machine that stands still.
        for (var i = 0; i < 3; i++) await client.PublishAsync(Ack, """{"rev":1}""");
        var keys = harness.Commands.Select(c => c.Id).Distinct().Count();
        Assert.InRange(keys, 1, 2);
        await client.PublishAsync(Ack, """{"rev":2}""");
        Assert.Equal(keys + 1, harness.Commands.Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_request_too_old_is_refused_before_the_door()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.SubscribeAsync("hrm/1/gym1/dn/reply/staff1");
        await client.PublishAsync(Ack, """{"id":"m1","time":"2026-01-01T00:00:00Z","data":{"rev":1}}""");
        await MqttWait.UntilAsync(() => client.Seen.Count == 1, "a reply");
        Assert.Contains("\"result\":\"expired\"", MqttTestClient.Text(client.Seen[0]), StringComparison.Ordinal);
        Assert.Empty(harness.Commands);
    }

    [Fact]
    public async Task A_stale_acknowledgement_is_answered_with_the_alert_as_it_stands_and_the_correlation_data()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        var rows = new MqttRows("s_1", DateTimeOffset.UtcNow.AddMinutes(-2));
        var alert = rows.Alert(60, "a1", 2, AlertState.Escalated);
        await harness.DeliverAsync([.. rows.Begun(), alert]);
        harness.Answer = (command, _) => Task.FromResult(
            new CommandReceipt(command.Id, CommandResult.Stale, "The alert has moved on.", HeartMonitor.Core.MonitorJson.ReadEvent(alert.Entry.Body.Span, alert.Entry.At)));
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.SubscribeAsync("hrm/1/gym1/dn/reply/staff1");
        await client.PublishAsync(Ack, """{"id":"m9","data":{"rev":1}}""", m => m.WithResponseTopic("hrm/1/gym1/dn/session/s_1/alert/a1").WithCorrelationData([1, 2, 3]));
        await MqttWait.UntilAsync(() => client.Seen.Count == 1, "a reply on the reply topic");
        Assert.Equal([1, 2, 3], client.Seen[0].CorrelationData);
        Assert.Equal("hrm/1/gym1/dn/reply/staff1", client.Seen[0].Topic);
        var text = MqttTestClient.Text(client.Seen[0]);
        foreach (var part in new[] { "\"re\":\"m9\"", "\"result\":\"stale\"", "\"aid\":\"a1\"", "\"rev\":2", "\"participant\":\"p_07\"" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_user_configured_nobody_else_gets_in_and_speaks_for_another()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "correct horse\n", TestContext.Current.CancellationToken);
        await using var harness = await MqttHarness.Embedded(new() { Username = "tablets", PasswordFile = file }).UpAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => MqttTestClient.ConnectAsync(harness.Port));
        await Assert.ThrowsAnyAsync<Exception>(() => MqttTestClient.ConnectAsync(harness.Port, o => o.WithClientId("tablets-1").WithCredentials("tablets", "wrong")));
        await Assert.ThrowsAnyAsync<Exception>(() => MqttTestClient.ConnectAsync(harness.Port, o => o.WithClientId("other-1").WithCredentials("tablets", "correct horse")));
        await using var client = await MqttTestClient.ConnectAsync(harness.Port, o => o.WithClientId("tablets-1").WithCredentials("tablets", "correct horse"));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await client.PublishAsync(Ack, """{"rev":1}""")).ReasonCode);
        Assert.True((await client.PublishAsync("hrm/1/gym1/up/tablets/ack/a1", """{"rev":1}""")).IsSuccess);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync("hrm/1/gym1/dn/reply/other"));
        File.Delete(file);
    }

    [Fact]
    public async Task A_client_that_comes_by_another_stream_meets_the_same_rules()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        using var door = new TcpListener(global::System.Net.IPAddress.Loopback, 0);
        door.Start();
        var coming = MqttTestClient.ConnectAsync(((global::System.Net.IPEndPoint)door.LocalEndpoint).Port);
        using var socket = await door.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var serving = harness.Link.ServeAsync(socket.GetStream(), socket.Client.RemoteEndPoint);
        await using (var client = await coming)
        {
            Assert.True((await client.PublishAsync(Ack, """{"rev":1}""")).IsSuccess);
            Assert.False((await client.PublishAsync("hrm/1/gym1/dn/svc/svc/state", "{}")).IsSuccess);
        }

        await serving.WaitAsync(MqttWait.Default, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_taken_port_is_named_in_the_log_and_taken_over_when_it_is_free()
    {
        var log = new MqttLogLines();
        var port = MosquittoBroker.FreePort();
        await using var first = await MqttHarness.Embedded(new() { Port = port }).UpAsync();
        var options = new MqttOptions { Port = port };
        await using var broker = new EmbeddedBroker(options, new(), TimeProvider.System, log) { RetryPort = TimeSpan.FromMilliseconds(200) };
        using var stop = new CancellationTokenSource();
        var core = new LinkCore(broker, new("gym1"), "svc", 1, (_, _) => throw new InvalidOperationException(), new(), TimeProvider.System, log);
        var running = core.RunAsync(stop.Token);

        await MqttWait.UntilAsync(() => core.State.Status == MqttLinkStatus.Down, "the second is down");
        var line = Assert.Single(log.Lines);
        foreach (var part in new[] { $"{port}", "Mqtt:Port", "Mqtt:Broker" }) Assert.Contains(part, line, StringComparison.Ordinal);
        await first.StopAsync();
        await MqttWait.UntilAsync(() => core.State.Status == MqttLinkStatus.Up, "the second is up");
        await stop.CancelAsync();
        await running;
    }

    private static async Task DieWithWillAsync(MqttHarness harness, string topic, string payload)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", harness.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(ConnectWithWill(topic, payload), TestContext.Current.CancellationToken);
        var connack = new byte[4];
        await socket.GetStream().ReadExactlyAsync(connack, TestContext.Current.CancellationToken);
        Assert.Equal(0, connack[3]);
    }

    /// <summary>MQTT 3.1.1 CONNECT by hand, so that the client can die without a goodbye.</summary>
    private static byte[] ConnectWithWill(string topic, string payload)
    {
        byte[] Field(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. global::System.Text.Encoding.UTF8.GetBytes(text)];
        byte[] body = [.. Field("MQTT"), 4, 0b0000_1110, 0, 60, .. Field($"w{Guid.NewGuid():n}"[..16]), .. Field(topic), .. Field(payload)];
        return [0x10, (byte)body.Length, .. body];
    }
}
