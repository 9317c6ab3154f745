namespace HeartMonitor.Simulator.BlueZ;

/// <summary>How long things take on this radio. The defaults are those of a quiet room (ours) where no source is named.</summary>
public sealed record BlueZTimings
{
    /// <summary>From the start of discovery, or of advertising, until a strap is seen. A strap advertises about ten times a second at first.</summary>
    public TimeSpan DiscoveryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Between two RSSI updates of a strap while discovery runs.</summary>
    public TimeSpan RssiInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A device that nobody paired is forgotten so long after it was last seen: 30 s (TemporaryTimeout of BlueZ's main.conf).</summary>
    public TimeSpan TemporaryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From Connect to the link, of a strap on air.</summary>
    public TimeSpan ConnectDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The kernel gives a connection up after 20 s (HCI_LE_CONN_TIMEOUT of Linux).</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From the link until all services are known.</summary>
    public TimeSpan ResolveDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The same radio beside a service whose clock runs so many times faster than life.</summary>
    public BlueZTimings At(double speed) => new()
    {
        DiscoveryDelay = DiscoveryDelay / speed,
        RssiInterval = RssiInterval / speed,
        TemporaryTimeout = TemporaryTimeout / speed,
        ConnectDelay = ConnectDelay / speed,
        ConnectTimeout = ConnectTimeout / speed,
        ResolveDelay = ResolveDelay / speed,
    };

    /// <summary>Nothing takes time: for tests on a virtual clock that does not move by itself.</summary>
    public static BlueZTimings None { get; } = new() { DiscoveryDelay = TimeSpan.Zero, ConnectDelay = TimeSpan.Zero, ResolveDelay = TimeSpan.Zero };
}
