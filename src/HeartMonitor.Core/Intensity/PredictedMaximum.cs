using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Intensity;

/// <summary>
/// Equations that may make a zone. Brawner and Keteyian are not among them on purpose: they describe people on beta-blockers, and a
/// predicted maximum never makes zones for those (product.md, decision 5).
/// </summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PredictedMaximum>))]
public enum PredictedMaximum
{
    Tanaka,
    Fox,
    Gellish,
    Gulati,
    Nes,
    Sydo,
}
