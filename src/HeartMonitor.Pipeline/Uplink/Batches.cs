using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Uplink;

/// <summary>Packets in messages: in order, of one start each, none too large.</summary>
internal static class Batches
{
    /// <summary>Names, quotes, commas and two numbers of 16 digits of one item in JSON.</summary>
    private const int BytesBeside = 66;

    internal static IEnumerable<List<QueuedPacket>> Of(IEnumerable<QueuedPacket> packets, OutboxLimits limits)
    {
        var batch = new List<QueuedPacket>();
        var bytes = 0;
        foreach (var packet in packets)
        {
            var size = BytesBeside + packet.Device.Length + (2 * packet.Packet.Length);
            if (batch.Count > 0 && (bytes + size > limits.BatchBytes || packet.Boot != batch[0].Boot))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(packet);
            bytes += size;
        }

        if (batch.Count > 0) yield return batch;
    }
}
