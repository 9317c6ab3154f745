using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;
using static HeartMonitor.Bluetooth.Tests.Support.BlueZRig;

namespace HeartMonitor.Bluetooth.Tests.BlueZ;

/// <summary>Discovery, power, and adapters that come and go.</summary>
public sealed class AdapterTests
{
    [Fact]
    public async Task Discovery_shows_straps_after_a_delay_with_changing_rssi()
    {
        var time = new ManualTime();
        await using var rig = await StartAsync(timings: new(), time: time);
        var strap = rig.BlueZ.AddStrap(Address);
        strap.Rssi = -70;
        await rig.AdapterAsync("StartDiscovery");
        Assert.False((await rig.ObjectsAsync()).ContainsKey(rig.DevicePath()));
        time.Advance(TimeSpan.FromSeconds(0.2));
        var first = (await rig.ObjectsAsync())[rig.DevicePath()][BlueZNames.Device]["RSSI"].AsInt16();
        Assert.InRange(first, -71, -69);
        time.Advance(TimeSpan.FromSeconds(2));
        await Until.TrueAsync(() => rig.Signals.Count(signal => Changed(signal, "RSSI") is not null) == 2, "two updates came");
        await rig.AdapterAsync("StopDiscovery");
        Assert.False((await rig.ObjectsAsync())[rig.DevicePath()][BlueZNames.Device].ContainsKey("RSSI"));
    }

    [Fact]
    public async Task A_device_that_nobody_sees_is_forgotten_after_thirty_seconds()
    {
        var time = new ManualTime();
        await using var rig = await StartAsync(time: time);
        var strap = rig.BlueZ.AddStrap(Address);
        await rig.DiscoverAsync();
        strap.IsOnAir = false;
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.True((await rig.ObjectsAsync()).ContainsKey(rig.DevicePath()));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False((await rig.ObjectsAsync()).ContainsKey(rig.DevicePath()));
        await Until.TrueAsync(() => rig.Signals.Any(signal => signal.Member == "InterfacesRemoved" && signal.Body[0].AsObjectPath() == rig.DevicePath()), "it was told");
    }

    [Fact]
    public async Task A_connected_device_is_not_forgotten()
    {
        var time = new ManualTime();
        await using var rig = await StartAsync(time: time);
        rig.BlueZ.AddStrap(Address);
        await rig.ListenAsync();
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await rig.ObjectsAsync()).ContainsKey(rig.DevicePath()));
    }

    [Fact]
    public async Task A_filter_leaves_out_what_does_not_fit()
    {
        await using var rig = await StartAsync();
        rig.BlueZ.AddStrap(Address);
        rig.BlueZ.AddStrap("C0:FF:EE:00:00:02", "A pedometer", new() { LacksHeartRate = true });
        rig.BlueZ.AddStrap("C0:FF:EE:00:00:03").Rssi = -95;
        await rig.AdapterAsync("SetDiscoveryFilter", DBusValue.Properties(
            KeyValuePair.Create("UUIDs", DBusValue.Strings("0000180D-0000-1000-8000-00805F9B34FB")),
            KeyValuePair.Create<string, DBusValue>("Transport", "le"), KeyValuePair.Create<string, DBusValue>("RSSI", (short)-80)));
        await rig.AdapterAsync("StartDiscovery");
        var devices = (await rig.ObjectsAsync()).Keys.Where(path => path.Name.StartsWith("dev_", StringComparison.Ordinal));
        Assert.Equal([rig.DevicePath()], devices);
        Assert.Equal("org.bluez.Error.InvalidArguments", await FailsAsync(rig.AdapterAsync("SetDiscoveryFilter", DBusValue.Properties(KeyValuePair.Create<string, DBusValue>("Colour", "red")))));
    }

    [Fact]
    public async Task Discovery_has_the_errors_of_bluez()
    {
        await using var rig = await StartAsync();
        Assert.Equal("org.bluez.Error.Failed", await FailsAsync(rig.AdapterAsync("StopDiscovery")));
        await rig.AdapterAsync("StartDiscovery");
        Assert.Equal("org.bluez.Error.InProgress", await FailsAsync(rig.AdapterAsync("StartDiscovery")));
        await rig.AdapterAsync("StopDiscovery");
        rig.BlueZ.Adapters[0].DiscoveryError = "InProgress";
        Assert.Equal("org.bluez.Error.InProgress", await FailsAsync(rig.AdapterAsync("StartDiscovery")));
        rig.BlueZ.Adapters[0].IsPowered = false;
        Assert.Equal("org.bluez.Error.NotReady", await FailsAsync(rig.AdapterAsync("StartDiscovery")));
        Assert.Equal("org.bluez.Error.DoesNotExist", await FailsAsync(rig.AdapterAsync("RemoveDevice", new ObjectPath("/x"))));
    }

    [Fact]
    public async Task Power_off_drops_links_and_discovery_and_can_be_set_by_a_client()
    {
        await using var rig = await StartAsync();
        var strap = rig.BlueZ.AddStrap(Address);
        await rig.ListenAsync();
        await rig.AdapterAsync("StartDiscovery");
        rig.BlueZ.Adapters[0].IsPowered = false;
        Assert.False(strap.IsConnected);
        Assert.False(rig.BlueZ.Adapters[0].IsDiscovering);
        await Until.TrueAsync(() => rig.Signals.Any(signal => Changed(signal, "Powered")?.AsBoolean() == false), "it was told");
        Assert.Contains(rig.Signals, signal => Changed(signal, "Connected")?.AsBoolean() == false);
        Assert.Equal("org.bluez.Error.NotReady", await FailsAsync(rig.DeviceAsync("Connect")));
        await rig.Client.SetPropertyAsync(BlueZNames.Service, rig.BlueZ.Adapters[0].Path, BlueZNames.Adapter, "Powered", true, Cancellation);
        await rig.DeviceAsync("Connect");
        Assert.True(strap.IsConnected);
    }

    [Fact]
    public async Task An_adapter_out_of_its_socket_takes_all_with_it_and_comes_back()
    {
        await using var rig = await StartAsync();
        var strap = rig.BlueZ.AddStrap(Address);
        await rig.ListenAsync();
        rig.BlueZ.Adapters[0].Unplug();
        Assert.False(strap.IsConnected);
        Assert.Empty(await rig.ObjectsAsync());
        await Until.TrueAsync(
            () => rig.Signals.Any(signal => signal.Member == "InterfacesRemoved" && signal.Body[1].AsStrings().Contains(BlueZNames.Adapter)), "it was told");
        rig.BlueZ.Adapters[0].PlugIn();
        await rig.DiscoverAsync();
        await rig.DeviceAsync("Connect");
        Assert.True(strap.IsConnected);
    }

    [Fact]
    public async Task A_strap_is_linked_to_one_of_two_adapters_and_each_has_its_limit()
    {
        await using var rig = await StartAsync();
        var second = rig.BlueZ.AddAdapter();
        rig.BlueZ.Adapters[0].ConnectionLimit = 1;
        foreach (var number in new[] { 1, 2 }) rig.BlueZ.AddStrap($"C0:FF:EE:00:00:0{number}");
        await rig.AdapterAsync("StartDiscovery");
        await rig.CallAsync(second.Path, BlueZNames.Adapter, "StartDiscovery");
        await rig.DeviceAsync("Connect");
        Assert.Equal("org.bluez.Error.Failed", await FailsAsync(rig.CallAsync(rig.DevicePath(0, "C0:FF:EE:00:00:02"), BlueZNames.Device, "Connect")));
        await rig.CallAsync(rig.DevicePath(1, "C0:FF:EE:00:00:02"), BlueZNames.Device, "Connect");
        Assert.Equal((1, 1), (rig.BlueZ.Adapters[0].Links, second.Links));

        var elsewhere = rig.CallAsync(rig.DevicePath(1), BlueZNames.Device, "Connect"); // waits: the first adapter has it
        await rig.DeviceAsync("Disconnect");
        await elsewhere;
        Assert.Equal((0, 2), (rig.BlueZ.Adapters[0].Links, second.Links));
    }

    [Fact]
    public async Task RemoveDevice_drops_the_link_and_the_object()
    {
        await using var rig = await StartAsync();
        var strap = rig.BlueZ.AddStrap(Address);
        await rig.ListenAsync();
        await rig.AdapterAsync("RemoveDevice", rig.DevicePath());
        Assert.False(strap.IsConnected);
        Assert.Equal([rig.BlueZ.Adapters[0].Path], (await rig.ObjectsAsync()).Keys);
    }
}
