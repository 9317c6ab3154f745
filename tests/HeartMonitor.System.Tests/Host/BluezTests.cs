using System.Text;
using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.DBus.Bus;
using HeartMonitor.Simulator.BlueZ;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>The whole service with <c>--source bluez</c> on a bus of its own, where the simulated BlueZ is.</summary>
[Collection(WholeProcesses.Name)]
public sealed class BluezTests
{
    private const string Address = "C4:D1:00:12:34:56";

    private static readonly byte[] Key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

    [Fact]
    public async Task It_waits_for_a_bus_says_what_to_do_and_stores_what_the_strap_sends_under_an_id_that_is_no_address()
    {
        var bus = Directory.CreateTempSubdirectory("hrm-bus-");
        var socket = Path.Combine(bus.FullName, "bus");
        using var folder = new GatewayFolder(Key, ("p_1", "c4-d1-00-12-34-56"));
        await using var monitor = new MonitorProcess([.. folder.Arguments, "--source", "bluez", "--Session:AutoStart", "true", "--Bluetooth:BusAddress", $"unix:path={socket}"]);
        await monitor.StartAsync();
        await MqttWait.UntilAsync(() => monitor.Log.Errors.Any(line => line.Contains("Bluetooth: no message bus at unix:path=", StringComparison.Ordinal)), "the operator is told");

        await using (MessageBus.Start(socket))
        await using (var bluez = await SimulatedBlueZ.StartAsync($"unix:path={socket}", cancellation: TestContext.Current.CancellationToken))
        {
            var strap = bluez.AddStrap(Address, "Strap of Erika Mustermann");
            strap.BatteryPercent = 15;
            await using var wearer = StrapPlayer.Play(strap, Enumerable.Repeat<byte[]>([0x06, 0x52], 10_000));
            await MqttWait.UntilAsync(() => Samples(monitor).Count >= 3, "samples are stored");
            Assert.All(Samples(monitor), packet => Assert.Equal("0652", packet));
            await MqttWait.UntilAsync(() => Alerts(monitor).Contains("battery-low"), "the battery is told");
            await ShowsAsync(monitor, "up");

            await using var client = await MqttTestClient.ConnectAsync(monitor.MqttPort);
            await client.SubscribeAsync("hrm/1/gym1/dn/device/+/health");
            await MqttWait.UntilAsync(() => client.Seen.Any(m => MqttTestClient.Text(m).Contains("\"link\":\"up\"", StringComparison.Ordinal)), "MQTT says that it is up");

            strap.IsOnAir = false;
            await ShowsAsync(monitor, "down");
            strap.IsOnAir = true;
            await ShowsAsync(monitor, "up");
            var (exit, _) = await monitor.StopAsync();

            Assert.Equal(0, exit);
            Assert.False(strap.IsConnected, "a stop lets the strap go");
        }

        Assert.Equal(1, monitor.Log.Errors.Count(line => line.Contains("is ready for 1 strap", StringComparison.Ordinal)));
        var said = string.Join('\n', monitor.Log.Errors.Concat(monitor.Log.Output).Concat(Stored(monitor)));
        Assert.DoesNotContain("Mustermann", said, StringComparison.OrdinalIgnoreCase);
        Assert.All([Address, Address.Replace(':', '-'), Address.Replace(':', '_'), Address.Replace(":", "", StringComparison.Ordinal)], spelt =>
            Assert.DoesNotContain(spelt, said, StringComparison.OrdinalIgnoreCase));
        bus.Delete(recursive: true);
    }

    [Fact]
    public async Task A_spare_that_the_people_file_does_not_name_is_connected_when_it_is_bound_and_another_device_behind_its_id_is_told()
    {
        const string First = "C4:D1:00:00:00:01", Spare = "C4:D1:00:00:00:02";
        var bus = Directory.CreateTempSubdirectory("hrm-bus-");
        var socket = Path.Combine(bus.FullName, "bus");
        using var folder = new GatewayFolder(Key, ("p_1", "no-radio"));
        await using var monitor = new MonitorProcess([.. folder.Arguments, "--source", "bluez", "--Session:AutoStart", "true", "--Bluetooth:BusAddress", $"unix:path={socket}"]);
        await using (MessageBus.Start(socket))
        await using (var bluez = await SimulatedBlueZ.StartAsync($"unix:path={socket}", cancellation: TestContext.Current.CancellationToken))
        {
            var (first, spare) = (bluez.AddStrap(First, "Strap of Erika Mustermann"), bluez.AddStrap(Spare, "Polar H10 8B2C4D1E"));
            spare.Serial = [.. "8B2C4D1E"u8];
            await using var one = StrapPlayer.Play(first, Enumerable.Repeat<byte[]>([0x06, 0x52], 10_000));
            await using var two = StrapPlayer.Play(spare, Enumerable.Repeat<byte[]>([0x06, 0x5C], 10_000));
            await monitor.StartAsync();
            await UntilAsync(async () => (await KnownAsync(monitor, Id(Spare)), await KnownAsync(monitor, Id(First))) is ({ }, { }), "both are listed");
            Assert.False(first.IsConnected || spare.IsConnected, "nobody is bound to them");
            await UntilAsync(async () => (await monitor.Http.GetAsync("api/v1/sessions")).GetArrayLength() == 1, "the session");
            var session = (await monitor.Http.GetAsync("api/v1/sessions"))[0].GetProperty("id").GetString()!;

            await BindAsync(monitor, session, Id(First));
            await UntilAsync(() => Task.FromResult(Samples(monitor).Contains("0652")), "packets of the first come");
            await BindAsync(monitor, session, Id(Spare));
            await UntilAsync(() => Task.FromResult(Samples(monitor).Contains("065C")), "packets of the spare come");
            await UntilAsync(async () => (await KnownAsync(monitor, Id(Spare)))?.GetProperty("serial").GetString() == "8B2C4D1E", "its serial is known");
            Assert.Equal("Polar H10 8B2C4D1E", (await KnownAsync(monitor, Id(Spare)))?.GetProperty("label").GetString());
            Assert.Equal(Id(First), (await KnownAsync(monitor, Id(First)))?.GetProperty("serial").GetString());
            Assert.DoesNotContain("identity-conflict", Alerts(monitor));

            spare.Serial = [.. "8B2C4D1F"u8];
            spare.Drop();
            await UntilAsync(() => Task.FromResult(Alerts(monitor).Contains("identity-conflict")), "the other serial is told");

            var known = (await monitor.Http.GetAsync("api/v1/straps/known")).GetRawText();
            Assert.Equal(0, (await monitor.StopAsync()).Item1);
            var said = string.Join('\n', monitor.Log.Errors.Concat(monitor.Log.Output).Concat(Stored(monitor)).Append(known));
            Assert.All(["Mustermann", First, First.Replace(":", "", StringComparison.Ordinal)], secret => Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase));
        }

        bus.Delete(recursive: true);
    }

    [Fact]
    public async Task Where_straps_sign_in_one_that_staff_gave_to_somebody_is_connected_without_a_session_and_opens_one()
    {
        var bus = Directory.CreateTempSubdirectory("hrm-bus-");
        var socket = Path.Combine(bus.FullName, "bus");
        using var folder = new GatewayFolder(Key, ("p_1", "no-radio"));
        await using var monitor = new MonitorProcess([.. folder.Arguments, "--source", "bluez", "--Straps:SignIn", "true", "--Bluetooth:BusAddress", $"unix:path={socket}"]);
        await using (MessageBus.Start(socket))
        await using (var bluez = await SimulatedBlueZ.StartAsync($"unix:path={socket}", cancellation: TestContext.Current.CancellationToken))
        {
            var strap = bluez.AddStrap(Address, "Strap 1");
            await using var wearer = StrapPlayer.Play(strap, Enumerable.Repeat<byte[]>([0x06, 0x52], 10_000));
            await monitor.StartAsync();
            await UntilAsync(async () => await KnownAsync(monitor, Id(Address)) is { }, "it is listed");
            Assert.False(strap.IsConnected, "it is nobody's");

            var given = await monitor.Http.PostAsync($"api/v1/straps/{Id(Address)}/owner", "o1", """{"owner":"p_1","by":"staff1"}""");

            Assert.Equal("accepted", given?.Result);
            await UntilAsync(async () => (await KnownAsync(monitor, Id(Address)))?.GetProperty("session").GetString() is not null, "it opens a session");
            Assert.True(strap.IsConnected);
            await monitor.StopAsync();
        }

        bus.Delete(recursive: true);
    }

    private static string Id(string address) => StrapAddress.TryParse(address, out var read) ? read.PseudonymOf(Key) : throw new ArgumentException("no address", nameof(address));

    private static async Task BindAsync(MonitorProcess monitor, string session, string strap) =>
        Assert.Equal("accepted", (await monitor.Http.EnterAsync($"bind-{strap}", session, $$"""{"event":"strap-bound","strap":"{{strap}}","by":"staff1"}"""))?.Result);

    private static async Task<JsonElement?> KnownAsync(MonitorProcess monitor, string strap) =>
        (await monitor.Http.GetAsync("api/v1/straps/known")).EnumerateArray().Where(s => s.GetProperty("id").GetString() == strap).Cast<JsonElement?>().SingleOrDefault();

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await condition()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"Not within 40 s: {what}");
    }

    private static async Task ShowsAsync(MonitorProcess monitor, string link)
    {
        for (var i = 0; i < 300; i++)
        {
            var straps = await monitor.Http.GetAsync("api/v1/straps");
            var strap = straps.EnumerateArray().SingleOrDefault();
            if (strap.ValueKind == JsonValueKind.Object && strap.GetProperty("link").GetString() == link)
            {
                Assert.Matches("^d_[0-9a-f]{16}$", strap.GetProperty("device").GetString());
                Assert.Equal(("bluez", 15, true), (strap.GetProperty("source").GetString(), strap.GetProperty("battery").GetInt32(), strap.GetProperty("bound").GetBoolean()));
                Assert.StartsWith("s_", strap.GetProperty("session").GetString(), StringComparison.Ordinal);
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"the strap never is {link}");
    }

    private static List<string> Samples(MonitorProcess monitor) =>
        [.. monitor.Journal.ReadAfter(0, 1_000_000).Where(r => r.Entry.Kind == JournalKind.Sample).Select(r =>
        {
            Assert.True(SampleBody.TryRead(r.Entry.Body, out _, out var packet));
            return Convert.ToHexString(packet.Span);
        })];

    private static IEnumerable<string> Stored(MonitorProcess monitor) =>
        monitor.Journal.ReadAfter(0, 1_000_000).Where(r => r.Entry.Kind != JournalKind.Sample).Select(r => Encoding.UTF8.GetString(r.Entry.Body.Span));

    private static IEnumerable<string> Alerts(MonitorProcess monitor) => monitor.Journal.CurrentAlerts().Select(a => Core.KebabCase.Of(a.Alert.Code));
}
