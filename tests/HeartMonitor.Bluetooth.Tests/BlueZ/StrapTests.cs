using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;
using static HeartMonitor.Bluetooth.Tests.Support.BlueZRig;

namespace HeartMonitor.Bluetooth.Tests.BlueZ;

/// <summary>A strap that behaves, as BlueZ shows it; on our bus and on a real daemon.</summary>
public sealed class StrapTests
{
    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task Packets_arrive_byte_for_byte_and_in_order(BusKind kind)
    {
        await using var rig = await StartAsync(await Buses.StartAsync(kind));
        var strap = rig.BlueZ.AddStrap(Address);
        Assert.False(strap.Notify([0x06, 0x4B]));
        var heartRate = await rig.ListenAsync();
        Assert.True(strap.IsNotifying);
        byte[][] packets = [[0x16, 0x5A, 0xA6, 0x02], [0x06, 0x4B], [0x06, 0x4B], [0x04, 0x00]];
        foreach (var packet in packets) Assert.True(strap.Notify(packet));
        await Until.TrueAsync(() => rig.Values(heartRate).Count == packets.Length, "all packets are here");
        Assert.Equal(packets, rig.Values(heartRate).Select(value => value.AsBytes()));

        await rig.CallAsync(heartRate, BlueZNames.Characteristic, "StopNotify");
        Assert.False(strap.Notify([0x06, 0x4B]));
        Assert.Equal("org.bluez.Error.Failed", await FailsAsync(rig.CallAsync(heartRate, BlueZNames.Characteristic, "StopNotify")));
    }

    [Fact]
    public async Task Objects_have_the_interfaces_and_properties_that_bluez_shows()
    {
        await using var rig = await StartAsync();
        rig.BlueZ.AddStrap(Address, "Strap 1");
        await rig.ListenAsync();
        var objects = await rig.ObjectsAsync();
        var adapter = objects[new("/org/bluez/hci0")][BlueZNames.Adapter];
        Assert.True(adapter["Powered"].AsBoolean());
        Assert.False(adapter["Discovering"].AsBoolean());

        var device = objects[rig.DevicePath()][BlueZNames.Device];
        Assert.Equal((Address, "Strap 1", "Strap 1"), (device["Address"].AsString(), device["Name"].AsString(), device["Alias"].AsString()));
        Assert.Contains("0000180d-0000-1000-8000-00805f9b34fb", device["UUIDs"].AsStrings());
        Assert.True(device["Connected"].AsBoolean());
        Assert.True(device["ServicesResolved"].AsBoolean());
        Assert.False(device["Paired"].AsBoolean());
        Assert.Equal(new("/org/bluez/hci0"), device["Adapter"].AsObjectPath());
        Assert.Equal(90, objects[rig.DevicePath()][BlueZNames.Battery]["Percentage"].AsByte());

        Assert.Equal(
            [0x180A, 0x180D, 0x180F],
            objects.Values.Where(item => item.ContainsKey(BlueZNames.GattService)).Select(item => Short(item[BlueZNames.GattService])).Order());
        var characteristics = objects.Values.Where(item => item.ContainsKey(BlueZNames.Characteristic)).Select(item => item[BlueZNames.Characteristic]).ToArray();
        Assert.Equal([0x2A19, 0x2A24, 0x2A25, 0x2A26, 0x2A29, 0x2A37, 0x2A38, 0x2A39], characteristics.Select(Short).Order());
        var heartRate = characteristics.Single(item => Short(item) == 0x2A37);
        Assert.Equal(["notify"], heartRate["Flags"].AsStrings());
        Assert.True(heartRate["Notifying"].AsBoolean());
        Assert.True(objects[heartRate["Service"].AsObjectPath()][BlueZNames.GattService]["Primary"].AsBoolean());
    }

    [Fact]
    public async Task Battery_location_and_control_point_answer()
    {
        await using var rig = await StartAsync();
        var strap = rig.BlueZ.AddStrap(Address);
        strap.BodyLocation = 2;
        await rig.ListenAsync();
        var options = DBusValue.Properties();
        var battery = (await rig.FindAsync(0x2A19))!.Value;
        Assert.Equal([90], (await rig.CallAsync(battery, BlueZNames.Characteristic, "ReadValue", options))[0].AsBytes());
        Assert.Equal([2], (await rig.CallAsync((await rig.FindAsync(0x2A38))!.Value, BlueZNames.Characteristic, "ReadValue", options))[0].AsBytes());

        await rig.CallAsync(battery, BlueZNames.Characteristic, "StartNotify");
        strap.BatteryPercent = 15;
        await Until.TrueAsync(() => rig.Values(battery).Any(value => value.AsBytes() is [15]), "the level was notified");
        Assert.Contains(rig.Signals, signal => signal.Path == rig.DevicePath() && Changed(signal, "Percentage")?.AsByte() == 15);

        var control = (await rig.FindAsync(0x2A39))!.Value;
        await rig.CallAsync(control, BlueZNames.Characteristic, "WriteValue", DBusValue.FromBytes([1]), options);
        Assert.Equal(1, strap.EnergyResets);
        Assert.Equal("org.bluez.Error.Failed", await FailsAsync(rig.CallAsync(control, BlueZNames.Characteristic, "WriteValue", DBusValue.FromBytes([2]), options)));
        Assert.Equal("org.bluez.Error.NotPermitted", await FailsAsync(rig.CallAsync(control, BlueZNames.Characteristic, "ReadValue", options)));
    }

    [Fact]
    public async Task A_strap_without_a_battery_service_has_none()
    {
        await using var rig = await StartAsync();
        rig.BlueZ.AddStrap(Address).BatteryPercent = null;
        await rig.ListenAsync();
        Assert.Null(await rig.FindAsync(0x2A19));
        Assert.False((await rig.ObjectsAsync())[rig.DevicePath()].ContainsKey(BlueZNames.Battery));
    }

    [Fact]
    public async Task Properties_are_read_one_by_one_and_only_some_are_written()
    {
        await using var rig = await StartAsync();
        rig.BlueZ.AddStrap(Address);
        await rig.ListenAsync();
        Assert.True((await rig.Client.GetPropertyAsync(BlueZNames.Service, rig.DevicePath(), BlueZNames.Device, "Connected", Cancellation)).AsBoolean());
        await rig.Client.SetPropertyAsync(BlueZNames.Service, rig.DevicePath(), BlueZNames.Device, "Trusted", true, Cancellation);
        Assert.True((await rig.Client.GetPropertyAsync(BlueZNames.Service, rig.DevicePath(), BlueZNames.Device, "Trusted", Cancellation)).AsBoolean());
        Assert.Equal(DBusErrors.PropertyReadOnly, await FailsAsync(rig.Client.SetPropertyAsync(BlueZNames.Service, rig.DevicePath(), BlueZNames.Device, "Connected", false, Cancellation)));
        Assert.Equal(DBusErrors.InvalidArgs, await FailsAsync(rig.Client.GetPropertyAsync(BlueZNames.Service, rig.DevicePath(), BlueZNames.Device, "Colour", Cancellation)));
        Assert.Equal(DBusErrors.InvalidArgs, await FailsAsync(rig.Client.GetPropertyAsync(BlueZNames.Service, rig.DevicePath(), "a.b", "Colour", Cancellation)));
        Assert.Equal(DBusErrors.UnknownMethod, await FailsAsync(rig.DeviceAsync("Explode")));
        Assert.Equal(DBusErrors.UnknownObject, await FailsAsync(rig.CallAsync(new("/org/bluez/hci9"), BlueZNames.Adapter, "StartDiscovery")));
    }

    [Fact]
    public async Task A_client_that_goes_takes_its_notifications_and_discovery_with_it()
    {
        await using var rig = await StartAsync();
        var strap = rig.BlueZ.AddStrap(Address);
        await rig.ListenAsync();
        await rig.AdapterAsync("StartDiscovery");
        await rig.Client.DisposeAsync();
        await Until.TrueAsync(() => !strap.IsNotifying && !rig.BlueZ.Adapters[0].IsDiscovering, "both have ended");
        Assert.True(strap.IsConnected); // the link is nobody's
    }

    [Fact]
    public async Task Two_clients_share_a_strap()
    {
        await using var rig = await StartAsync();
        var strap = rig.BlueZ.AddStrap(Address);
        var heartRate = await rig.ListenAsync();
        await using var other = await rig.Bus.ConnectAsync();
        var call = new DBusCall(BlueZNames.Service, heartRate, BlueZNames.Characteristic, "StartNotify");
        await other.CallAsync(call, Cancellation);
        await rig.CallAsync(heartRate, BlueZNames.Characteristic, "StopNotify");
        Assert.True(strap.IsNotifying);
        await other.CallAsync(call with { Member = "StopNotify" }, Cancellation);
        Assert.False(strap.IsNotifying);
    }

    private static int Short(Dictionary<string, DBusValue> properties) => Convert.ToInt32(properties["UUID"].AsString()[4..8], 16);
}
