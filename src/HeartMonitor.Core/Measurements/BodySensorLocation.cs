namespace HeartMonitor.Core.Measurements;

/// <summary>
/// Where a sensor says that it is worn (characteristic 0x2A38, domain-facts 1.1). Upper arm has no code, so an armband cannot say where
/// it is: never take <see cref="Unknown"/> or <see cref="Other"/> for the chest.
/// </summary>
[System.Text.Json.Serialization.JsonConverter(typeof(KebabCaseEnumConverter<BodySensorLocation>))]
public enum BodySensorLocation
{
    /// <summary>Not said, or a reserved code. The default.</summary>
    Unknown,
    Other,
    Chest,
    Wrist,
    Finger,
    Hand,
    EarLobe,
    Foot,
}

/// <summary>Reads characteristic 0x2A38.</summary>
public static class BodySensorLocationCodec
{
    private const byte HighestAssigned = 6;

    /// <summary>The location in <paramref name="value"/>: codes 0 to 6 by name, 7 to 255 and no bytes at all unknown. Never throws.</summary>
    public static BodySensorLocation Decode(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && value[0] <= HighestAssigned
            ? BodySensorLocation.Other + value[0]
            : BodySensorLocation.Unknown;
}
