using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Simulator.BlueZ;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>The source against every switch of the simulated BlueZ, over a real bus, in real time.</summary>
public sealed class MisbehaviourTests
{
    [Fact]
    public async Task A_strap_that_behaves_is_live_and_its_values_come_byte_for_byte_and_in_order()
    {
        await using var rig = await SimulatedRig.StartAsync(packetsASecond: 0.01);
        rig.Subscribe();
        await Until.TrueAsync(() => rig.Straps[0].IsNotifying, "somebody listens");
        byte[][] packets = [[0x16, 0x5A, 0xA6, 0x02], [0x06, 0x4B], [0x06, 0x4B], [0x04, 0x00], []];

        foreach (var packet in packets) Assert.True(rig.Straps[0].Notify(packet));
        await Until.TrueAsync(() => rig.Packets() == packets.Length, "all values are here");

        Assert.Equal(packets, rig.Events.Where(e => e.Kind == SourceEventKind.Packet).Select(e => e.Packet.ToArray()));
        Assert.Equal(0, rig.BlueZ.Calls("Pair"));
        Assert.Equal(1, rig.BlueZ.Calls("SetDiscoveryFilter"));
        await Until.TrueAsync(() => !rig.BlueZ.Adapters[0].IsDiscovering, "discovery ends when all are there");
    }

    [Fact]
    public async Task Connect_hangs()
    {
        await using var rig = await SimulatedRig.StartAsync(2);
        rig.Straps[0].Switches.OnConnect = ConnectBehaviour.Hangs;
        rig.Subscribe();
        await rig.ComesAsync(1);
        await rig.ErrorAsync("connecting failed: no answer in time");

        rig.Straps[0].Switches.OnConnect = ConnectBehaviour.Connects;

        await rig.ComesAsync(0);
    }

    [Fact]
    public async Task Connect_aborts()
    {
        await using var rig = await SimulatedRig.StartAsync(2);
        rig.Straps[0].Switches.OnConnect = ConnectBehaviour.Aborts;
        rig.Subscribe();
        await rig.ComesAsync(1);
        await rig.ErrorAsync("connecting failed: the strap did not answer");

        rig.Straps[0].Switches.OnConnect = ConnectBehaviour.Connects;

        await rig.ComesAsync(0);
    }

    [Fact]
    public async Task The_link_drops_soon_after_every_connection()
    {
        await using var rig = await SimulatedRig.StartAsync(2);
        rig.Straps[0].Switches.DropsAfter = TimeSpan.FromMilliseconds(400);
        rig.Subscribe();

        await rig.LostAsync(0, times: 5);

        Assert.True(rig.Packets(0) > 0);
        Assert.Equal(0, rig.Count(SourceEventKind.Lost, 1));
    }

    [Fact]
    public async Task Services_are_resolved_late()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.ResolveDelay = TimeSpan.FromSeconds(1)); // as 10 s in a gym

        Assert.Equal(1, rig.Straps[0].Connections);
    }

    [Fact]
    public async Task Services_are_never_resolved()
    {
        await using var rig = await SimulatedRig.StartAsync(2);
        rig.Straps[0].Switches.NeverResolves = true;
        rig.Subscribe();
        await rig.ComesAsync(1);
        await rig.ErrorAsync("its services were not told in time");

        rig.Straps[0].Switches.NeverResolves = false;

        await rig.ComesAsync(0);
    }

    [Fact]
    public async Task Connected_is_never_signalled()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.HidesConnected = true);

        rig.Straps[0].Drop();

        await rig.LostAsync();
        await rig.ComesAsync();
    }

    [Fact]
    public async Task Connected_is_never_signalled_and_services_stay_when_the_link_drops()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => (s.HidesConnected, s.HidesResolved, s.KeepsGatt) = (true, true, true));

        rig.Straps[0].Drop();

        await rig.LostAsync();
        await rig.ComesAsync();
    }

    [Fact]
    public async Task Services_resolved_is_never_signalled()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.HidesResolved = true);
    }

    [Fact]
    public async Task Pairing_is_refused()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.RefusesPairing = true);

        Assert.Equal(0, rig.BlueZ.Calls("Pair"));
    }

    [Fact]
    public async Task A_strap_that_wants_to_be_paired_says_so_and_holds_up_no_other()
    {
        await using var rig = await SimulatedRig.StartAsync(2);
        rig.Straps[0].Switches.RequiresPairing = true;
        rig.Subscribe();
        await rig.ComesAsync(1);

        await rig.ErrorAsync("its values were refused: it wants to be paired, or another program holds them");

        Assert.Equal(0, rig.BlueZ.Calls("Pair"));
    }

    [Fact]
    public async Task Remembered_and_away()
    {
        await using var rig = await SimulatedRig.StartAsync(9, s => s.IsRemembered = true);
        foreach (var strap in rig.Straps.Take(8)) strap.IsOnAir = false;
        rig.Subscribe();
        await rig.ComesAsync(8);

        rig.Straps[0].IsOnAir = true;

        await rig.ComesAsync(0);
        Assert.All(Enumerable.Range(1, 7), i => Assert.Equal(0, rig.Packets(i)));
    }

    [Fact]
    public async Task Listed_twice()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.IsListedTwice = true);

        rig.Straps[0].Drop();

        await rig.LostAsync();
        await rig.ComesAsync();
    }

    [Fact]
    public async Task Notifications_fail_with_a_stale_cache()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.StaleNotifies = 3);

        Assert.True(rig.Straps[0].Connections >= 4);
    }

    [Theory]
    [InlineData("InProgress")]
    [InlineData("NotPermitted")]
    [InlineData("NotSupported")]
    public async Task Notifications_are_refused(string error)
    {
        await using var rig = await SimulatedRig.StartAsync(2);
        rig.Straps[0].Switches.NotifyError = error;
        rig.Subscribe();
        await rig.ComesAsync(1);
        await Until.TrueAsync(() => rig.Straps[0].Connections >= 2, "it is tried again");

        rig.Straps[0].Switches.NotifyError = null;

        await rig.ComesAsync(0);
    }

    [Fact]
    public async Task Services_move_with_every_connection()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.MovesGatt = true);
        for (var times = 1; times <= 3; times++)
        {
            rig.Straps[0].Drop();
            await rig.LostAsync(times: times);
            await rig.ComesAsync();
        }
    }

    [Fact]
    public async Task Services_stay_when_the_link_drops()
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.KeepsGatt = true);

        rig.Straps[0].Drop();

        await rig.LostAsync();
        await rig.ComesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_battery_is_told_and_followed(bool hidesService)
    {
        await using var rig = await SimulatedRig.LiveAsync(switches: s => s.HidesBatteryService = hidesService);
        await Until.TrueAsync(() => rig.Status()?.Battery == BatteryLevel.FromPercent(90), "the level is told");

        rig.Straps[0].BatteryPercent = 14;

        await Until.TrueAsync(() => rig.Status()?.Battery == BatteryLevel.FromPercent(14), "the new level is told");
        await Until.TrueAsync(() => rig.Status()?.Location == BodySensorLocation.Chest, "the place is told");
    }

    [Fact]
    public async Task No_battery_at_all()
    {
        await using var rig = await SimulatedRig.StartAsync();
        rig.Straps[0].BatteryPercent = null;
        rig.Subscribe();
        await rig.ComesAsync();

        Assert.Null(rig.Status()?.Battery.Percent);
    }

    [Fact]
    public async Task Remembered_and_no_strap_any_more()
    {
        await using var rig = await SimulatedRig.StartAsync(2, s => s.IsRemembered = true);
        rig.Straps[0].Switches.LacksHeartRate = true;
        rig.Subscribe();
        await rig.ComesAsync(1);

        await rig.ErrorAsync("it has no heart-rate service");
    }

    [Fact]
    public async Task Values_that_no_bluez_would_say_are_refused_and_counted()
    {
        await using var rig = await SimulatedRig.LiveAsync();
        var before = rig.Packets();

        rig.Straps[0].NotifyValue("ninety");
        rig.Straps[0].NotifyValue(90);
        rig.Straps[0].NotifyValue(HeartMonitor.DBus.DBusValue.FromBytes(new byte[10_000]));
        await Until.TrueAsync(() => rig.Run.Fold.Refused == 3, "three are counted");

        await Until.TrueAsync(() => rig.Packets() > before, "packets go on");
        Assert.All(rig.Events.Where(e => e.Kind == SourceEventKind.Packet), e => Assert.Equal([0x06, 60], e.Packet.ToArray()));
        Assert.Equal(0, rig.Count(SourceEventKind.Lost));
        await Until.TrueAsync(() => rig.Status()?.Refused == 3, "the status says so");
    }

    [Fact]
    public async Task Signals_in_bluez_name_from_somebody_else_change_nothing()
    {
        await using var rig = await SimulatedRig.LiveAsync();
        await using var forger = await SignalForger.ConnectAsync(rig.BusAddress, SimulatedRig.Cancellation);
        var measurement = new HeartMonitor.DBus.ObjectPath(rig.Straps[0].ConnectedPath!.Value.Value + "/service0010/char0011");

        for (var i = 0; i < 50; i++) await forger.ForgeValueAsync(measurement, [0x06, 200]);
        await rig.ComesAsync();

        Assert.All(rig.Events.Where(e => e.Kind == SourceEventKind.Packet), e => Assert.Equal(60, e.Packet.Span[1]));
        Assert.Equal(0, rig.Count(SourceEventKind.Lost));
    }

    [Fact]
    public async Task No_address_and_no_name_leaves_the_source()
    {
        await using var rig = await SimulatedRig.LiveAsync(3);
        rig.BlueZ.Adapters[0].IsPowered = false;
        await rig.LostAsync(2);
        rig.BlueZ.Adapters[0].IsPowered = true;
        await rig.ComesAsync(2);

        Assert.All(rig.Events.Select(e => $"{e.Device} {e.Detail} {e.Status}").Concat(rig.Log.Lines), line =>
        {
            Assert.DoesNotContain("C0:FF", line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("C0_FF", line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("somebody", line, StringComparison.OrdinalIgnoreCase);
        });
    }
}
