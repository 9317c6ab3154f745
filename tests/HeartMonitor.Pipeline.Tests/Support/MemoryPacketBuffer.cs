using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>A queue in memory, held to the contract of the one on disk; its disk may be full.</summary>
public sealed class MemoryPacketBuffer : IPacketBuffer
{
    private readonly SortedDictionary<long, QueuedPacket> _packets = [];

    public bool IsFull { get; set; }

    public long Count => _packets.Count;

    public long Bytes => _packets.Values.Sum(p => p.Packet.Length + (long)IPacketBuffer.BytesBeside);

    public long LastSeq { get; private set; }

    public long? OldestUs => _packets.Count == 0 ? null : _packets.First().Value.MonoUs;

    public string? Fault { get; private set; }

    public IEnumerable<QueuedPacket> Held => _packets.Values;

    public bool TryWrite(IReadOnlyList<QueuedPacket> added, IReadOnlyCollection<long> removed, QueueAnchor anchor)
    {
        Fault = IsFull ? "the disk is full" : null;
        if (IsFull) return false;
        foreach (var packet in added) _packets[packet.Seq] = packet;
        foreach (var seq in removed) _packets.Remove(seq);
        LastSeq = added.Select(p => p.Seq).Append(LastSeq).Max();
        return true;
    }

    public IReadOnlyList<QueuedPacket> Read(long after, int most) => [.. _packets.Values.Where(p => p.Seq > after).Take(most)];

    public int Drop(long mostBytes, long oldestUs)
    {
        var before = _packets.Count;
        while (_packets.Count > 0 && (Bytes > mostBytes || OldestUs < oldestUs)) _packets.Remove(_packets.First().Key);
        return before - _packets.Count;
    }
}
