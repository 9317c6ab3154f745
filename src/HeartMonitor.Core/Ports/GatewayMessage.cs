namespace HeartMonitor.Core.Ports;

/// <summary>One packet in a gateway's message.</summary>
/// <param name="Device">The strap as topics name it, <c>[a-z0-9_-]{1,40}</c>.</param>
/// <param name="Packet">The bytes of characteristic 0x2A37, unread, 1 to 512; not written to again.</param>
/// <param name="Number">Counts the strap's packets at this gateway since its boot; null when the gateway does not count.</param>
/// <param name="MonoUs">When the gateway heard it, microseconds of its own monotonic clock; null when it does not say, and then it is now.</param>
public readonly record struct GatewayItem(string Device, ReadOnlyMemory<byte> Packet, long? Number = null, long? MonoUs = null);

/// <summary>
/// What a gateway heard of its straps, in one message. <paramref name="Settled"/> is told once for every item; no item at all says only that the
/// gateway lives.
/// </summary>
/// <param name="Gateway">Who speaks: the principal of the topic.</param>
/// <param name="Items">Packets as they stood in the message.</param>
/// <param name="Settled">What became of an item; null when nobody waits. Any thread.</param>
public sealed record GatewayMessage(string Gateway, IReadOnlyList<GatewayItem> Items, Action<PacketFate>? Settled = null)
{
    /// <summary>Drawn anew at every start of the gateway: its clock and its counters begin again. Null when it does not say.</summary>
    public string? Boot { get; init; }

    /// <summary>When the message was sent, microseconds of the gateway's clock; tells a message that waited. Null: as old as its newest item.</summary>
    public long? SentUs { get; init; }

    /// <summary>The transport says that it may have come before.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The gateway has stopped or vanished, as it said itself or its will did. Without items.</summary>
    public bool IsGone { get; init; }

    /// <summary>How its straps are; null when the message is not about that.</summary>
    public IReadOnlyList<GatewayStrap>? Straps { get; init; }
}

/// <summary>Where gateways' messages come from.</summary>
public interface IGatewayFeed
{
    /// <summary>
    /// Hands every message to <paramref name="take"/>, from any thread, several at once, until disposed; after that returns, none comes. Without
    /// a subscriber messages are refused at the door.
    /// </summary>
    IDisposable Subscribe(Action<GatewayMessage> take);
}
