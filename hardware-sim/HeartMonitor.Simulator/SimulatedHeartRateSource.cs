using System.Reactive.Concurrency;
using System.Reactive.Linq;
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
/// <param name="onTick">Told of every tick, after its packets; for what goes on beside the straps. Null for nothing.</param>
public sealed class SimulatedHeartRateSource(
    Func<IReadOnlyList<VirtualWearer>> wearers,
    IScheduler scheduler,
    TimeProvider? time = null,
    double speed = 1,
    Action<SecondTick>? onTick = null) : IHeartRateSource
{
    private readonly double _speed = double.IsFinite(speed) && speed > 0
        ? speed
        : throw new ArgumentOutOfRangeException(nameof(speed), speed, "Value should be above 0");

    public string Name => "simulator";

    public IObservable<SourceEvent> Events => Observable.Defer(() =>
    {
        var people = wearers();
        var ticks = SecondTimer.Start(scheduler, time, _speed);
        return ticks.SelectMany(tick => Live(people, tick));
    });

    private IEnumerable<SourceEvent> Live(IReadOnlyList<VirtualWearer> people, SecondTick tick)
    {
        foreach (var wearer in people)
        {
            if (tick.Second == 0)
            {
                yield return new(SourceEventKind.Connected, wearer.Device, tick.At);
                continue;
            }

            var second = wearer.Tick();
            if (second.Link == StrapLink.Lost) yield return new(SourceEventKind.Lost, wearer.Device, tick.At, Detail: "supervision timeout");
            if (second.Link == StrapLink.Returned) yield return new(SourceEventKind.Connected, wearer.Device, tick.At);
            foreach (var packet in second.Packets) yield return new(SourceEventKind.Packet, wearer.Device, tick.At, packet);
        }

        onTick?.Invoke(tick);
    }
}
