using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;
using static HeartMonitor.Bluetooth.Tests.Support.BlueZRig;

namespace HeartMonitor.Bluetooth.Tests.BlueZ;

/// <summary>A strap that behaves, as BlueZ shows it.</summary>
public sealed class StrapTests
{
    [Fact]
    public async Task Packets_arrive_byte_for_byte_and_in_order()
    {
        await using var rig = await StartAsync();
        var strap = rig.BlueZ.AddStrap(Address);
        var heartRate = await rig.ListenAsync();
        byte[][] packets = [[0x16, 0x5A, 0xA6, 0x02], [0x06, 0x4B], [0x06, 0x4B], [0x04, 0x00]];
        foreach (var packet in packets) Assert.True(strap.Notify(packet));
        await Until.TrueAsync(() => rig.Values(heartRate).Count == packets.Length, "all packets are here");
        Assert.Equal(packets, rig.Values(heartRate).Select(value => value.AsBytes()));
    }
}
