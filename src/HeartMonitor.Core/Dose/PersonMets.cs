using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Dose;

/// <summary>
/// METs by what the person shows, where no workload tells them: the lower part of the source order (domain-facts 6.3). Never by heart rate in
/// RPE mode (domain-facts 10, S28), and never by an answer that is long past.
/// </summary>
public static class PersonMets
{
    private const int LightFrom = 9; // domain-facts 6.3: RPE 9-11, 12-13, 14-17
    private const int ModerateFrom = 12;
    private const int VigorousFrom = 14;
    private const int VigorousTo = 17;

    /// <summary>The estimate for one second.</summary>
    /// <param name="plan">The plan in force.</param>
    /// <param name="options">Numbers.</param>
    /// <param name="bpm">Heart rate of that second; NaN when there is none to believe.</param>
    /// <param name="rpe">The answer that stands, 6 to 20; null for none.</param>
    /// <returns>Null when neither tells.</returns>
    public static MetEstimate? Of(MonitoringPlan plan, DoseOptions options, double bpm, int? rpe) => ByHeartRate(plan, bpm) ?? ByAnswer(plan, options, rpe);

    /// <summary>1 + f (METpeak - 1), f the fraction of heart-rate reserve from 0 to 1; peak rate and METpeak are of one test.</summary>
    private static MetEstimate? ByHeartRate(MonitoringPlan plan, double bpm)
    {
        if (double.IsNaN(bpm)) return null;
        if (plan is not { Mode: MonitoringMode.Zones, Zone.MaximalHr: { Equation: "measured" } peak, Facts: { PeakMet: > 1 and { } peakMets, RestingHr: { } rest } }) return null;
        return peak.Bpm > rest ? new(1 + (Math.Clamp((bpm - rest) / (peak.Bpm - rest), 0, 1) * (peakMets - 1)), MetSource.HeartRate) : null;
    }

    private static MetEstimate? ByAnswer(MonitoringPlan plan, DoseOptions options, int? rpe)
    {
        double? band = rpe switch
        {
            >= LightFrom and < ModerateFrom => options.RpeLightMets,
            >= ModerateFrom and < VigorousFrom => options.RpeModerateMets,
            >= VigorousFrom and <= VigorousTo => options.RpeVigorousMets,
            _ => null,
        };
        return band is { } mets ? new(Math.Min(mets, plan.Facts.PeakMet ?? mets), MetSource.RpeBand, MetRemarks.Rough) : null;
    }
}
