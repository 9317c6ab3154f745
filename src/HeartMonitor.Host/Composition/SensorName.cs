using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Host.Composition;

/// <summary>What staff call a sensor: <c>chest</c>, <c>optical</c>, or a product that <c>straps.json</c> knows.</summary>
internal static class SensorName
{
    /// <summary>The class, or null and what is wrong in plain words. Without a catalogue, which has faults of its own then, a product is not judged.</summary>
    internal static (SensorClass? Sensor, string? Fault) Read(string? name, StrapCatalogue? straps)
    {
        if (KebabCase.Parse<SensorClass>(name) is SensorClass.Chest or SensorClass.Optical) return (KebabCase.Parse<SensorClass>(name), null);
        if (straps is null && !string.IsNullOrWhiteSpace(name)) return (null, null);
        if (straps?.KnownAs(name) is { } known) return (known.Class, null);
        var products = straps is { Known.Count: > 0 } ? $", or a product of straps.json ({string.Join(", ", straps.Known.Select(k => k.Name))})" : "";
        return (null, $"must be chest or optical{products}");
    }
}
