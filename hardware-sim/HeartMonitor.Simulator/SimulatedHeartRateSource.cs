using System.Reactive.Concurrency;
using System.Reactive.Linq;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator;

/// <summary>
/// Any number of virtual straps on one shared timer: all are connected at once, then each says its packets every second, in the order given.
/// Stamps are those of the arrival, whatever a strap's fault says about clocks. Never completes.
/// </summary>
/// <remarks>Each subscription begins anew at second 0 with fresh wearers, so the same seed gives the same bytes.</remarks>
/// <param name="wearers">Makes the people of one run, each on a strap of its own.</param>
/// <param name="scheduler">Waits.</param>
/// <param name="time">Stamps; null for the scheduler's own clock.</param>
/// <param name="speed">Simulated seconds per second, above 0; 1 is life.</param>
/// <param name="swaps">Who wears whose strap for a time; null for nobody.</param>
/// <param name="onTick">Told of every tick, after its packets; for what goes on beside the straps. Null for nothing.</param>
public sealed class SimulatedHeartRateSource(
    Func<IReadOnlyList<VirtualWearer>> wearers,
    IScheduler scheduler,
    TimeProvider? time = null,
    double speed = 1,
    Action<SecondTick>? onTick = null,
    IReadOnlyList<SwapPair>? swaps = null) : IHeartRateSource
{
    private readonly double _speed = double.IsFinite(speed) && speed > 0
        ? speed
        : throw new ArgumentOutOfRangeException(nameof(speed), speed, "Value should be above 0");

    public string Name => "simulator";

    public IObservable<SourceEvent> Events => Observable.Defer(() =>
    {
        var straps = new StrapBank(wearers(), swaps ?? []);
        var ticks = SecondTimer.Start(scheduler, time, _speed);
        return ticks.SelectMany(tick => Live(straps, tick));
    });

    private IEnumerable<SourceEvent> Live(StrapBank straps, SecondTick tick)
    {
        if (tick.Second == 0)
        {
            foreach (var wearer in straps.Wearers) yield return new(SourceEventKind.Connected, wearer.Device, tick.At);
        }
        else
        {
            foreach (var (wearer, second) in straps.Tick())
                foreach (var told in Tell(wearer, second, tick)) yield return told;
        }

        onTick?.Invoke(tick);
    }

    private static IEnumerable<SourceEvent> Tell(VirtualWearer wearer, StrapSecond second, SecondTick tick)
    {
        if (second.Link == StrapLink.Lost) yield return new(SourceEventKind.Lost, wearer.Device, tick.At, Detail: "supervision timeout");
        if (second.Link == StrapLink.Returned) yield return new(SourceEventKind.Connected, wearer.Device, tick.At);
        if (second.Packets.Count > 0 && wearer.NewBattery(second.BatteryPercent) is { } battery)
        {
            var status = new StrapStatus(LinkState.Up) { Battery = BatteryLevel.FromPercent(battery), Location = wearer.Strap.Model.Location ?? BodySensorLocation.Unknown };
            yield return new(SourceEventKind.Status, wearer.Device, tick.At, Status: status);
        }

        foreach (var packet in second.Packets) yield return new(SourceEventKind.Packet, wearer.Device, tick.At, packet);
    }
}
