using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>What the source makes of straps that send more than one packet a second, or under another address.</summary>
public sealed class FaultySourceTests
{
    [Fact]
    public void A_burst_comes_in_one_instant_and_in_order()
    {
        var packets = Run(new DelayedBurst(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10))).Where(e => e.Kind == SourceEventKind.Packet).ToArray();

        Assert.Equal(10, packets.Count(e => e.At == CountingScheduler.Morning.AddSeconds(20)));
        Assert.Equal(packets.Select(e => e.At).Order(), packets.Select(e => e.At));
        Assert.Equal(
            Run().Where(e => e.Kind == SourceEventKind.Packet).Select(e => Convert.ToHexString(e.Packet.Span)),
            packets.Select(e => Convert.ToHexString(e.Packet.Span)));
    }

    [Fact]
    public void Another_address_is_another_strap()
    {
        var events = Run(new AddressChange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(8), "after"));

        Assert.Equal(
            [(SourceEventKind.Connected, "before"), (SourceEventKind.Lost, "before"), (SourceEventKind.Connected, "after")],
            events.Where(e => e.Kind != SourceEventKind.Packet).Select(e => (e.Kind, e.Device)));
        Assert.All(events.Where(e => e.At > CountingScheduler.Morning.AddSeconds(18)), e => Assert.Equal("after", e.Device));
    }

    [Fact]
    public void Stamps_are_those_of_the_arrival_whatever_a_clock_does() =>
        Assert.Equal(Run().Select(e => e.At), Run(new ClockJump(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(-5))).Select(e => e.At));

    [Fact]
    public void A_battery_is_told_when_it_is_another_level_and_with_it_where_the_strap_is()
    {
        var model = StrapModels.Find("polar-h9")!;
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());
        var source = new SimulatedHeartRateSource(
            () => [new(new HeartModel(Presets.Unmedicated, new(1)), new("s", model, new(new(2)), [new BatteryDrain(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100))], new(3)), _ => new(3))],
            scheduler);
        using (source.Events.Subscribe(seen)) scheduler.AdvanceBy(TimeSpan.FromSeconds(60));
        var told = seen.Events.Where(e => e.Kind == SourceEventKind.Status).Select(e => e.Status!).ToArray();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (int?)(100 - i)), told.Select(status => status.Battery.Percent));
        Assert.All(told, status => Assert.Equal((LinkState.Up, BodySensorLocation.Chest), (status.Link, status.Location)));
    }

    private static List<SourceEvent> Run(params StrapFault[] faults)
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());
        var source = new SimulatedHeartRateSource(
            () => [new(new HeartModel(Presets.Unmedicated, new(1)), new("before", StrapProfile.ChestWithContact, new(new(2)), faults, new(3)), _ => new(3))],
            scheduler);
        using (source.Events.Subscribe(seen)) scheduler.AdvanceBy(TimeSpan.FromSeconds(60));
        return seen.Events;
    }
}
