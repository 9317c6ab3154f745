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
        if (IsBluntedWithoutTest(context) && context.RestForSafety is { } rest) warning = Math.Min(warning, rest + BluntedWarningAboveRest);
        return new HeartRateCeiling(HeartRateReserve.WithoutNoise(warning), HeartRateReserve.WithoutNoise(alarm));
    }

    private static IEnumerable<double?> Bounds(PlanContext context)
    {
        var clinician = Clinician(context);
        yield return clinician;
        yield return context.DetectionRate - BelowDetectionRate;
        yield return context.Test.OnDrugPeak - BelowOnDrugPeak;
        if (IsBluntedWithoutTest(context))
        {
            yield return BluntedHighest;
            yield return context.RestForSafety + BluntedAboveRest;
        }

        // A bound from an equation gives way to the clinician's own value (decisions 46) and to an ICD's. It holds for a blunted person too:
        // late in life it is below 130, a peak measured on a medicine may be higher, and a medicine must never raise a limit.
        if (clinician is null && context.DetectionRate is null) yield return PredictedFraction * context.Predicted?.Bpm;
    }

    /// <summary>The prescribed ceiling; none where no heart of that age reaches it and no test says otherwise: a slip, not a decision.</summary>
    private static double? Clinician(PlanContext context)
    {
        if (context.Prescription.HrCeiling is not { } bpm || PersonBounds.HrCeiling.Refuses(bpm)) return null;
        var reachable = context.Predicted?.Bpm + context.Options.PeakAbovePredictedBpm;
        return bpm > reachable && !(bpm <= context.Test.Test?.PeakHr) ? null : bpm;
    }

    private static bool IsBluntedWithoutTest(PlanContext context) => context.Blunted && !context.Test.OnDrug;
}
