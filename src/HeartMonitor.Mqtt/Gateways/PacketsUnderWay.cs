using HeartMonitor.Core.Ports;

namespace HeartMonitor.Mqtt.Gateways;

/// <summary>Counts down the packets of one message; the worst fate of any is the message's.</summary>
internal sealed class PacketsUnderWay(int packets, GatewayLane lane, Action<PacketFate>? done)
{
    private int _left = packets;
    private int _worst;

    internal void Settle(PacketFate fate)
    {
        for (var worst = Volatile.Read(ref _worst); (int)fate > worst; worst = Volatile.Read(ref _worst))
            if (Interlocked.CompareExchange(ref _worst, (int)fate, worst) == worst) break;
        lane.Leave(1);
        if (Interlocked.Decrement(ref _left) == 0) done?.Invoke((PacketFate)Volatile.Read(ref _worst));
    }
}
