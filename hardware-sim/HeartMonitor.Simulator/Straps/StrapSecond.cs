namespace HeartMonitor.Simulator.Straps;

/// <summary>What happened to the link in a second.</summary>
public enum StrapLink
{
    Unchanged,

    /// <summary>The supervision timeout ran out.</summary>
    Lost,

    /// <summary>It is back after having been lost.</summary>
    Returned,
}

/// <summary>What came from a strap in one second.</summary>
/// <param name="Link">Change of the link, told before the packet.</param>
/// <param name="Packet">A packet of characteristic 0x2A37, or null for silence.</param>
public readonly record struct StrapSecond(StrapLink Link, byte[]? Packet);
