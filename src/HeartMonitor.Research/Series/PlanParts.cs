using System.Text.RegularExpressions;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Series;

/// <summary>Plans as numbers and codes: what people wrote stays in the house.</summary>
internal static partial class PlanParts
{
    /// <summary>The contract's condition codes (contracts 3).</summary>
    private static readonly HashSet<string> Conditions = new(StringComparer.Ordinal)
    {
        "coronary-disease", "heart-failure", "atrial-fibrillation", "pacemaker", "icd", "heart-transplant", "chronotropic-incompetence", "sick-sinus",
        "autonomic-neuropathy", "panic-disorder", "ptsd", "depression", "anxiety", "schizophrenia", "bipolar", "substance-use", "eating-disorder", "fever", "pregnancy",
    };

    internal static SeriesPlan Of(PlanEvent planned)
    {
        var plan = planned.Plan;
        return new(
            planned.At, plan.Mode, plan.Zone, plan.Ceiling, plan.Rpe, plan.PromptEverySeconds, Reasons(plan.Reasons), Reasons(plan.Notes), plan.RulesVersion, plan.CatalogueVersion);
    }

    private static SeriesReason[] Reasons(IReadOnlyList<PlanReason> reasons) => [.. reasons.Select(r => new SeriesReason(r.Code, Code(r.Subject)))];

    private static string? Code(string? subject) => subject is not null && (Conditions.Contains(subject) || Atc().IsMatch(subject)) ? subject : null;

    [GeneratedRegex("^[A-Z][0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{2})?)?)?$")]
    private static partial Regex Atc();
}
