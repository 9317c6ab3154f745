using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.Simulator.BlueZ;
using Xunit;
using static HeartMonitor.Bluetooth.Tests.Support.BlueZRig;

namespace HeartMonitor.Bluetooth.Tests.BlueZ;

/// <summary>Somebody else on the bus who speaks in BlueZ's name; on our bus and on a real daemon.</summary>
public sealed class ForgeryTests
{
    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task No_forged_heart_rate_arrives(BusKind kind)
    {
        await using var rig = await StartAsync(await Buses.StartAsync(kind));
        var strap = rig.BlueZ.AddStrap(Address);
        var heartRate = await rig.ListenAsync();
        await using var forger = await SignalForger.ConnectAsync(rig.Bus.Address, Cancellation);
        for (byte number = 0; number < 50; number++)
        {
            await forger.ForgeValueAsync(heartRate, [0x06, 200]);
            await forger.ForgeValueAsync(heartRate, [0x06, 201], rig.Client.UniqueName);
            strap.Notify([0x06, number]);
        }

        await Until.TrueAsync(() => rig.Client.RefusedMessages >= 50 && rig.Values(heartRate).Count >= 50, "the forgeries were refused and the values came");
        Assert.Equal(Enumerable.Range(0, 50), rig.Values(heartRate).Select(value => (int)value.AsBytes()[1]));
    }
}
