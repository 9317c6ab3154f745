using System.Buffers;
using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Mqtt.Topics;
using HeartMonitor.System.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

/// <summary>Gateways' messages at the broker: taken whole or refused, acknowledged when they are stored, nobody starved.</summary>
public sealed class GatewayInboxTests
{
    private const string Raw = "hrm/1/gym1/up/gate1/raw/sim-01";
    private const string Batch = "hrm/1/gym1/up/gate1/batch";
    private const string Item = """{"dev":"sim-01","n":1,"mono_us":5,"b":"0654"}""";

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"boot\":\"b\"}")]
    [InlineData("{\"items\":[{\"dev\":\"s\",\"n\":1,\"mono_us\":5,\"b\":\"06\"}]}")]
    [InlineData("{\"boot\":\"\",\"items\":[]}")]
    [InlineData("{\"boot\":\"b\",\"items\":{}}")]
    [InlineData("{\"boot\":\"b\",\"items\":[1]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"n\":1,\"mono_us\":5,\"b\":\"06\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"AA:BB\",\"n\":1,\"mono_us\":5,\"b\":\"06\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"s\",\"mono_us\":5,\"b\":\"06\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"s\",\"n\":-1,\"mono_us\":5,\"b\":\"06\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"s\",\"n\":1.5,\"mono_us\":5,\"b\":\"06\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"s\",\"n\":1,\"mono_us\":9223372036854775807,\"b\":\"06\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"s\",\"n\":1,\"mono_us\":5,\"b\":\"\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"s\",\"n\":1,\"mono_us\":5,\"b\":\"0\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"s\",\"n\":1,\"mono_us\":5,\"b\":\"zz\"}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[{\"dev\":\"s\",\"n\":1,\"mono_us\":5,\"b\":6}]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[],\"items\":[]}")]
    [InlineData("{\"boot\":\"b\",\"items\":[]} {}")]
    [InlineData("{\"type\":\"hrm.ack\",\"data\":{\"boot\":\"b\",\"items\":[]}}")]
    [InlineData("{\"data\":{\"data\":{\"boot\":\"b\",\"items\":[]}}}")]
    public void What_is_no_batch_is_refused_whole(string payload) => Assert.Null(BatchReader.Read(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Damaged_batches_never_throw()
    {
        var random = new Random(11);
        var good = Encoding.UTF8.GetBytes("""{"type":"hrm.raw","data":{"boot":"b","sent_us":7,"x":[{"y":null}],"items":[""" + Item + "," + Item + "]}}");
        Assert.Equal(2, BatchReader.Read(good)!.Items.Count);
        var read = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = good[..random.Next(1, good.Length + 1)];
            for (var k = random.Next(4); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (BatchReader.Read(bytes) is not null) read++;
        }

        Assert.InRange(read, 1, 99_999);
    }

    [Fact]
    public void A_batch_of_too_many_items_is_refused()
    {
        string Of(int items) => $$"""{"boot":"b","items":[{{string.Join(',', Enumerable.Repeat(Item, items))}}]}""";
        Assert.Equal(BatchReader.MostItems, BatchReader.Read(Encoding.UTF8.GetBytes(Of(BatchReader.MostItems)))!.Items.Count);
        Assert.Null(BatchReader.Read(Encoding.UTF8.GetBytes(Of(BatchReader.MostItems + 1))));
    }

    [Fact]
    public async Task Many_messages_are_under_way_at_once_and_each_is_acknowledged_when_it_is_stored()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        var waiting = new List<GatewayMessage>();
        using var gateways = harness.Link.Gateways.Subscribe(m => { lock (waiting) waiting.Add(m); });
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);

        var publishing = Enumerable.Range(0, 50).Select(i => client.PublishAsync(Raw, "x" + i)).ToList();
        await MqttWait.UntilAsync(() => Count() == 50, "all of them, none acknowledged");
        Assert.DoesNotContain(publishing, p => p.IsCompleted);
        lock (waiting)
            foreach (var message in waiting) message.Settled!(PacketFate.Done);

        Assert.All(await Task.WhenAll(publishing), result => Assert.Equal(MqttClientPublishReasonCode.Success, result.ReasonCode));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => "x" + i), waiting.Select(m => Encoding.UTF8.GetString(m.Items[0].Packet.Span)));

        int Count() { lock (waiting) return waiting.Count; }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_stored_is_never_acknowledged_as_stored(bool isModern)
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        using var gateways = harness.Link.Gateways.Subscribe(m => m.Settled!(PacketFate.NotStored));
        await using var client = await MqttTestClient.ConnectAsync(harness.Port, version: isModern ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311);

        if (isModern) Assert.Equal(MqttClientPublishReasonCode.ImplementationSpecificError, (await client.PublishAsync(Raw, "06")).ReasonCode);
        else await Assert.ThrowsAnyAsync<Exception>(() => client.PublishAsync(Raw, "06"));
        Assert.Equal(isModern, client.Client.IsConnected);
    }

    [Fact]
    public async Task Hostile_payloads_are_refused_counted_and_logged_once()
    {
        var log = new MqttLogLines();
        await using var harness = await MqttHarness.Embedded(logger: log).UpAsync();
        using var gateways = harness.Link.Gateways.Subscribe(m => m.Settled?.Invoke(PacketFate.Done));
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);

        foreach (var payload in new[] { "", "{", "[1]", """{"items":7}""", new string('x', 15_000) })
            Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, (await client.PublishAsync(Batch, payload)).ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, (await client.PublishAsync(Raw, new string('x', 513))).ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, (await client.PublishAsync(Raw, "")).ReasonCode);

        Assert.Equal(7, harness.Link.Gateways.State.Malformed);
        Assert.Single(log.Lines, line => line.Contains("gateway's message", StringComparison.Ordinal));
        Assert.True((await client.PublishAsync(Raw, "06")).IsSuccess);
    }

    [Fact]
    public async Task Packets_are_nobody_elses_to_send_never_retained_and_never_passed_on()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        await using var client = await MqttTestClient.ConnectAsync(harness.Port);
        await client.SubscribeAsync("hrm/1/gym1/up/#");
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await client.PublishAsync(Raw, "06")).ReasonCode); // no source wants them

        using var gateways = harness.Link.Gateways.Subscribe(m => m.Settled?.Invoke(PacketFate.Done));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await client.PublishAsync(Raw, "06", m => m.WithRetainFlag())).ReasonCode);
        Assert.True((await client.PublishAsync(Raw, "06")).IsSuccess);
        Assert.True((await client.PublishAsync(Raw, "06", m => m.WithQualityOfServiceLevel(MqttQualityOfServiceLevel.ExactlyOnce))).IsSuccess); // the long way
        Assert.True((await client.PublishAsync("hrm/1/gym1/up/gate1/state", "on")).IsSuccess);

        await MqttWait.UntilAsync(() => client.Seen.Any(m => m.Topic.EndsWith("/state", StringComparison.Ordinal)), "what is passed on");
        Assert.DoesNotContain(client.Seen, m => m.Topic.Contains("/raw/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_users_a_gateway_speaks_for_itself_alone()
    {
        var password = Path.GetTempFileName();
        await File.WriteAllTextAsync(password, "geheim", TestContext.Current.CancellationToken);
        await using var harness = await MqttHarness.Embedded(new() { Username = "gate1", PasswordFile = password, Port = 0 }).UpAsync();
        using var gateways = harness.Link.Gateways.Subscribe(m => m.Settled?.Invoke(PacketFate.Done));
        await using var client = await MqttTestClient.ConnectAsync(harness.Port, o => o.WithCredentials("gate1", "geheim").WithClientId("gate1-a"));

        Assert.True((await client.PublishAsync(Raw, "06")).IsSuccess);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await client.PublishAsync("hrm/1/gym1/up/gate2/raw/sim-01", "06")).ReasonCode);
        File.Delete(password);
    }

    [Fact]
    public async Task A_gateway_that_floods_waits_for_itself_and_another_goes_on()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        var held = new List<Action<PacketFate>>();
        using var gateways = harness.Link.Gateways.Subscribe(m =>
        {
            if (m.Gateway != "flood") m.Settled!(PacketFate.Done);
            else lock (held) held.Add(m.Settled!);
        });
        await using var flood = await MqttTestClient.ConnectAsync(harness.Port);
        await using var other = await MqttTestClient.ConnectAsync(harness.Port);

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < GatewayLane.MostUnderWay + 500; i++)
                await flood.PublishAsync("hrm/1/gym1/up/flood/raw/sim-01", "06", m => m.WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtMostOnce));
        }, TestContext.Current.CancellationToken);
        await MqttWait.UntilAsync(() => harness.Link.Gateways.State.Held > 0, "the flood has to wait");
        Assert.True((await other.PublishAsync(Raw, "06")).IsSuccess);
        lock (held)
        {
            Assert.Equal(GatewayLane.MostUnderWay, held.Count);
            foreach (var settled in held) settled(PacketFate.Done);
        }

        await sending;
        await MqttWait.UntilAsync(() => { lock (held) return held.Count == GatewayLane.MostUnderWay + 500; }, "nothing of it is lost");
    }

    [Fact]
    public async Task A_client_that_only_sends_packets_is_kept_alive()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        using var gateways = harness.Link.Gateways.Subscribe(m => m.Settled?.Invoke(PacketFate.Done));
        await using var client = await MqttTestClient.ConnectAsync(harness.Port, o => o.WithKeepAlivePeriod(TimeSpan.FromSeconds(1)));
        var end = TimeProvider.System.GetTimestamp();

        while (TimeProvider.System.GetElapsedTime(end) < TimeSpan.FromSeconds(4))
        {
            Assert.True((await client.PublishAsync(Raw, "06")).IsSuccess);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(client.Client.IsConnected);
    }

    [Fact]
    public async Task At_a_real_mosquitto_packets_are_acknowledged_when_stored_and_come_again_when_not()
    {
        await using var mosquitto = await MosquittoBroker.StartAsync();
        await using var harness = await MqttHarness.External(new MqttOptions { Broker = mosquitto.Address, TakesPackets = true }).UpAsync();
        var seen = new List<string>();
        var fate = PacketFate.NotStored;
        using var gateways = harness.Link.Gateways.Subscribe(m =>
        {
            lock (seen) seen.Add($"{m.Gateway} {m.Items[0].Device} {Convert.ToHexString(m.Items[0].Packet.Span)} {m.IsRepeat}");
            m.Settled!(fate);
            fate = PacketFate.Done;
        });

        Assert.Equal(0, await MosquittoClient.PublishAsync(mosquitto.Port, Batch, $$"""{"boot":"b","items":[{{Item}}]}"""));

        await MqttWait.UntilAsync(() => { lock (seen) return seen.Count == 2; }, "it comes again", TimeSpan.FromSeconds(30));
        Assert.Equal(["gate1 sim-01 0654 False", "gate1 sim-01 0654 True"], seen);
    }

    [Fact]
    public void All_together_have_less_under_way_than_the_door_holds()
    {
        var inbox = new GatewayInbox(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var held = new List<Action<PacketFate>>();
        using var gateways = inbox.Subscribe(m => held.AddRange(m.Items.Select(_ => m.Settled!)));
        var batch = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$"""{"boot":"b","items":[{{string.Join(',', Enumerable.Repeat(Item, 100))}}]}"""));
        var sent = 0;
        while (inbox.Take(new($"g{sent / 50}", UpKind.Batch, ""), batch, false, null) == InboxAnswer.Taken) sent++;

        Assert.InRange(held.Count, 49_152, 49_252);
        Assert.Equal(InboxAnswer.Busy, inbox.Take(new("another", UpKind.Batch, ""), batch, false, null));
        foreach (var settled in held.Take(200)) settled(PacketFate.Done);
        Assert.Equal(InboxAnswer.Taken, inbox.Take(new("another", UpKind.Batch, ""), batch, false, null));
    }

    [Fact]
    public void A_principal_over_its_share_is_told_so_and_names_without_traffic_make_room()
    {
        var inbox = new GatewayInbox(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        using var gateways = inbox.Subscribe(m => { if (m.Gateway == "idle") m.Settled!(PacketFate.Done); });
        var payload = new ReadOnlySequence<byte>([6, 80]);
        for (var i = 0; i < 256; i++) Assert.Equal(InboxAnswer.Taken, inbox.Take(new(i == 9 ? "idle" : $"g{i}", UpKind.Raw, "s"), payload, false, null));

        Assert.Equal(InboxAnswer.Taken, inbox.Take(new("g256", UpKind.Raw, "s"), payload, false, null));
        Assert.Equal(InboxAnswer.NotWanted, inbox.Take(new("g257", UpKind.Raw, "s"), payload, false, null));
    }
}
