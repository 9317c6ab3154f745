using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>The heart-rate ceiling (decisions 1, 2): the lowest bound that applies. All numbers in bpm.</summary>
internal static class CeilingRule
{
    /// <summary>Null when nothing to build it from is known.</summary>
    internal static HeartRateCeiling? Of(PlanContext context)
    {
        if (Bounds(context).Min() is not { } alarm) return null;
        var warning = alarm - context.Options.WarningBelowCeilingBpm;
        if (IsBluntedWithoutTest(context) && context.RestForSafety is { } rest) warning = Math.Min(warning, rest + context.Options.WarningBluntedAboveRestBpm);
        return new HeartRateCeiling(HeartRateReserve.WithoutNoise(warning), HeartRateReserve.WithoutNoise(alarm));
    }

    private static IEnumerable<double?> Bounds(PlanContext context)
    {
        var clinician = Clinician(context);
        yield return clinician;
        yield return context.DetectionRate - context.Options.CeilingBelowDetectionRateBpm;
        yield return context.Test.OnDrugPeak - context.Options.CeilingBelowOnDrugPeakBpm;
        if (IsBluntedWithoutTest(context))
        {
            yield return context.Options.CeilingBluntedHighestBpm;
            yield return context.RestForSafety + context.Options.CeilingBluntedAboveRestBpm;
        }

        // A bound from an equation gives way to the clinician's own value (decisions 46) and to an ICD's. It holds for a blunted person too:
        // late in life it is below 130, a peak measured on a medicine may be higher, and a medicine must never raise a limit.
        if (clinician is null && context.DetectionRate is null) yield return context.Options.CeilingOfPredicted * context.Predicted?.Bpm;
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
