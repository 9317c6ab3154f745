using System.Text.Json.Serialization;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Core.Messages;

/// <summary>Data of <c>hrm.device</c> (ecosystem-reliability 1a): how a strap fares. Holds no address and no name.</summary>
public sealed record DeviceData
{
    public required LinkState Link { get; init; }

    /// <summary>False for a strap in range that nobody is bound to.</summary>
    public bool Bound { get; init; } = true;

    /// <summary>Percent; null when not known.</summary>
    public int? Battery { get; init; }

    /// <summary>Strength of the last advertisement, dBm; null when none was heard.</summary>
    public int? Rssi { get; init; }

    /// <summary>Silences of 3 s and more in the last minute.</summary>
    [JsonPropertyName("gaps_1m")]
    public int GapsOfMinute { get; init; }

    /// <summary>Packets a second over the last minute.</summary>
    public double RateHz { get; init; }

    /// <summary>Age of the last packet in ms; null before the first.</summary>
    public long? LastSeenMs { get; init; }

    /// <summary>Attempts to connect since the link was lost or first wanted.</summary>
    public int Retries { get; init; }

    /// <summary>Links that were lost since the start of the service.</summary>
    public long Losses { get; init; }

    /// <summary>What went wrong last, in plain words; null when nothing did since the last value.</summary>
    public string? LastError { get; init; }
}
