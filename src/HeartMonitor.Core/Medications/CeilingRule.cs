using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>The heart-rate ceiling (decisions 1, 2): the lowest bound that applies. All numbers in bpm.</summary>
internal static class CeilingRule
{
    private const double BelowDetectionRate = 10;
    private const double BelowOnDrugPeak = 10;
    private const double WarningBelowAlarm = 5;
    private const double BluntedAboveRest = 60;
    private const double BluntedWarningAboveRest = 40;
    private const double BluntedHighest = 130;
    private const double PredictedFraction = 0.85;

    /// <summary>Null when nothing to build it from is known.</summary>
    internal static HeartRateCeiling? Of(PlanContext context)
    {
        if (Bounds(context).Min() is not { } alarm) return null;
        var warning = alarm - WarningBelowAlarm;
        if (IsBluntedWithoutTest(context) && context.Rest.InForce is { } rest) warning = Math.Min(warning, rest + BluntedWarningAboveRest);
        return new HeartRateCeiling(HeartRateReserve.WithoutNoise(warning), HeartRateReserve.WithoutNoise(alarm));
    }

    private static IEnumerable<double?> Bounds(PlanContext context)
    {
        var clinician = context.Prescription.HrCeiling is { } bpm && !PersonBounds.HrCeiling.Refuses(bpm) ? bpm : (double?)null;
        yield return clinician;
        yield return context.DetectionRate - BelowDetectionRate;
        if (context.Test is { OnDrug: true, Test.PeakHr: { } peak }) yield return peak - BelowOnDrugPeak;
        if (IsBluntedWithoutTest(context))
        {
            yield return BluntedHighest;
            yield return context.Rest.InForce + BluntedAboveRest;
        }

        // A bound from an equation gives way to the clinician's own value (decisions 46) and to an ICD's. It holds for a blunted person
        // without a test too: late in life it is below 130, and a medicine must never raise a limit.
        var hasBetterBound = clinician is not null || context.DetectionRate is not null || context.Test.OnDrug;
        if (!hasBetterBound) yield return PredictedFraction * context.Predicted?.Bpm;
    }

    private static bool IsBluntedWithoutTest(PlanContext context) => context.Blunted && !context.Test.OnDrug;
}
