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

    /// <summary>
    /// Above the predicted maximum, bpm, from which a measured peak is taken for a slip: two standard deviations of Tanaka's equation
    /// (domain-facts 2.1). On a medicine that blunts, the prediction itself is the limit.
    /// </summary>
    public double PeakAbovePredictedBpm { get; init; } = 20;

    /// <summary>Between the resting rate of a test and that in force, bpm, from which the person is not in the state of the test.</summary>
    public double TestRestApartBpm { get; init; } = 20;

    /// <summary>Highest RPE target with heart disease or on a medicine that blunts (domain-facts 4.1: outpatient cardiac, later).</summary>
    public int HighestCardiacRpe { get; init; } = 16;
}
