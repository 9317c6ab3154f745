namespace HeartMonitor.Core.Ports;

/// <summary>A packet that a gateway has taken and that its site has not acknowledged.</summary>
/// <param name="Seq">Its place in the queue, growing over all starts of the gateway.</param>
/// <param name="Boot">The start of the gateway that heard it; numbers count within it.</param>
/// <param name="Device">The strap as topics name it.</param>
/// <param name="Number">Counts the strap's packets since that start, from 0.</param>
/// <param name="MonoUs">When it was heard, microseconds of the gateway's clock, which goes on over its starts (<see cref="QueueAnchor"/>).</param>
/// <param name="Packet">The bytes of characteristic 0x2A37, unread.</param>
public sealed record QueuedPacket(long Seq, string Boot, string Device, long Number, long MonoUs, ReadOnlyMemory<byte> Packet);

/// <summary>
/// The gateway's packets until its site has them. Contract (<c>PacketBufferContract</c> in the tests): what <see cref="TryWrite"/> said yes to survives
/// the end of the process; nothing leaves but what is removed or dropped. World faults (a full disk) are answers. One thread at a time.
/// </summary>
public interface IPacketBuffer
{
    /// <summary>Packets held.</summary>
    long Count { get; }

    /// <summary>Bytes that they stand for: those of each packet and <see cref="BytesBeside"/>.</summary>
    long Bytes { get; }

    /// <summary>Place of the newest packet ever added; 0 for none.</summary>
    long LastSeq { get; }

    /// <summary>When the oldest packet was heard, microseconds of the gateway's clock; null when there is none.</summary>
    long? OldestUs { get; }

    /// <summary>Why the last call did not do what it was asked, one plain sentence; null when it did.</summary>
    string? Fault { get; }

    /// <summary>Adds and removes in one step, and notes how the clocks stand. False: nothing is certain, do it again with the same packets.</summary>
    bool TryWrite(IReadOnlyList<QueuedPacket> added, IReadOnlyCollection<long> removed, QueueAnchor anchor);

    /// <summary>At most <paramref name="most"/> packets behind <paramref name="after"/>, oldest first; none when the disk does not answer.</summary>
    IReadOnlyList<QueuedPacket> Read(long after, int most);

    /// <summary>Throws away the oldest until at most <paramref name="mostBytes"/> are left and none was heard before <paramref name="oldestUs"/>; how many.</summary>
    int Drop(long mostBytes, long oldestUs);

    /// <summary>What a packet takes beside its own bytes: row, index, its share of the log. Ours, measured on SQLite: 60 to 70.</summary>
    const int BytesBeside = 72;
}

/// <summary>
/// How a gateway's clock stood when it last wrote, so that it goes on after a restart: by the machine's own clock while the machine was not started
/// anew, else by the date where that went forward.
/// </summary>
/// <param name="MonoUs">The gateway's clock, microseconds.</param>
/// <param name="Machine">The start of the machine; empty where the system does not tell it.</param>
/// <param name="MachineUs">The machine's clock since that start, microseconds.</param>
/// <param name="WallUs">Its date, microseconds of Unix time; may be wrong.</param>
public readonly record struct QueueAnchor(long MonoUs, string Machine, long MachineUs, long WallUs)
{
    /// <summary>Longer than this nothing is kept anyway.</summary>
    private const long MostGapUs = 30L * 24 * 3_600 * 1_000_000;

    /// <summary>
    /// Where the clock goes on. After a start of the machine with a date that stood still or went back, the time that it was off is not known and
    /// counts as a second: what was queued before then looks that much younger than it is.
    /// </summary>
    public long GoesOnAt(in QueueAnchor now, double speed)
    {
        var isSame = Machine == now.Machine && now.MachineUs >= MachineUs;
        var gap = isSame ? now.MachineUs - MachineUs : now.WallUs - WallUs;
        return MonoUs + (gap is >= 0 and <= MostGapUs ? (long)(gap * speed) : 1_000_000);
    }
}

/// <summary>Packets on their way, all of one start of the gateway.</summary>
/// <param name="Id">Counts the batches since the start.</param>
/// <param name="Boot">The start that heard them.</param>
/// <param name="SentUs">When it leaves, by the gateway's clock.</param>
/// <param name="Items">In the order they were heard; none only says that the gateway lives.</param>
public sealed record GatewayBatch(long Id, string Boot, long SentUs, IReadOnlyList<QueuedPacket> Items);

/// <summary>What became of a batch.</summary>
public enum BatchFate
{
    /// <summary>Not acknowledged: send it again. The default.</summary>
    Keep,

    /// <summary>The site has it.</summary>
    Stored,

    /// <summary>The site will never take it.</summary>
    Refused,
}
