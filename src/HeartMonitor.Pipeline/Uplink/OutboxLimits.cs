namespace HeartMonitor.Pipeline.Uplink;

/// <summary>How much a gateway keeps and how fast it sends. Times are of the gateway's clock.</summary>
public sealed record OutboxLimits
{
    /// <summary>Packets are gathered this long. Ours: well under the 2 s within which the service counts a packet as now.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Most bytes of the queue, counted as <see cref="Core.Ports.IPacketBuffer.Bytes"/>; the oldest packets beyond it are dropped.</summary>
    public long MostBytes { get; init; } = 64L << 20;

    /// <summary>A packet heard longer ago is dropped. A day: older ones the service cannot place in time.</summary>
    public TimeSpan LongestKept { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Packets of the backlog in one second, all straps together.</summary>
    public int BacklogPerSecond { get; init; } = 400;

    /// <summary>The same for one strap: twenty times as fast as they were heard, and two gateways together stay below the 50 that a service takes.</summary>
    public int BacklogPerStrapPerSecond { get; init; } = 20;

    /// <summary>Batches of fresh packets without an answer; beyond it they wait in the queue.</summary>
    public int MostLiveUnderWay { get; init; } = 16;

    /// <summary>Batches of the backlog without an answer: few, so that a fresh packet never stands behind many.</summary>
    public int MostBacklogUnderWay { get; init; } = 4;

    /// <summary>Bytes of one message's items: under the 16 KiB of contracts 6, with room for the rest of the packet.</summary>
    public int BatchBytes { get; init; } = 15_000;

    /// <summary>With nothing to send, the gateway says that it lives; the service loses its straps after 6 s.</summary>
    public TimeSpan SignOfLifeEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After a batch that was not acknowledged the backlog waits this long.</summary>
    public TimeSpan PauseAfterRefusal { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Packets held in memory while the disk takes none.</summary>
    public int MostInMemory { get; init; } = 5_000;
}
