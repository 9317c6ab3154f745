using HeartMonitor.Core.Sessions;
using static HeartMonitor.Core.Medications.PlanReasons;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// The gates before a start (decisions 20, 36). Without a detection rate and with fever nobody can release the start: the rate has to be
/// found, the fever to pass.
/// </summary>
internal static class GateRules
{
    internal static IReadOnlyList<PlanGate> Find(PlanContext context, PlanReasons reasons)
    {
        var gates = new List<PlanGate>();
        if (context.LacksDetectionRate)
        {
            gates.Add(new PlanGate(KebabCase.Of(PlanCode.IcdRateMissing), GateState.Refused));
            reasons.Because(PlanCode.IcdRateMissing, "icd", "domain-facts 3.4");
        }

        if (HasFever(context))
        {
            gates.Add(new PlanGate(KebabCase.Of(PlanCode.Fever), GateState.Refused));
            reasons.Because(PlanCode.Fever, null, "domain-facts 3.4");
        }

        AtRest(context, reasons, gates);
        EatingDisorder(context, reasons, gates);
        Substances(context, reasons, gates);
        RecentStop(context, gates);
        if (SymptomGate.Find(context, reasons) is { } symptoms) gates.Add(symptoms);
        return [.. gates.GroupBy(g => g.Code).Select(same => same.MaxBy(g => g.State)!).OrderByDescending(g => g.State)];
    }

    internal static bool HasFever(PlanContext context) =>
        context.CheckIn.TemperatureCelsius >= context.Options.FeverCelsius || Has(context, ConditionEffect.Fever);

    private static void AtRest(PlanContext context, PlanReasons reasons, List<PlanGate> gates)
    {
        if (context.Rest is not { Today: { } bpm, Gate: not RestGate.None and var verdict }) return;
        var released = IsReleased(context, PlanCode.RestGate);
        var variant = verdict switch
        {
            RestGate.PassedOnBaseline => "baseline",
            RestGate.Low => released ? "released" : "low",
            RestGate.Refused => released ? "released" : "refused",
            RestGate.High => released ? "released" : context.RestWatchedFor is null ? null : "early",
            RestGate.None => null,
        };
        var isReason = verdict != RestGate.PassedOnBaseline && !released;
        reasons.Tell(
            isReason, PlanCode.RestGate, null, "domain-facts 4.6", variant, Value("bpm", bpm), Name(context.RestWatchedFor?.What.Name ?? ""));
        if (verdict != RestGate.PassedOnBaseline)
            gates.Add(Gate(PlanCode.RestGate, verdict == RestGate.Refused ? GateState.Refused : GateState.Clinician, released));
    }

    private static void EatingDisorder(PlanContext context, PlanReasons reasons, List<PlanGate> gates)
    {
        if (!Has(context, ConditionEffect.EatingDisorder)) return;
        var gated = !(context.Rest.Today >= context.Options.EatingDisorderBelowBpm);
        var released = IsReleased(context, PlanCode.EatingDisorder);
        var variant = (gated, released) switch { (false, _) => "note", (true, true) => "released", _ => null };
        reasons.Tell(gated && !released, PlanCode.EatingDisorder, "eating-disorder", "domain-facts 3.4", variant);
        if (gated) gates.Add(Gate(PlanCode.EatingDisorder, GateState.Clinician, released));
    }

    private static void Substances(PlanContext context, PlanReasons reasons, List<PlanGate> gates)
    {
        var released = IsReleased(context, PlanCode.SubstanceToday);
        foreach (var name in context.CheckIn.Substances)
        {
            var rule = context.Catalogue.Substance(name) ?? context.Catalogue.Substance("other");
            if (rule is null || IsOver(context, name, rule)) continue;
            var variant = (rule.Gates, released) switch { (false, _) => "note", (true, true) => "released", _ => null };
            reasons.Tell(rule.Gates && !released, PlanCode.SubstanceToday, rule.Code, rule.Source, variant, Name(rule.Name));
            if (rule.Gates) gates.Add(Gate(PlanCode.SubstanceToday, GateState.Clinician, released));
        }
    }

    /// <summary>Its reason stands already, with the medicine.</summary>
    private static void RecentStop(PlanContext context, List<PlanGate> gates)
    {
        var stopped = context.Medicines.Any(m => m is { State: MedicineState.RecentlyStopped, What.Known.IsBetaBlocker: true });
        if (stopped && context.Conditions.Any(c => c.Rule?.GatesRecentStop == true))
            gates.Add(Gate(PlanCode.MedicationRecentStop, GateState.Clinician, IsReleased(context, PlanCode.MedicationRecentStop)));
    }

    private static bool IsOver(PlanContext context, string name, SubstanceRule rule) =>
        rule.Hours is { } hours && context.CheckIn.SubstanceHoursAgo.TryGetValue(name, out var ago) && ago > hours;

    private static bool Has(PlanContext context, ConditionEffect effect) =>
        context.Conditions.Any(c => c.Rule?.Effect == effect && c.Written.Present != false);

    private static bool IsReleased(PlanContext context, PlanCode code) => context.CheckIn.Released.Contains(KebabCase.Of(code));

    private static PlanGate Gate(PlanCode code, GateState state, bool released) =>
        new(KebabCase.Of(code), released ? GateState.Open : state);
}
