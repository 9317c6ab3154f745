using HeartMonitor.Core.Patients;
using static HeartMonitor.Core.Medications.PlanReasons;

namespace HeartMonitor.Core.Medications;

/// <summary>The target on the RPE scale (domain-facts 4.1, decisions 19 and 24).</summary>
internal static class TargetRule
{
    /// <summary>
    /// As prescribed, but with heart disease or on a medicine that blunts not above the highest cardiac target; the default where the
    /// prescription makes no range that can be worked in.
    /// </summary>
    internal static RpeTarget Of(PlanContext context, PlanReasons reasons)
    {
        var options = context.Options;
        var (from, to) = (context.Prescription.RpeFrom ?? options.RpeFrom, context.Prescription.RpeTo ?? options.RpeTo);
        if (PersonBounds.RpeFrom.Refuses(from) || PersonBounds.RpeTo.Refuses(to) || from > to) return new RpeTarget(options.RpeFrom, options.RpeTo);
        var highest = options.HighestCardiacRpe;
        if (to <= highest || !(context.Blunted || context.Conditions.Any(c => c.Rule?.IsCardiac == true))) return new RpeTarget(from, to);
        reasons.Note(PlanCode.RpeTargetCut, null, "domain-facts 4.1", null, Value("to", highest));
        return new RpeTarget(Math.Min(from, highest), highest);
    }
}
