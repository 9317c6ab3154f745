using System.Security.Cryptography;
using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Support;
using MQTTnet;
using MQTTnet.Protocol;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>The whole service with straps over gateways (<c>--source mqtt</c>), on its own broker and on a real mosquitto.</summary>
[Collection(WholeProcesses.Name)]
public sealed class GatewayTests
{
    private const string Address = "C4:D1:00:12:34:56";

    private static readonly byte[] Key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Packets_of_two_gateways_are_in_the_journal_once_byte_for_byte_with_their_labels(bool isExternal)
    {
        if (isExternal) MosquittoBroker.Require();
        await using var broker = isExternal ? await MosquittoBroker.StartAsync() : null;
        using var folder = new GatewayFolder(Key, ("p_1", "sim-01"), ("p_2", Address));
        await using var monitor = new MonitorProcess(
            [.. folder.Arguments, "--source", "mqtt", "--Session:AutoStart", "true", .. broker is null ? Array.Empty<string>() : ["--Mqtt:Broker", broker.Address]]);
        await monitor.StartAsync();
        await MqttWait.UntilAsync(() => monitor.Journal.Exists && monitor.Journal.OpenSessions().Count == 2, "both sessions");
        await using var first = await MqttTestClient.ConnectAsync(broker?.Port ?? monitor.MqttPort);
        await using var second = await MqttTestClient.ConnectAsync(broker?.Port ?? monitor.MqttPort);

        await StoreAsync(first, "gate1", Batch(Item("sim-01", 1, 1_000_000, "0651"), Item(Pseudonym(), 1, 1_000_100, "0661")), broker is null);
        await StoreAsync(second, "gate2", Batch(Item("sim-01", 9, 71_000_000, "0651"), Item("nobody", 1, 71_000_000, "0670")), broker is null);
        await StoreAsync(first, "gate1", Batch(Item("sim-01", 3, 2_000_000, "0653")), broker is null);
        await StoreAsync(first, "gate1", Batch(Item("sim-01", 2, 1_900_000, "0652"), Item("sim-01", 3, 2_000_000, "0653")), broker is null);
        Assert.True((await second.PublishAsync($"hrm/1/gym1/up/gate2/raw/{Pseudonym()}", "not for this one")).IsSuccess);
        await MqttWait.UntilAsync(() => Samples(monitor, "p_1").Count == 3 && Samples(monitor, "p_2").Count == 1, "all that counts is stored");

        Assert.Equal([("0651", false), ("0653", false), ("0652", true)], Samples(monitor, "p_1"));
        Assert.Equal([("0661", false)], Samples(monitor, "p_2"));
        var gateways = (await monitor.Http.GetAsync("health/ready")).GetProperty("gateways");
        Assert.InRange(gateways.GetProperty("heard").GetInt32(), 1, 2); // the first may have fallen silent since, on a slow machine
        Assert.Equal((1, 3), (gateways.GetProperty("unknown").GetInt32(), gateways.GetProperty("duplicates").GetInt32()));
        Assert.DoesNotContain(monitor.Log.Errors, line => line.Contains(Address, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_kill_at_once_and_comes_once_when_it_is_sent_again()
    {
        using var folder = new GatewayFolder(Key, ("p_1", "sim-01"));
        await using var monitor = new MonitorProcess([.. folder.Arguments, "--source", "mqtt", "--Session:AutoStart", "true"]);
        await monitor.StartAsync();
        await MqttWait.UntilAsync(() => monitor.Journal.Exists && monitor.Journal.OpenSessions().Count == 1, "the session");
        await using (var client = await MqttTestClient.ConnectAsync(monitor.MqttPort))
            for (var i = 0; i < 3; i++) await StoreAsync(client, "gate1", Batch(Item("sim-01", i, i * 1_000_000, $"065{i}")), isOurs: true);

        await monitor.KillAsync();

        Assert.Equal(["0650", "0651", "0652"], Samples(monitor, "p_1").Select(s => s.Packet));
    }

    [Fact]
    public async Task A_gateway_that_falls_silent_is_told_as_lost_and_late_packets_raise_nothing()
    {
        using var folder = new GatewayFolder(Key, ("p_1", "sim-01"));
        await using var monitor = new MonitorProcess([.. folder.Arguments, "--source", "mqtt", "--Session:AutoStart", "true", "--Clock:Speed", "20"]);
        await monitor.StartAsync();
        await MqttWait.UntilAsync(() => monitor.Journal.Exists && monitor.Journal.OpenSessions().Count == 1, "the session");
        await using var client = await MqttTestClient.ConnectAsync(monitor.MqttPort);
        for (var i = 0; i < 20; i++)
        {
            await client.PublishAsync("hrm/1/gym1/up/gate1/batch", Batch(Item("sim-01", i, i * 1_000_000, "0650")), m => m.WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtMostOnce));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await MqttWait.UntilAsync(() => monitor.Log.Errors.Any(l => l.Contains("gateway has fallen silent", StringComparison.Ordinal)), "the loss");
        await MqttWait.UntilAsync(() => Codes(monitor).Contains("signal-lost"), "the alert about it");
        await StoreAsync(client, "gate1", Batch([.. Enumerable.Range(0, 60).Select(i => Item("sim-01", 20 + i, (20 + i) * 100_000, "06DC"))]), isOurs: true); // 220 bpm, of a time long ago

        var ofLongAgo = Samples(monitor, "p_1").Where(s => s.Packet == "06DC").ToList();
        Assert.Equal(60, ofLongAgo.Count);
        Assert.All(ofLongAgo, s => Assert.True(s.IsLate));
        Assert.DoesNotContain("hr-ceiling", Codes(monitor));
        Assert.DoesNotContain("hr-ceiling-warning", Codes(monitor));
    }

    [Fact]
    public async Task A_session_is_started_by_request_with_the_strap_that_a_gateway_hears()
    {
        using var folder = new GatewayFolder(Key, ("p_1", "sim-01"));
        await using var monitor = new MonitorProcess([.. folder.Arguments, "--source", "simulator,mqtt", "--people", "1"]);
        await monitor.StartAsync();

        var started = await monitor.Http.PostAsync("api/v1/sessions", "k1", """{"participant":{"id":"p_7","age":61,"restingHr":58,"medications":[{"atc":"C07AB02"}]},"strap":"strap-7","sensor":"optical"}""");
        var again = await monitor.Http.PostAsync("api/v1/sessions", "k1", """{"participant":{"id":"p_7","age":61,"restingHr":58,"medications":[{"atc":"C07AB02"}]},"strap":"strap-7","sensor":"optical"}""");
        var known = await monitor.Http.PostAsync("api/v1/sessions", "k2", """{"participant":"p_1"}""");
        var unknown = await monitor.Http.PostAsync("api/v1/sessions", "k3", """{"participant":"p_9"}""");
        var wrong = await monitor.Http.PostAsync("api/v1/sessions", "k4", """{"participant":{"id":"p_8"},"sensor":"nose"}""");
        var beside = await monitor.Http.PostAsync("api/v1/sessions", "k6", """{"participant":{"id":"p_8","age":61,"restingHr":58},"medications":[{"atc":"C07AB02"}]}""");

        Assert.Equal(("accepted", "duplicate", "accepted", "invalid", "invalid", "invalid"), (started!.Result, again!.Result, known!.Result, unknown!.Result, wrong!.Result, beside!.Result));
        Assert.Equal(started.Json.GetProperty("session").GetString(), again.Json.GetProperty("session").GetString());
        var rest = await monitor.Http.EnterAsync("k5", started.Json.GetProperty("session").GetString()!, """{"event":"resting-hr","bpm":60}""");
        Assert.Equal("accepted", rest!.Result);
        await using var client = await MqttTestClient.ConnectAsync(monitor.MqttPort);
        Assert.True((await client.PublishAsync("hrm/1/gym1/up/gate1/raw/strap-7", "P")).IsSuccess);
        Assert.Equal(["50"], Samples(monitor, "p_7").Select(s => s.Packet));
    }

    private static string Pseudonym() =>
        "d_" + Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes(Address)).AsSpan(0, 8));

    private static string Item(string device, int n, long monoUs, string packet) => $$"""{"dev":"{{device}}","n":{{n}},"mono_us":{{monoUs}},"b":"{{packet}}"}""";

    private static string Batch(params string[] items) => $$"""{"boot":"b1","items":[{{string.Join(',', items)}}]}""";

    /// <summary>With our own broker the acknowledgement says that it is stored.</summary>
    private static async Task StoreAsync(MqttTestClient client, string gateway, string batch, bool isOurs)
    {
        Assert.True((await client.PublishAsync($"hrm/1/gym1/up/{gateway}/batch", batch)).IsSuccess);
        if (!isOurs) await Task.Delay(300, TestContext.Current.CancellationToken); // two clients of a broker elsewhere have no order but time
    }

    private static List<(string Packet, bool IsLate)> Samples(MonitorProcess monitor, string participant) =>
        [.. monitor.Journal.ReadAfter(0, 1_000_000).Where(r => r.Entry.Kind == JournalKind.Sample && r.Entry.Participant == participant).Select(r =>
        {
            Assert.True(SampleBody.TryRead(r.Entry.Body, out var label, out var packet));
            return (Convert.ToHexString(packet.Span), label.Reasons.HasFlag(SignalReasons.Late));
        })];

    private static IReadOnlyList<string> Codes(MonitorProcess monitor) =>
        [.. monitor.Journal.CurrentAlerts().Select(a => Core.KebabCase.Of(a.Alert.Code))];
}
