using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Pipeline.Uplink;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Uplink;

/// <summary>A whole gateway on virtual time: only its own straps, under their names in topics, and their status.</summary>
public sealed class GatewayForwarderTests : IDisposable
{
    private readonly HistoricalScheduler _clock = new(CountingScheduler.Morning);
    private readonly Subject<SourceEvent> _events = new();
    private readonly ScriptedLink _link = new();

    public void Dispose() => _events.Dispose();

    [Fact]
    public void Only_the_straps_it_is_told_to_take_are_forwarded_and_an_address_leaves_as_its_pseudonym()
    {
        using var running = Run(strap => strap == "AA:BB:CC:DD:EE:FF" ? "d_0123" : strap == "sim-01" ? strap : null);

        foreach (var strap in (string[])["sim-01", "AA:BB:CC:DD:EE:FF", "somebody-elses"]) _events.OnNext(Packet(strap));
        Wait(1);

        Assert.Equal(["sim-01", "d_0123"], _link.Packets.Select(p => p.Device));
        Assert.DoesNotContain(_link.Told[^1].Straps, s => s.Device.Contains(':', StringComparison.Ordinal) || s.Device == "somebody-elses");
    }

    [Fact]
    public void A_straps_link_battery_and_strength_are_told_at_once_when_they_change_and_else_every_half_minute()
    {
        using var running = Run(strap => strap);
        Wait(5);
        var before = _link.Told.Count;

        _events.OnNext(new(SourceEventKind.Connected, "s1", _clock.Now));
        Wait(1);
        _events.OnNext(new(SourceEventKind.Status, "s1", _clock.Now, Status: new(LinkState.Up) { Battery = BatteryLevel.FromPercent(40), RssiDbm = -67 }));
        Wait(1);
        Assert.Equal(new GatewayStrap("s1", LinkState.Up, 40, -67), _link.Told[^1].Straps.Single());
        _events.OnNext(new(SourceEventKind.Lost, "s1", _clock.Now));
        Wait(1);
        Assert.Equal((LinkState.Down, 1), (_link.Told[^1].Straps.Single().Link, _link.Told[^1].Straps.Single().Losses));
        Assert.Equal(3, _link.Told.Count - before);

        Wait(90);
        Assert.InRange(_link.Told.Count - before, 5, 6);
    }

    [Fact]
    public void A_packet_is_stamped_by_the_gateways_own_clock_when_it_came()
    {
        using var running = Run(strap => strap);
        Wait(3.2);
        _events.OnNext(Packet("s1"));
        Wait(2);

        Assert.Equal(3_200_000, _link.Packets.Single().MonoUs);
    }

    private IDisposable Run(Func<string, string?> nameOf)
    {
        var forwarder = new GatewayForwarder(_clock, () => new((long)(_clock.Now - CountingScheduler.Morning).TotalMicroseconds, "m", 0, 0), nameOf, _link);
        var running = forwarder.Run([new Source(_events)], new MemoryPacketBuffer(), new(), "b", error => Assert.Fail(error.Message));
        forwarder.Linked(true);
        return running;
    }

    private void Wait(double seconds) => _clock.AdvanceBy(TimeSpan.FromSeconds(seconds));

    private SourceEvent Packet(string strap) => new(SourceEventKind.Packet, strap, _clock.Now, new byte[] { 6, 80 });

    private sealed class Source(IObservable<SourceEvent> events) : IHeartRateSource
    {
        public string Name => "scripted";

        public IObservable<SourceEvent> Events => events;
    }

    private sealed class ScriptedLink : IGatewayLink
    {
        public List<QueuedPacket> Packets { get; } = [];

        public List<GatewayStatus> Told { get; } = [];

        public void Send(GatewayBatch batch, Action<BatchFate> settled)
        {
            Packets.AddRange(batch.Items);
            settled(BatchFate.Stored);
        }

        public void Tell(GatewayStatus status) => Told.Add(status);
    }
}
