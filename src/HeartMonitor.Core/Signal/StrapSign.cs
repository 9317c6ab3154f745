using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Signal;

/// <summary>What speaks for another device behind a strap's id (ecosystem-reliability 2f). The gravest first: of several that one is told.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<StrapSign>))]
public enum StrapSign
{
    /// <summary>Two radios or gateways report different values for one strap at the same time.</summary>
    TwoValues,

    /// <summary>The serial number under a known address is another.</summary>
    SerialChanged,

    /// <summary>The firmware under a known address is another.</summary>
    FirmwareChanged,

    /// <summary>The energy expended fell while packets came without a gap: it only ever grows.</summary>
    EnergyFell,

    /// <summary>More packets a second than one strap sends.</summary>
    TooFast,
}
