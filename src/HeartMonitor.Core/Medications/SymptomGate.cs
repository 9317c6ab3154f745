using HeartMonitor.Core.Sessions;
using static HeartMonitor.Core.Medications.PlanReasons;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// Symptoms told at check-in that with the person's medicines ask for a clinician before the start: in the first weeks on clozapine
/// (domain-facts 3.5, S14), and dizziness where a beta-blockade may be stronger than the dose suggests (S10). Staff can have it released, so it
/// does not hold the start (decisions 20).
/// </summary>
internal static class SymptomGate
{
    private static readonly string[] OfFirstWeeks = ["chest-pain", "breathlessness", "palpitations", "overheating", "cold-sweat", "faint"];
    private static readonly string[] OfAPair = ["dizzy", "faint"];

    internal static string Code { get; } = KebabCase.Of(PlanCode.SymptomGate);

    /// <summary>With these medicines a symptom may be a gate.</summary>
    internal static bool IsAsked(JudgingFacts facts) => facts.InteractionPair || facts.Cautions.HasFlag(Cautions.FirstWeeks);

    internal static PlanGate? Find(PlanContext context, PlanReasons reasons)
    {
        var early = context.CheckIn.Symptoms.Any(OfFirstWeeks.Contains) ? NewOn(context) : null;
        var pair = context.CheckIn.Symptoms.Any(OfAPair.Contains) ? context.Pairs.OrderBy(p => p.Substrate.What.Name, StringComparer.Ordinal).FirstOrDefault() : null;
        if (early is null && pair is null) return null;
        var released = context.CheckIn.Released.Contains(Code);
        var variant = released ? "released" : early is null ? "pair" : null;
        reasons.Tell(!released, PlanCode.SymptomGate, null, early is null ? "domain-facts 3.6" : "domain-facts 3.5", variant, Name(early?.What.Name ?? pair!.Substrate.What.Name));
        return new PlanGate(Code, released ? GateState.Open : GateState.Clinician);
    }

    private static MedicineToday? NewOn(PlanContext context) => context.Medicines
        .Where(m => m.State != MedicineState.Away && context.Catalogue.Cautions.Any(c => c.Caution == Cautions.FirstWeeks && c.AppliesTo(m.What, context.On)))
        .MinBy(m => m.What.Name, StringComparer.Ordinal);
}
