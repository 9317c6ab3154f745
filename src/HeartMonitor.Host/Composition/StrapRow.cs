using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Host.Composition;

/// <summary>How one strap fares, as <c>GET /api/v1/straps</c> shows it. Holds no address and no name.</summary>
public sealed record StrapRow
{
    /// <summary>Silence of this length between two packets is a gap (domain-facts 5.1: late at 3 s).</summary>
    internal static readonly TimeSpan Gap = TimeSpan.FromSeconds(3);

    /// <summary>Strap id.</summary>
    public required string Device { get; init; }

    /// <summary>Which source hears it.</summary>
    public required string Source { get; init; }

    /// <summary>The session that wears it now, or null.</summary>
    public string? Session { get; init; }

    /// <summary>False for a strap in range that the people file does not name.</summary>
    public bool Bound { get; init; }

    public required LinkState Link { get; init; }

    /// <summary>Age of the last packet in ms; null before the first.</summary>
    public long? LastPacketMs { get; init; }

    /// <summary>Packets a second over the last minute.</summary>
    public double RateHz { get; init; }

    /// <summary>Gaps of 3 s and more since the start, and of the last minute.</summary>
    public long Gaps { get; init; }

    public int GapsOfMinute { get; init; }

    /// <summary>Percent; null when not known.</summary>
    public int? Battery { get; init; }

    /// <summary>Last advertisement, dBm; null when none was heard.</summary>
    public int? Rssi { get; init; }

    /// <summary>Attempts to connect since the link was lost or first wanted.</summary>
    public int Retries { get; init; }

    /// <summary>Links that were lost since the start.</summary>
    public long Losses { get; init; }

    /// <summary>Values that could be no packet and were thrown away.</summary>
    public long Refused { get; init; }

    public BodySensorLocation Location { get; init; }

    /// <summary>Radio that holds or heard it, such as <c>hci0</c>.</summary>
    public string? Adapter { get; init; }

    /// <summary>What went wrong last, in plain words; null when nothing did since the last value.</summary>
    public string? LastError { get; init; }

    /// <summary>The same for MQTT.</summary>
    internal DeviceData ToMessage() => new()
    {
        Link = Link,
        Bound = Bound,
        Battery = Battery,
        Rssi = Rssi,
        GapsOfMinute = GapsOfMinute,
        RateHz = RateHz,
        LastSeenMs = LastPacketMs,
        Retries = Retries,
        Losses = Losses,
        LastError = LastError,
    };
}
