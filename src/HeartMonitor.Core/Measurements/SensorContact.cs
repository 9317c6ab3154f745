namespace HeartMonitor.Core.Measurements;

/// <summary>What the strap says about touching skin (bits 2 and 1 of the flags, domain-facts 1.2).</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(KebabCaseEnumConverter<SensorContact>))]
public enum SensorContact
{
    /// <summary>The strap cannot tell. The default: unknown is a state of its own.</summary>
    NotSupported,

    /// <summary>The strap can tell, and it does not touch skin.</summary>
    NotDetected,

    /// <summary>The strap can tell, and it touches skin.</summary>
    Detected,
}
