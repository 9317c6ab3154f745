using static HeartMonitor.Core.Medications.PlanReasons;

namespace HeartMonitor.Core.Medications;

/// <summary>What the conditions on record say to the plan (domain-facts 3.4, decisions 14 and 18). Gates are elsewhere.</summary>
internal static class ConditionReasons
{
    internal static void Tell(PlanContext context, PlanReasons reasons)
    {
        foreach (var (written, rule) in context.Conditions)
        {
            var shown = MedicineName.Shown(written.Code);
            var subject = Quoted.Of(written.Code);
            if (rule is null)
                reasons.Note(PlanCode.ConditionUnknown, subject, "contracts 3", null, Name(shown ?? "?"));
            else if (rule.Effect == ConditionEffect.Unclear)
                reasons.Because(PlanCode.ConditionUnclear, subject, rule.Source, shown is null ? "unnamed" : null, Name(shown ?? ""));
            else if (CodeOf(rule.Effect, written.Present, context) is { } code)
                reasons.Because(code, rule.Code, rule.Source, null, Name(rule.Name));
            if (rule?.RemeasureRest == true && context.CheckIn.RestingHr is null)
                reasons.Note(PlanCode.RestingHrRemeasure, rule.Code, rule.Source, null, Name(rule.Name));
        }

        foreach (var rule in context.Doubts.Conditions)
            reasons.Because(PlanCode.ConditionUnclear, rule.Code, "product 4", "elsewhere", Name(rule.Name));
        foreach (var entry in context.Doubts.Entries)
            reasons.Because(PlanCode.ConditionUnclear, Quoted.Of(entry.Code), "product 4", "more", Name(MedicineName.Shown(entry.Code) ?? "?"));
    }

    private static PlanCode? CodeOf(ConditionEffect effect, bool? present, PlanContext context) => effect switch
    {
        ConditionEffect.Rhythm => PlanCode.ConditionRhythm,
        ConditionEffect.RhythmWhenPresent => present == false ? null : PlanCode.ConditionRhythm,
        ConditionEffect.Response => PlanCode.ConditionResponse,
        ConditionEffect.NeedsTest => context.Test.Test is null ? PlanCode.ConditionNoTest : null,
        ConditionEffect.None or ConditionEffect.Unclear or ConditionEffect.DetectionRate or ConditionEffect.Fever or ConditionEffect.EatingDisorder => null,
    };
}
