using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.BlueZ;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;
using static HeartMonitor.Bluetooth.Tests.Support.BlueZRig;

namespace HeartMonitor.Bluetooth.Tests.BlueZ;

/// <summary>Packets of a recording, and of the simulator's people, through BlueZ.</summary>
public sealed class StrapPlayerTests
{
    [Fact]
    public async Task A_recording_plays_one_packet_a_second_and_then_falls_silent()
    {
        var time = new ManualTime();
        await using var rig = await StartAsync(time: time);
        var strap = rig.BlueZ.AddStrap(Address);
        var heartRate = await rig.ListenAsync();
        await using var player = StrapPlayer.Play(strap, [[0x06, 70], [0x06, 71], [0x06, 72]], time);
        time.Advance(TimeSpan.FromSeconds(2));
        await Until.TrueAsync(() => rig.Values(heartRate).Count == 2, "two came");
        time.Advance(TimeSpan.FromSeconds(10));
        await Until.TrueAsync(() => rig.Values(heartRate).Count == 3, "all came");
        Assert.Equal([70, 71, 72], rig.Values(heartRate).Select(value => value.AsBytes()[1]));
    }

    [Fact]
    public async Task A_virtual_wearer_sends_what_his_strap_says_and_goes_off_air_with_it()
    {
        var time = new ManualTime();
        await using var rig = await StartAsync(time: time);
        var strap = rig.BlueZ.AddStrap(Address);
        var heartRate = await rig.ListenAsync();
        await using var player = StrapPlayer.Wear(strap, Wearer(), time);
        time.Advance(TimeSpan.FromSeconds(10));
        await Until.TrueAsync(() => rig.Values(heartRate).Count == 10, "ten came");
        var expected = Wearer();
        Assert.Equal(Enumerable.Range(0, 10).Select(_ => expected.Tick().Packet!), rig.Values(heartRate).Select(value => value.AsBytes()));

        time.Advance(TimeSpan.FromSeconds(8)); // silent from the tenth second on, lost six seconds later
        Assert.False(strap.IsConnected);
        Assert.False(strap.IsOnAir);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(strap.IsOnAir);
        await rig.DeviceAsync("Connect");
        Assert.True(strap.IsConnected);
    }

    private static VirtualWearer Wearer()
    {
        var strap = new VirtualStrap(
            Address, StrapProfile.ChestWithContact, new BeatSeries(SeededNoise.For(1, 1), isBlunted: false),
            [new Dropout(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20))], SeededNoise.For(1, 2));
        return new(new HeartModel(Presets.Unmedicated, SeededNoise.For(1, 3)), strap, _ => new(3));
    }
}
