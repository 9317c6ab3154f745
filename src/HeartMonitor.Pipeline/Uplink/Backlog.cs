using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Uplink;

/// <summary>
/// The part of the queue that an outage left behind, read from its oldest packet on and handed out at a bounded rate. It stops at the first packet of
/// a strap that has had its share, so each strap's order is kept.
/// </summary>
internal sealed class Backlog(IPacketBuffer queue, OutboxLimits limits)
{
    private readonly double _flushesPerSecond = Math.Max(1, 1 / limits.Gather.TotalSeconds);
    private readonly Dictionary<string, int> _perStrap = new(StringComparer.Ordinal);
    private long _after;
    private long _pausedUntilUs = long.MinValue;

    /// <summary>What lies behind <paramref name="after"/> and is not under way is to be sent (again).</summary>
    internal void Rewind(long after) => _after = Math.Min(_after, after);

    internal void Pause(long after, long nowUs)
    {
        Rewind(after);
        _pausedUntilUs = nowUs + (long)limits.PauseAfterRefusal.TotalMicroseconds;
    }

    /// <summary>The next batches, at most <paramref name="most"/>.</summary>
    internal List<List<QueuedPacket>> Next(HashSet<long> inFlight, HashSet<long> done, int most, long nowUs)
    {
        if (most <= 0 || nowUs < _pausedUntilUs) return [];
        List<List<QueuedPacket>> batches = [.. Batches.Of(Due(inFlight, done), limits).Take(most)];
        foreach (var batch in batches) _after = Math.Max(_after, batch[^1].Seq);
        return batches;
    }

    private List<QueuedPacket> Due(HashSet<long> inFlight, HashSet<long> done)
    {
        var room = (int)Math.Ceiling(limits.BacklogPerSecond / _flushesPerSecond);
        var share = (int)Math.Ceiling(limits.BacklogPerStrapPerSecond / _flushesPerSecond);
        var due = new List<QueuedPacket>();
        _perStrap.Clear();
        foreach (var packet in queue.Read(_after, room))
        {
            if (inFlight.Contains(packet.Seq) || done.Contains(packet.Seq))
            {
                if (due.Count == 0) _after = packet.Seq;
                continue;
            }

            var had = _perStrap.GetValueOrDefault(packet.Device);
            if (had >= share) break;
            _perStrap[packet.Device] = had + 1;
            due.Add(packet);
        }

        return due;
    }
}
