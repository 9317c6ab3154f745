namespace HeartMonitor.Core.Ports;

/// <summary>What a source has to say.</summary>
public enum SourceEventKind
{
    /// <summary>A heart-rate measurement packet came. The default.</summary>
    Packet,

    /// <summary>The link to the strap is up.</summary>
    Connected,

    /// <summary>The link to the strap was lost; <see cref="SourceEvent.Detail"/> says how.</summary>
    Lost,

    /// <summary>What else the source knows about the strap: <see cref="SourceEvent.Status"/>. Says nothing about the link's being up or lost;
    /// comes at any time, on a change or every half minute.</summary>
    Status,

    /// <summary>A packet of the strap as another receiver heard it: compared with the one that counts, and neither stored nor judged.</summary>
    Overheard,
}

/// <summary>What became of a packet, for a sender that must hear it (QoS 1).</summary>
public enum PacketFate
{
    /// <summary>It is in the journal, or there was nothing to store: nobody wears the strap, or another gateway had brought it. The default.</summary>
    Done,

    /// <summary>It was turned away for good: sending it again helps nobody.</summary>
    Refused,

    /// <summary>It is not stored: send it again.</summary>
    NotStored,
}

/// <summary>One thing that a source saw: bytes as they came, from which strap, when they arrived.</summary>
/// <param name="Kind">Packet, or a change of the link.</param>
/// <param name="Device">Strap id as in the people file; never a person's name.</param>
/// <param name="At">Arrival, by the clock of the source, UTC.</param>
/// <param name="Packet">The bytes of characteristic 0x2A37, unread; empty when <paramref name="Kind"/> is not a packet. Owned by the
/// receiver: the source does not write to this memory again.</param>
/// <param name="IsLate">Measured before something that came earlier: stored and labelled, never judged (decisions 41).</param>
/// <param name="Detail">Why a link was lost, for the log; holds no address and no name.</param>
/// <param name="Status">Not null when <paramref name="Kind"/> is <see cref="SourceEventKind.Status"/>, and only then.</param>
public readonly record struct SourceEvent(
    SourceEventKind Kind,
    string Device,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Packet = default,
    string? Detail = null,
    bool IsLate = false,
    StrapStatus? Status = null)
{
    /// <summary>When a late packet was measured, as well as the source knows; the default where it does not. Never after <see cref="At"/>.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>
    /// Told once what became of a packet, by whoever ends its journey; null when nobody waits. May be called on any thread: hand over and return.
    /// </summary>
    public Action<PacketFate>? Settled { get; init; }

    /// <summary>The receiver that heard it, such as a gateway; null means that the source has one only, and goes by its name.</summary>
    public string? Via { get; init; }
}
