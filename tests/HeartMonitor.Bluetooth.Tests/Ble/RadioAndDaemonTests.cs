using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>Adapters, bluetoothd and the bus, over a real bus, in real time.</summary>
public sealed class RadioAndDaemonTests
{
    [Theory]
    [InlineData("InProgress")]
    [InlineData("NotReady")]
    [InlineData("Failed")]
    public async Task Discovery_is_refused_for_a_while(string error)
    {
        await using var rig = await SimulatedRig.StartAsync();
        rig.BlueZ.Adapters[0].DiscoveryError = error;
        rig.Subscribe();
        await Until.TrueAsync(() => rig.BlueZ.Calls("StartDiscovery") >= 2, "it is tried again");

        rig.BlueZ.Adapters[0].DiscoveryError = null;

        await rig.ComesAsync();
    }

    [Fact]
    public async Task The_adapter_is_switched_off_and_on()
    {
        await using var rig = await SimulatedRig.LiveAsync(4);

        rig.BlueZ.Adapters[0].IsPowered = false;
        for (var i = 0; i < 4; i++) await rig.LostAsync(i);
        await Until.TrueAsync(() => rig.Log.Lines.Any(l => l.StartsWith("Bluetooth: hci0 is switched off.", StringComparison.Ordinal)), "the operator is told");
        rig.BlueZ.Adapters[0].IsPowered = true;

        await rig.AllLiveAsync();
    }

    [Fact]
    public async Task The_adapter_is_off_at_the_start()
    {
        await using var rig = await SimulatedRig.StartAsync();
        rig.BlueZ.Adapters[0].IsPowered = false;
        rig.Subscribe();
        await rig.ErrorAsync("the Bluetooth adapter is switched off");

        rig.BlueZ.Adapters[0].IsPowered = true;

        await rig.ComesAsync();
    }

    [Fact]
    public async Task The_adapter_is_unplugged_and_plugged_in()
    {
        await using var rig = await SimulatedRig.LiveAsync(4);

        rig.BlueZ.Adapters[0].Unplug();
        for (var i = 0; i < 4; i++) await rig.LostAsync(i);
        await Until.TrueAsync(() => rig.Log.Lines.Any(l => l.StartsWith("Bluetooth: there is no adapter.", StringComparison.Ordinal)), "the operator is told");
        rig.BlueZ.Adapters[0].PlugIn();

        await rig.AllLiveAsync();
    }

    [Fact]
    public async Task One_of_two_adapters_is_unplugged_and_its_straps_move_to_the_other()
    {
        await using var rig = await SimulatedRig.StartAsync(6);
        rig.BlueZ.AddAdapter();
        rig.Subscribe();
        await rig.AllLiveAsync();

        rig.BlueZ.Adapters[0].Unplug();
        await Until.TrueAsync(() => rig.BlueZ.Adapters[1].Links == 6, "all are on the other");

        await rig.AllLiveAsync();
    }

    [Fact]
    public async Task Sixteen_straps_over_two_adapters_of_eight_links()
    {
        await using var rig = await SimulatedRig.StartAsync(16);
        rig.BlueZ.AddAdapter();
        foreach (var adapter in rig.BlueZ.Adapters) adapter.ConnectionLimit = 8;
        rig.Subscribe();

        await rig.AllLiveAsync();

        Assert.Equal([8, 8], rig.BlueZ.Adapters.Select(a => a.Links));
    }

    [Fact]
    public async Task An_adapter_that_holds_fewer_links_than_configured_keeps_those_it_has()
    {
        await using var rig = await SimulatedRig.StartAsync(4);
        rig.BlueZ.Adapters[0].ConnectionLimit = 2;
        (rig.Straps[2].IsOnAir, rig.Straps[3].IsOnAir) = (false, false);
        rig.Subscribe();
        await rig.ComesAsync(0);
        await rig.ComesAsync(1);

        (rig.Straps[2].IsOnAir, rig.Straps[3].IsOnAir) = (true, true);
        await rig.ErrorAsync("connecting failed: the strap did not answer", 2);
        await Until.TrueAsync(() => rig.Packets(0) > 20 && rig.Packets(1) > 20, "two go on sending");

        Assert.Equal(0, Enumerable.Range(0, 4).Sum(i => rig.Count(SourceEventKind.Lost, i)));
    }

    [Fact]
    public async Task Nine_straps_on_one_adapter_are_eight_and_a_line_for_the_operator()
    {
        await using var rig = await SimulatedRig.StartAsync(9);
        rig.Subscribe();
        await Until.TrueAsync(() => rig.BlueZ.Adapters[0].Links == 8, "eight are connected");
        await Until.TrueAsync(() => rig.Log.Lines.Any(l => l.Contains("holds its 8 connections; add an adapter", StringComparison.Ordinal)), "the operator is told");

        var without = rig.Straps.ToList().FindIndex(s => !s.IsConnected);
        rig.Straps[without == 0 ? 1 : 0].IsOnAir = false;

        await rig.ComesAsync(without);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_daemon_starts_anew(bool renumbers)
    {
        await using var rig = await SimulatedRig.LiveAsync(4);

        await rig.BlueZ.RestartDaemonAsync(TimeSpan.FromMilliseconds(300), renumbers);

        await rig.AllLiveAsync();
        Assert.All(Enumerable.Range(0, 4), i => Assert.True(rig.Count(SourceEventKind.Lost, i) >= 1));
        Assert.Contains(rig.Log.Lines, l => l.StartsWith("Bluetooth: bluetoothd is not running.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_daemon_comes_later_than_the_source()
    {
        await using var rig = await SimulatedRig.StartAsync();
        await rig.BlueZ.StopDaemonAsync();
        rig.Subscribe();
        await rig.ErrorAsync("bluetoothd is not running");

        await rig.BlueZ.StartDaemonAsync(SimulatedRig.Cancellation);

        await rig.ComesAsync();
    }

    [Fact]
    public async Task The_bus_itself_is_killed_and_comes_back()
    {
        var daemon = await DaemonBus.StartAsync();
        await using var rig = await SimulatedRig.LiveAsync(2, bus: daemon);

        await daemon.KillAsync();
        await rig.LostAsync(0);
        await rig.LostAsync(1);
        await rig.BlueZ.StopDaemonAsync();
        await Until.TrueAsync(() => rig.Log.Lines.Any(l => l.StartsWith("Bluetooth: no message bus at unix:path=", StringComparison.Ordinal)), "the operator is told");
        await daemon.RestartAsync();
        await rig.BlueZ.StartDaemonAsync(SimulatedRig.Cancellation);

        await rig.AllLiveAsync();
    }
}
