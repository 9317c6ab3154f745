using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;
using static HeartMonitor.Bluetooth.Tests.Support.BlueZRig;

namespace HeartMonitor.Bluetooth.Tests.BlueZ;

/// <summary>Every switch does what it says, so that a client that survives it has survived something.</summary>
public sealed class MisbehaviourTests
{
    private const string Failed = "org.bluez.Error.Failed";

    [Fact]
    public async Task Connect_may_hang_until_it_is_called_off()
    {
        var time = new ManualTime();
        await using var rig = await WithAsync(new() { OnConnect = ConnectBehaviour.Hangs }, time: time);
        var connecting = rig.DeviceAsync("Connect");
        await Until.TrueAsync(() => rig.BlueZ.Calls("Connect") == 1, "it was called");
        Assert.Equal("org.bluez.Error.InProgress", await FailsAsync(rig.DeviceAsync("Connect")));
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(connecting.IsCompleted);
        await rig.DeviceAsync("Disconnect");
        Assert.Equal(Failed, await FailsAsync(connecting));
    }

    [Fact]
    public async Task Connect_may_be_aborted_and_succeed_later()
    {
        await using var rig = await WithAsync(new() { OnConnect = ConnectBehaviour.Aborts });
        var error = await Assert.ThrowsAsync<DBusErrorException>(() => rig.DeviceAsync("Connect"));
        Assert.Equal((Failed, "le-connection-abort-by-local"), (error.Name, error.Text));
        rig.BlueZ.Straps[0].Switches.OnConnect = ConnectBehaviour.Connects;
        await rig.DeviceAsync("Connect");
        Assert.Equal("org.bluez.Error.AlreadyConnected", await FailsAsync(rig.DeviceAsync("Connect")));
    }

    [Fact]
    public async Task A_strap_off_air_is_waited_for_twenty_seconds()
    {
        var time = new ManualTime();
        await using var rig = await WithAsync(new(), time: time);
        var strap = rig.BlueZ.Straps[0];
        strap.IsOnAir = false;
        var first = rig.DeviceAsync("Connect");
        await Until.TrueAsync(() => rig.BlueZ.Calls("Connect") == 1, "it was called");
        time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(Failed, await FailsAsync(first));

        var second = rig.DeviceAsync("Connect");
        await Until.TrueAsync(() => rig.BlueZ.Calls("Connect") == 2, "it was called again");
        strap.IsOnAir = true;
        await second;
        Assert.True(strap.IsConnected);
    }

    [Fact]
    public async Task A_remembered_strap_is_listed_without_being_there_and_is_never_forgotten()
    {
        var time = new ManualTime();
        await using var rig = await StartAsync(time: time);
        rig.BlueZ.AddStrap(Address, switches: new() { IsRemembered = true }).IsOnAir = false;
        time.Advance(TimeSpan.FromMinutes(10));
        var device = (await rig.ObjectsAsync())[rig.DevicePath()][BlueZNames.Device];
        Assert.False(device.ContainsKey("RSSI"));
        Assert.False(device["Connected"].AsBoolean());
    }

    [Fact]
    public async Task A_strap_may_be_listed_twice_and_the_twin_leads_nowhere()
    {
        await using var rig = await WithAsync(new() { IsListedTwice = true });
        var twins = (await rig.ObjectsAsync()).Where(pair => pair.Value.TryGetValue(BlueZNames.Device, out var device) && device["Address"].AsString() == Address);
        Assert.Equal([rig.DevicePath(), new(rig.DevicePath().Value + "_2")], twins.Select(pair => pair.Key).Order());
        Assert.Equal(Failed, await FailsAsync(rig.CallAsync(new(rig.DevicePath().Value + "_2"), BlueZNames.Device, "Connect")));
    }

    [Fact]
    public async Task Services_may_take_their_time_or_never_come()
    {
        var time = new ManualTime();
        await using var rig = await WithAsync(new() { ResolveDelay = TimeSpan.FromSeconds(12) }, time: time);
        await rig.DeviceAsync("Connect");
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await rig.FindAsync(0x2A37));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await rig.FindAsync(0x2A37));

        await rig.DeviceAsync("Disconnect");
        rig.BlueZ.Straps[0].Switches.NeverResolves = true;
        await rig.DeviceAsync("Connect");
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await rig.FindAsync(0x2A37));
    }

    [Fact]
    public async Task Connected_and_resolved_may_be_silent_and_true()
    {
        await using var rig = await WithAsync(new() { HidesConnected = true, HidesResolved = true });
        await rig.DeviceAsync("Connect");
        var device = (await rig.ObjectsAsync())[rig.DevicePath()][BlueZNames.Device];
        Assert.True(device["Connected"].AsBoolean());
        Assert.True(device["ServicesResolved"].AsBoolean());
        Assert.DoesNotContain(rig.Signals, signal => Changed(signal, "Connected") is not null || Changed(signal, "ServicesResolved") is not null);
    }

    [Fact]
    public async Task A_link_drops_on_command_and_after_its_time()
    {
        var time = new ManualTime();
        await using var rig = await WithAsync(new() { DropsAfter = TimeSpan.FromSeconds(30) }, time: time);
        var strap = rig.BlueZ.Straps[0];
        var heartRate = await rig.ListenAsync();
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(strap.Notify([0x06, 0x4B]));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(strap.Notify([0x06, 0x4B]));
        await Until.TrueAsync(() => rig.Signals.Any(signal => Changed(signal, "Connected")?.AsBoolean() == false), "the drop was told");
        Assert.Contains(rig.Signals, signal => Changed(signal, "ServicesResolved")?.AsBoolean() == false);
        Assert.Contains(rig.Signals, signal => signal.Member == "InterfacesRemoved" && signal.Body[0].AsObjectPath() == heartRate);

        await rig.DeviceAsync("Connect");
        strap.Drop();
        Assert.False(strap.IsConnected);
        Assert.Equal((2, "org.bluez.Error.NotConnected"), (strap.Connections, await FailsAsync(rig.DeviceAsync("Disconnect"))));
    }

    [Fact]
    public async Task Services_may_move_or_stay_behind()
    {
        await using var rig = await WithAsync(new() { MovesGatt = true });
        await rig.DeviceAsync("Connect");
        var first = await rig.FindAsync(0x2A37);
        await rig.DeviceAsync("Disconnect");
        Assert.Null(await rig.FindAsync(0x2A37));
        await rig.DeviceAsync("Connect");
        Assert.NotEqual(first, await rig.FindAsync(0x2A37));

        rig.BlueZ.Straps[0].Switches.MovesGatt = false;
        rig.BlueZ.Straps[0].Switches.KeepsGatt = true;
        await rig.DeviceAsync("Disconnect");
        var stale = (await rig.FindAsync(0x2A37))!.Value;
        Assert.Equal(Failed, await FailsAsync(rig.CallAsync(stale, BlueZNames.Characteristic, "StartNotify")));
        await rig.DeviceAsync("Connect");
        await rig.CallAsync(stale, BlueZNames.Characteristic, "StartNotify");
    }

    [Fact]
    public async Task Pairing_may_be_refused_and_may_be_needed()
    {
        await using var rig = await WithAsync(new() { RefusesPairing = true, RequiresPairing = true });
        await rig.DeviceAsync("Connect");
        var heartRate = (await rig.FindAsync(0x2A37))!.Value;
        Assert.Equal("org.bluez.Error.NotPermitted", await FailsAsync(rig.CallAsync(heartRate, BlueZNames.Characteristic, "StartNotify")));
        Assert.Equal("org.bluez.Error.AuthenticationFailed", await FailsAsync(rig.DeviceAsync("Pair")));
        rig.BlueZ.Straps[0].Switches.RefusesPairing = false;
        await rig.DeviceAsync("Pair");
        await rig.CallAsync(heartRate, BlueZNames.Characteristic, "StartNotify");
        Assert.True((await rig.Client.GetPropertyAsync(BlueZNames.Service, rig.DevicePath(), BlueZNames.Device, "Paired", Cancellation)).AsBoolean());
        Assert.Equal("org.bluez.Error.AlreadyExists", await FailsAsync(rig.DeviceAsync("Pair")));
    }

    [Theory]
    [InlineData("InProgress")]
    [InlineData("NotPermitted")]
    public async Task Notifications_may_be_somebody_elses(string error)
    {
        await using var rig = await WithAsync(new() { NotifyError = error });
        await rig.DeviceAsync("Connect");
        var heartRate = (await rig.FindAsync(0x2A37))!.Value;
        Assert.Equal("org.bluez.Error." + error, await FailsAsync(rig.CallAsync(heartRate, BlueZNames.Characteristic, "StartNotify")));
    }

    [Fact]
    public async Task A_stale_service_fails_once()
    {
        await using var rig = await WithAsync(new() { StaleNotifies = 1 });
        await rig.DeviceAsync("Connect");
        var heartRate = (await rig.FindAsync(0x2A37))!.Value;
        Assert.Equal(Failed, await FailsAsync(rig.CallAsync(heartRate, BlueZNames.Characteristic, "StartNotify")));
        await rig.CallAsync(heartRate, BlueZNames.Characteristic, "StartNotify");
    }

    [Fact]
    public async Task A_value_may_be_of_any_type_and_size()
    {
        await using var rig = await WithAsync(new());
        var heartRate = await rig.ListenAsync();
        var strap = rig.BlueZ.Straps[0];
        DBusValue[] odd = ["no bytes", DBusValue.FromBytes([]), DBusValue.FromBytes(new byte[10_000]), DBusValue.Array("q", (ushort)7), 75u];
        Assert.All(odd, value => Assert.True(strap.NotifyValue(value)));
        await Until.TrueAsync(() => rig.Values(heartRate).Count == odd.Length, "all came");
        Assert.Equal(odd, rig.Values(heartRate));
    }

    private static async Task<BlueZRig> WithAsync(StrapSwitches switches, TimeProvider? time = null)
    {
        var rig = await StartAsync(time: time);
        rig.BlueZ.AddStrap(Address, switches: switches);
        await rig.DiscoverAsync();
        return rig;
    }
}
