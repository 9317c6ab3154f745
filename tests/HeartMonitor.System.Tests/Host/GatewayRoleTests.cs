using System.Collections.Concurrent;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;
using HeartMonitor.Host.Composition;
using HeartMonitor.Simulator.Gym;
using HeartMonitor.Storage.Queue;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>Gateways as processes of their own (<c>--role gateway</c>), held against what the simulator's straps sent.</summary>
[Collection(WholeProcesses.Name)]
public sealed class GatewayRoleTests
{
    private const int Straps = 3;
    private const int Seed = 7;

    private static readonly byte[] Key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

    [Fact]
    public async Task Two_gateways_that_hear_the_same_straps_are_one_stream_and_one_goes_on_where_the_other_is_killed()
    {
        using var folder = Folder();
        await using var service = Service(folder);
        await service.StartAsync();
        await using var first = Gateway(folder, "gate1", $"mqtt://127.0.0.1:{service.MqttPort}");
        await using var second = Gateway(folder, "gate2", $"mqtt://127.0.0.1:{service.MqttPort}");
        await first.StartAsync();
        await MqttWait.UntilAsync(() => Samples(service, 1).Count > 2, "packets of the first gateway", TimeSpan.FromSeconds(30));
        await second.StartAsync();
        await MqttWait.UntilAsync(() => Samples(service, 1).Count > 14, "packets beside the second", TimeSpan.FromSeconds(30));

        for (var strap = 1; strap <= Straps; strap++)
        {
            var samples = Samples(service, strap);
            Assert.Equal(Oracle(strap, samples.Count), samples.Select(s => s.Packet));
            Assert.All(samples, s => Assert.False(s.IsLate));
        }

        var before = (await service.Http.GetAsync("health/ready")).GetProperty("gateways");
        Assert.Equal(2, before.GetProperty("heard").GetInt32());
        Assert.True(before.GetProperty("duplicates").GetInt64() > Straps, "The second gateway's packets are not the same ones.");

        await first.KillAsync();
        var lost = await MqttWait.UntilAsync(() => service.Log.Errors.Any(l => l.Contains("gateway has fallen silent", StringComparison.Ordinal)) || Owner(service) > 0, "the other takes over");
        var count = Samples(service, 1).Count;
        await MqttWait.UntilAsync(() => Samples(service, 1).Count > count + 5, "packets of the second gateway", TimeSpan.FromSeconds(30));
        await second.KillAsync();
        var silent = await MqttWait.UntilAsync(() => service.Log.Errors.Count(l => l.Contains("gateway has fallen silent", StringComparison.Ordinal)) >= Straps, "the straps are told as lost");
        Assert.True(silent < TimeSpan.FromSeconds(5.5), $"The will was not heard: {silent.TotalSeconds:0.0} s after {lost.TotalSeconds:0.0} s.");
        Assert.DoesNotContain(first.Log.Errors.Concat(second.Log.Errors), line => line.Contains("p_1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_minute_without_a_broker_every_packet_is_in_the_journal_once_with_the_time_it_was_heard()
    {
        await using var broker = await MosquittoBroker.StartAsync("allow_anonymous true\nmax_queued_messages 10000");
        using var folder = Folder();
        await using var service = Service(folder, "--Mqtt:Broker", broker.Address, "--Clock:Speed", "5");
        await service.StartAsync();
        await using var gateway = Gateway(folder, "gate1", broker.Address, "--Clock:Speed", "5");
        await MqttWait.UntilAsync(() => service.Journal.Exists && service.Journal.OpenSessions().Count == Straps, "the sessions");
        await gateway.StartAsync();
        await MqttWait.UntilAsync(() => Samples(service, 1).Count > 20, "packets before", TimeSpan.FromSeconds(60));

        await broker.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken); // a minute at five times life
        await broker.RestartAsync();
        await MqttWait.UntilAsync(() => Samples(service, 1).Count(s => s.IsLate) > 50, "the backlog", TimeSpan.FromSeconds(60));
        await MqttWait.UntilAsync(() => Health(gateway).Waiting < 4 * Straps && Samples(service, 1).Count > 120, "the queue is drained", TimeSpan.FromSeconds(60));
        await gateway.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken); // what it sent last is on its way

        for (var strap = 1; strap <= Straps; strap++)
        {
            var samples = Samples(service, strap);
            Assert.Equal(Oracle(strap, samples.Count).Order(), samples.Select(s => s.Packet).Order());
            var late = samples.Where(s => s.IsLate).OrderBy(s => s.At).ToList();
            var heard = Oracle(strap, samples.Count).Select((packet, second) => (packet, second)).GroupBy(p => p.packet).Where(p => p.Count() == 1).ToDictionary(p => p.Key, p => p.Single().second);
            var known = late.Where(s => heard.ContainsKey(s.Packet)).ToList();
            Assert.True(known.Count > 20, $"Only {known.Count} late packets can be told apart.");
            Assert.Equal(known.OrderBy(s => heard[s.Packet]).Select(s => s.Packet), known.Select(s => s.Packet)); // one a second, as the strap sent them
            var start = known.Select(s => s.At.AddSeconds(-heard[s.Packet])).Order().ElementAt(known.Count / 2);
            Assert.All(known, s => Assert.InRange((s.At.AddSeconds(-heard[s.Packet]) - start).TotalSeconds, -1, 1));
        }
    }

    [Fact]
    public async Task Killed_twenty_five_times_at_any_moment_it_loses_nothing_that_was_in_its_queue()
    {
        await using var harness = await MqttHarness.Embedded().UpAsync();
        var seen = new ConcurrentDictionary<(string Boot, string Device, long Number), string>();
        var (isTaking, comeAgain) = (true, 0);
        using var witness = harness.Link.Gateways.Subscribe(message =>
        {
            foreach (var item in message.Items)
            {
                var packet = Convert.ToHexString(item.Packet.Span);
                var isTaken = Volatile.Read(ref isTaking);
                if (isTaken && !seen.TryAdd((message.Boot!, item.Device, item.Number!.Value), packet)) Interlocked.Increment(ref comeAgain);
                if (isTaken) Assert.Equal(packet, seen[(message.Boot!, item.Device, item.Number!.Value)]);
                message.Settled?.Invoke(isTaken ? PacketFate.Done : PacketFate.NotStored);
            }
        });
        using var folder = Folder();
        var random = new Random(11);
        var queued = new HashSet<(string, string, long, string)>();
        await using var gateway = Gateway(folder, "gate1", $"mqtt://127.0.0.1:{harness.Port}", "--Clock:Speed", "20");

        for (var life = 0; life < 25; life++)
        {
            Volatile.Write(ref isTaking, life % 3 == 0);
            await gateway.StartAsync();
            await Task.Delay(random.Next(0, 1_200), TestContext.Current.CancellationToken);
            if (life % 3 == 1) Volatile.Write(ref isTaking, true);
            await Task.Delay(random.Next(0, 300), TestContext.Current.CancellationToken);
            await gateway.KillAsync();
            foreach (var p in PacketBuffer.ReadAll(gateway.Data)) queued.Add((p.Boot, p.Device, p.Number, Convert.ToHexString(p.Packet.Span)));
        }

        Assert.True(queued.Count > 200 && queued.Select(q => q.Item1).Distinct().Count() > 8, $"Only {queued.Count} packets were ever caught in the queue.");
        Volatile.Write(ref isTaking, true);
        await gateway.StartAsync();
        bool IsThere((string Boot, string Device, long Number, string Packet) q) => seen.TryGetValue((q.Boot, q.Device, q.Number), out var packet) && packet == q.Packet;
        await MqttWait.UntilAsync(() => queued.All(IsThere), () => $"{queued.Count(q => !IsThere(q))} of {queued.Count} packets are lost", TimeSpan.FromSeconds(120));

        foreach (var strap in seen.GroupBy(s => (s.Key.Boot, s.Key.Device)))
        {
            var numbers = strap.OrderBy(s => s.Key.Number).ToList();
            Assert.Equal(Enumerable.Range(0, numbers.Count).Select(n => (long)n), numbers.Select(s => s.Key.Number)); // no hole in what a start brought
            Assert.Equal(Oracle(strap.Key.Device[^1] - '0', numbers.Count), numbers.Select(s => s.Value));
        }

        TestContext.Current.SendDiagnosticMessage($"{seen.Count} packets of {seen.Select(s => s.Key.Boot).Distinct().Count()} starts, {queued.Count} caught in the queue, {comeAgain} came again");
    }

    [Theory]
    [InlineData("Mqtt:Broker: a gateway needs its site's broker", "--Gateway:Straps", "all")]
    [InlineData("Gateway:Straps: missing", "--Mqtt:Broker", "mqtt://127.0.0.1:1")]
    [InlineData("Gateway:Name", "--Mqtt:Broker", "mqtt://127.0.0.1:1", "--Gateway:Straps", "all", "--Gateway:Name", "A B")]
    [InlineData("Source: a gateway hears straps itself", "--Mqtt:Broker", "mqtt://127.0.0.1:1", "--Gateway:Straps", "all", "--source", "mqtt")]
    [InlineData("Gateway:QueueMegabytes", "--Mqtt:Broker", "mqtt://127.0.0.1:1", "--Gateway:Straps", "all", "--Gateway:QueueMegabytes", "0")]
    public async Task A_gateway_that_cannot_be_one_is_refused_in_a_plain_line(string begins, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("hrm-gw-");
        var run = await MonitorProcessRun.OfAsync(folder.FullName, ["run", "--role", "gateway", "--Gateway:Name", "gate1", .. arguments]);

        Assert.Equal(78, run.ExitCode);
        Assert.StartsWith(begins, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "data")), "It wrote before it looked.");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_broker_it_lives_keeps_its_packets_forwards_only_its_straps_and_stops_when_it_is_told()
    {
        using var folder = Folder();
        await using var gateway = Gateway(folder, "gate1", $"mqtt://127.0.0.1:{FreePort.Next()}", "--Gateway:Straps", "sim-02");
        await gateway.StartAsync();
        await MqttWait.UntilAsync(() => Health(gateway).Taken >= 4, "packets in the queue", TimeSpan.FromSeconds(30));
        var (code, took) = await gateway.StopAsync();

        Assert.Equal(0, code);
        Assert.True(took < TimeSpan.FromSeconds(10));
        var left = PacketBuffer.ReadAll(gateway.Data);
        Assert.Equal(Oracle(2, left.Count), left.Select(p => Convert.ToHexString(p.Packet.Span)));
        Assert.All(left, p => Assert.Equal("sim-02", p.Device));
        Assert.Contains(gateway.Log.Errors, line => line.Contains("no link to the broker", StringComparison.Ordinal));
    }

    private static GatewayFolder Folder() => new(Key, [.. Enumerable.Range(1, Straps).Select(i => ($"p_{i}", $"sim-0{i}"))]);

    private static MonitorProcess Service(GatewayFolder folder, params string[] more) =>
        new([.. folder.Arguments, "--source", "mqtt", "--Session:AutoStart", "true", .. more]);

    private static MonitorProcess Gateway(GatewayFolder folder, string name, string broker, params string[] more) => new(
        ["--role", "gateway", "--source", "simulator", "--people", $"{Straps}", "--seed", $"{Seed}", .. folder.KeyArguments, "--Mqtt:Broker", broker, "--Gateway:Name", name, "--Gateway:Straps", "all", .. more]);

    private static (long Taken, long Waiting) Health(MonitorProcess gateway)
    {
        var tally = gateway.Http.GetAsync("health/ready").GetAwaiter().GetResult();
        return tally.TryGetProperty("tally", out var t) ? (t.GetProperty("taken").GetInt64(), t.GetProperty("waiting").GetInt64()) : (0, long.MaxValue);
    }

    private static int Owner(MonitorProcess service) => Samples(service, 1).Count(s => s.IsLate);

    private static List<(string Packet, bool IsLate, DateTimeOffset At)> Samples(MonitorProcess service, int strap) => !service.Journal.Exists ? [] :
        [.. service.Journal.ReadAfter(0, 1_000_000).Where(r => r.Entry.Kind == JournalKind.Sample && r.Entry.Participant == $"p_{strap}").Select(r =>
        {
            Assert.True(SampleBody.TryRead(r.Entry.Body, out var label, out var packet));
            return (Convert.ToHexString(packet.Span), label.Reasons.HasFlag(SignalReasons.Late), r.Entry.At);
        })];

    /// <summary>The first packets that a strap sends, as the simulator makes them without a clock.</summary>
    private static List<string> Oracle(int strap, int count)
    {
        var (story, _) = GymStoryFile.Read(GymStoryFile.Default);
        var bank = GatewaySources.Gym(story!, Straps, Seed, DateOnly.FromDateTime(DateTime.UtcNow)).Straps();
        var packets = new List<string>();
        while (packets.Count < count)
            foreach (var (wearer, sent) in bank.Tick())
                if (wearer.Device == $"sim-0{strap}") packets.AddRange(sent.Packets.Select(Convert.ToHexString));
        return packets[..count];
    }
}
