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
/// <param name="Link">Change of the link, told before the packets.</param>
/// <param name="Packets">Packets of characteristic 0x2A37 in order, all at the end of the second; none for silence.</param>
/// <param name="Truth">What is wrong with it.</param>
/// <param name="HeartBpm">What the heart did, mean of the last five seconds, whatever was sent.</param>
public readonly record struct StrapSecond(StrapLink Link, IReadOnlyList<byte[]> Packets, SecondTruth Truth, double HeartBpm)
{
    /// <summary>The newest packet; null for silence.</summary>
    public byte[]? Packet => Packets.Count == 0 ? null : Packets[^1];

    /// <summary>How far the clock that stamps these packets is off; zero for a clock that is right. A source that stamps at arrival has its own.</summary>
    public TimeSpan StampOffset { get; init; }

    /// <summary>Battery level of characteristic 0x2A19, percent; null when it is not told.</summary>
    public int? BatteryPercent { get; init; }
}
