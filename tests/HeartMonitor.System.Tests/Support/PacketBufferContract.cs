using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>What every queue of a gateway keeps to (<see cref="IPacketBuffer"/>).</summary>
public abstract class PacketBufferContract
{
    private static readonly QueueAnchor Anchor = new(1, "m", 2, 3);

    protected abstract IPacketBuffer Open();

    [Fact]
    public void What_is_added_is_read_in_order_byte_for_byte_and_gone_when_it_is_removed()
    {
        var queue = Open();
        var added = Packets(1, 50);
        Assert.True(queue.TryWrite(added, [], Anchor));

        AssertSame(added, queue.Read(0, 1_000));
        AssertSame(added[20..25], queue.Read(20, 5));
        Assert.Equal((50L, 50L, 1_000_000L), (queue.Count, queue.LastSeq, queue.OldestUs));

        Assert.True(queue.TryWrite([], [.. added.Take(30).Select(p => p.Seq)], Anchor));
        AssertSame(added[30..], queue.Read(0, 1_000));
        Assert.Equal((20L, 31_000_000L), (queue.Count, queue.OldestUs));
        Assert.Equal(added[30..].Sum(p => p.Packet.Length + (long)IPacketBuffer.BytesBeside), queue.Bytes);
    }

    [Fact]
    public void The_same_packets_again_are_there_once_and_removing_what_is_not_there_changes_nothing()
    {
        var queue = Open();
        var added = Packets(1, 10);
        Assert.True(queue.TryWrite(added, [], Anchor));
        Assert.True(queue.TryWrite(added, [99, 100], Anchor));

        AssertSame(added, queue.Read(0, 1_000));
    }

    [Fact]
    public void What_is_added_and_removed_at_once_is_not_there()
    {
        var queue = Open();
        Assert.True(queue.TryWrite(Packets(1, 3), [2], Anchor));
        Assert.Equal([1L, 3L], queue.Read(0, 10).Select(p => p.Seq));
    }

    [Fact]
    public void Dropping_takes_the_oldest_until_the_rest_fits_and_none_is_too_old()
    {
        var queue = Open();
        var added = Packets(1, 5_000);
        Assert.True(queue.TryWrite(added, [], Anchor));
        var fits = added[3_000..].Sum(p => p.Packet.Length + (long)IPacketBuffer.BytesBeside);

        Assert.Equal(3_000, queue.Drop(fits, 0));
        Assert.Equal(0, queue.Drop(fits, 0));
        Assert.Equal(500, queue.Drop(long.MaxValue, 3_501_000_000));
        AssertSame(added[3_500..], queue.Read(0, 10_000));
        Assert.Equal((1_500L, 3_501_000_000L, 5_000L), (queue.Count, queue.OldestUs, queue.LastSeq));
    }

    [Fact]
    public void An_emptied_queue_still_knows_its_newest_place()
    {
        var queue = Open();
        Assert.True(queue.TryWrite(Packets(1, 7), [], Anchor));
        Assert.True(queue.TryWrite([], [1, 2, 3, 4, 5, 6, 7], Anchor));

        Assert.Equal((0L, 0L, null, 7L), (queue.Count, queue.Bytes, queue.OldestUs, queue.LastSeq));
    }

    protected static IReadOnlyList<QueuedPacket> SomePackets(int from, int count) => Packets(from, count);

    private static List<QueuedPacket> Packets(int from, int count) =>
    [
        .. Enumerable.Range(from, count).Select(i => new QueuedPacket(
            i, i % 2 == 0 ? "b1" : "b2", $"s{i % 3}", i / 3, i * 1_000_000L, Enumerable.Range(0, 2 + (i % 7)).Select(k => (byte)((i * 31 + k) % 256)).ToArray())),
    ];

    protected static void AssertSame(IEnumerable<QueuedPacket> expected, IEnumerable<QueuedPacket> actual) => Assert.Equal(expected.Select(Text), actual.Select(Text));

    private static string Text(QueuedPacket p) => $"{p.Seq} {p.Boot} {p.Device} {p.Number} {p.MonoUs} {Convert.ToHexString(p.Packet.Span)}";
}
