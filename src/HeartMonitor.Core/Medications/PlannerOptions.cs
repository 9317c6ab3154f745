using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Medications;

/// <summary>Numbers of the plan that the clinical owner may change. The defaults are the product's decisions.</summary>
public sealed record PlannerOptions
{
    public static PlannerOptions Default { get; } = new();

    /// <summary>
    /// Equation for the predicted maximal heart rate. Default Tanaka (domain-facts 2.1). Never used for a person in RPE mode's zones.
    /// </summary>
    public PredictedMaximum PredictedMaximum { get; init; } = PredictedMaximum.Tanaka;

    /// <summary>Equation for women where the clinic wants another one, such as Gulati; null uses <see cref="PredictedMaximum"/>.</summary>
    public PredictedMaximum? PredictedMaximumForWomen { get; init; }
}
