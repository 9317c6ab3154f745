using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>
/// Wears a simulated strap: once a second it sends what a virtual wearer's strap says, or the next packet of a recording. A lost link of the
/// wearer's is a strap off air. Disposing it takes the strap off nobody; it just falls silent.
/// </summary>
public sealed class StrapPlayer : IAsyncDisposable
{
    private readonly ITimer _timer;

    private StrapPlayer(TimeProvider time, double speed, Action tick)
    {
        var period = TimeSpan.FromSeconds(1) / speed;
        _timer = time.CreateTimer(_ => tick(), null, period, period);
    }

    /// <summary>A virtual wearer, with his faults.</summary>
    public static StrapPlayer Wear(SimulatedStrap strap, VirtualWearer wearer, TimeProvider? time = null, double speed = 1)
    {
        var gate = new Lock();
        return new(time ?? TimeProvider.System, speed, Tick);

        void Tick()
        {
            lock (gate) Say(strap, wearer.Tick());
        }
    }

    /// <summary>Packets of 0x2A37, one a second, and then silence.</summary>
    public static StrapPlayer Play(SimulatedStrap strap, IEnumerable<byte[]> packets, TimeProvider? time = null, double speed = 1)
    {
        var gate = new Lock();
        var left = new Queue<byte[]>(packets);
        return new(time ?? TimeProvider.System, speed, Tick);

        void Tick()
        {
            lock (gate)
                if (left.TryDequeue(out var packet)) strap.Notify(packet);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static void Say(SimulatedStrap strap, StrapSecond second)
    {
        if (second.Link == StrapLink.Lost) strap.IsOnAir = false;
        if (second.Link == StrapLink.Returned) strap.IsOnAir = true;
        if (second.BatteryPercent is { } percent && strap.BatteryPercent != percent) strap.BatteryPercent = (byte)percent;
        foreach (var packet in second.Packets) strap.Notify(packet);
    }
}
