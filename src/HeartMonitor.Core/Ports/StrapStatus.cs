using System.Text.Json.Serialization;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Ports;

/// <summary>How the link to a strap stands; words of <c>hrm.device</c> (ecosystem-reliability 1a).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<LinkState>))]
public enum LinkState
{
    /// <summary>Not heard: out of range, switched off or worn by nobody. The default.</summary>
    Searching,

    /// <summary>Heard, or lost a moment ago, and not connected.</summary>
    Down,

    /// <summary>Connected, and its values are asked for.</summary>
    Up,
}

/// <summary>What a source knows about one strap beside its packets. Holds no address.</summary>
/// <param name="Link">How the link stands.</param>
public sealed record StrapStatus(LinkState Link)
{
    /// <summary>False for a strap that nobody is bound to: it is told and never connected.</summary>
    public bool IsBound { get; init; } = true;

    /// <summary>Charge, as the strap told it last.</summary>
    public BatteryLevel Battery { get; init; }

    /// <summary>Where the strap says that it is worn.</summary>
    public BodySensorLocation Location { get; init; }

    /// <summary>Strength of the last advertisement that was heard, dBm, -127 to 20; null when none was.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>Attempts to connect since the link was last lost or first wanted, the one that succeeded included.</summary>
    public int Retries { get; init; }

    /// <summary>Times that a link was lost which had been up.</summary>
    public int Losses { get; init; }

    /// <summary>Values that could not be a packet at all and were thrown away.</summary>
    public long Refused { get; init; }

    /// <summary>What went wrong last, one plain clause; null when nothing did since the last value.</summary>
    public string? LastError { get; init; }

    /// <summary>As advertised; it may hold a person's name: the register keeps product and number of it (<see cref="Signal.StrapLabel"/>), nobody else anything.</summary>
    public string? Name { get; init; }

    /// <summary>Serial number (characteristic 0x2A25); null when it was not read.</summary>
    public string? Serial { get; init; }

    /// <summary>Firmware revision (characteristic 0x2A26); null when it was not read.</summary>
    public string? Firmware { get; init; }

    /// <summary>For logs and failures of tests: without <see cref="Name"/>, <see cref="Serial"/> and <see cref="Firmware"/>.</summary>
    public override string ToString() =>
        $"{Link}, bound {IsBound}, battery {Battery}, {Location}, {RssiDbm} dBm, retries {Retries}, losses {Losses}, refused {Refused}, {Adapter}: {LastError}";

    /// <summary>Radio that holds the link or heard it last, such as <c>hci0</c>.</summary>
    public string? Adapter { get; init; }
}
