using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Measurements;

/// <summary>How a sensor reads the pulse; an optical one cannot tell whether it touches skin (domain-facts 5.1, 5.3).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SensorClass>))]
public enum SensorClass
{
    /// <summary>Not known. The default: nothing is concluded from it.</summary>
    Unknown,

    /// <summary>Electrodes on a chest strap.</summary>
    Chest,

    /// <summary>Light on wrist, arm, finger or ear.</summary>
    Optical,
}

/// <summary>What a sensor's place says about its class.</summary>
public static class SensorClasses
{
    /// <summary>Optical for wrist, finger, hand, ear lobe and foot; an armband has no code of its own and stays unknown.</summary>
    public static SensorClass Of(BodySensorLocation location) => location switch
    {
        BodySensorLocation.Chest => SensorClass.Chest,
        BodySensorLocation.Unknown or BodySensorLocation.Other => SensorClass.Unknown,
        _ => SensorClass.Optical,
    };
}
