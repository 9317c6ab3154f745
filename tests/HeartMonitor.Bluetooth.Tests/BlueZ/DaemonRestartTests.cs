using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;
using static HeartMonitor.Bluetooth.Tests.Support.BlueZRig;

namespace HeartMonitor.Bluetooth.Tests.BlueZ;

/// <summary>bluetoothd ends and comes back; on our bus and on a real daemon.</summary>
public sealed class DaemonRestartTests
{
    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task The_name_loses_its_owner_and_objects_come_anew(BusKind kind)
    {
        await using var rig = await StartAsync(await Buses.StartAsync(kind));
        var changes = new System.Collections.Concurrent.ConcurrentQueue<NameOwnerChange>();
        await using var watch = await rig.Client.WatchNameAsync(BlueZNames.Service, changes.Enqueue, Cancellation);
        var before = watch.Owner;
        var strap = rig.BlueZ.AddStrap(Address);
        var remembered = rig.BlueZ.AddStrap("C0:FF:EE:00:00:02", switches: new() { IsRemembered = true });
        await rig.ListenAsync();

        await rig.BlueZ.StopDaemonAsync();
        Assert.False(strap.IsConnected);
        Assert.False(strap.Notify([0x06, 0x4B]));
        await Until.TrueAsync(() => changes.Count == 1, "the name's loss was told"); // Until then a call may still reach the old owner's end.
        Assert.Equal(DBusErrors.NameHasNoOwner, await FailsAsync(rig.DeviceAsync("Connect")));
        await rig.BlueZ.StartDaemonAsync(Cancellation);
        await Until.TrueAsync(() => changes.Count == 2, "both changes were told");
        Assert.Equal([new(BlueZNames.Service, before, null), new(BlueZNames.Service, null, rig.BlueZ.UniqueName)], changes);
        Assert.Equal(
            new HashSet<ObjectPath> { rig.BlueZ.Adapters[0].Path, rig.DevicePath(0, remembered.Address) }, (await rig.ObjectsAsync()).Keys.ToHashSet());
        rig.Signals.Clear();
        await rig.ListenAsync();
        Assert.True(strap.Notify([0x06, 0x4B]));
    }

    [Fact]
    public async Task A_restart_waits_on_the_simulations_clock_and_may_renumber_the_adapters()
    {
        var time = new ManualTime();
        await using var rig = await StartAsync(time: time);
        rig.BlueZ.AddStrap(Address);
        await rig.DiscoverAsync();
        var restarting = rig.BlueZ.RestartDaemonAsync(TimeSpan.FromSeconds(5), renumbers: true);
        var began = time.GetUtcNow();
        while (!restarting.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(1), Cancellation);
        }

        await restarting;
        Assert.True(time.GetUtcNow() - began >= TimeSpan.FromSeconds(5));
        Assert.Equal([new("/org/bluez/hci1")], (await rig.ObjectsAsync()).Keys);
        await rig.DiscoverAsync();
        Assert.Equal(new("/org/bluez/hci1/dev_C0_FF_EE_00_00_01"), rig.DevicePath());
    }

    [Fact]
    public async Task Connections_that_waited_end_with_the_daemon()
    {
        await using var rig = await StartAsync();
        rig.BlueZ.AddStrap(Address, switches: new() { OnConnect = ConnectBehaviour.Hangs });
        await rig.DiscoverAsync();
        var connecting = rig.DeviceAsync("Connect");
        await Until.TrueAsync(() => rig.BlueZ.Calls("Connect") == 1, "it was called");
        await rig.BlueZ.StopDaemonAsync();
        Assert.Equal(DBusErrors.NoReply, await FailsAsync(connecting));
    }

    [Fact]
    public async Task Two_daemons_cannot_have_the_name()
    {
        await using var rig = await StartAsync();
        await Assert.ThrowsAsync<DBusErrorException>(() => SimulatedBlueZ.StartAsync(rig.Bus.Address, cancellation: Cancellation));
    }
}
