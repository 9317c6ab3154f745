using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Symptoms;

/// <summary>Which symptoms stop a session and which ask for a look (decisions 32; domain-facts 4.5 and 7.1).</summary>
public static class SymptomGrading
{
    private const string None = "none";
    private const string Breathlessness = "breathlessness";

    private static readonly string[] Stopping = ["chest-pain", "faint", "confusion", "cold-sweat"];

    /// <summary>All names that may be reported.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "chest-pain", "arm-jaw-back-pain", Breathlessness, "palpitations", "dizzy", "faint", "nausea", "cold-sweat", "unusual-fatigue",
        "leg-pain", "headache", "visual-change", "confusion", "panic", "derealisation", "agitation", "tremor", "akathisia",
        "hearing-voices", "overheating", "muscle-stiffness", None,
    ];

    /// <summary>What is wrong with a report, and the symptom that it is about; null when it can be taken.</summary>
    public static (Refusal Why, string? Name)? FaultOf(SymptomsReported report) => report switch
    {
        { Symptoms.Count: 0 } => (Refusal.SymptomsEmpty, null),
        _ when report.Symptoms.FirstOrDefault(s => !Names.Contains(s)) is { } unknown =>
            (Refusal.SymptomUnknown, unknown[..Math.Min(40, unknown.Length)]),
        { Grade: < 0 or > 4 } => (Refusal.GradeRange, null),
        _ => null,
    };

    /// <summary>
    /// The alert that a report stands for; null for "none", or when there is no report. Whether a symptom stops the person may depend on the
    /// medicines and on fever, so it is asked again whenever the plan changes.
    /// </summary>
    public static AlertCode? Standing(SymptomsReported? report, JudgingFacts facts, RuleOptions rules)
    {
        if (report is null || report.Symptoms.All(s => s == None)) return null;
        return Stops(report, facts, rules) ? AlertCode.SymptomStop : AlertCode.SymptomReview;
    }

    /// <summary>
    /// What stands after a report: what was named before and not taken back by "none" stands beside the new. A grade belongs to what was named
    /// with it; the newer one counts when the same is named again, else the graver.
    /// </summary>
    public static SymptomsReported Together(SymptomsReported? before, SymptomsReported now)
    {
        if (before is null || now.Symptoms.Contains(None) || before.Symptoms.Contains(None)) return now;
        var sameAgain = now.Symptoms.Intersect(before.Symptoms).Any();
        var graver = before.Grade is { } then && !(now.Grade > then) ? then : now.Grade;
        return now with { Symptoms = [.. before.Symptoms.Union(now.Symptoms)], Grade = sameAgain ? now.Grade ?? before.Grade : graver };
    }

    /// <summary>The report as evidence.</summary>
    public static IReadOnlyList<Evidence> AsEvidence(SymptomsReported report) =>
        [.. report.Symptoms.Where(s => s != None).Distinct().Select(s => new Evidence(s, report.Grade ?? 1, "symptom"))];

    private static bool Stops(SymptomsReported report, JudgingFacts facts, RuleOptions rules) =>
        report.Symptoms.Any(Stopping.Contains)
        || (Has(report, Breathlessness) && report.Grade >= rules.SevereBreathlessnessGrade)
        || StopsWithMedicines(report, facts);

    private static bool StopsWithMedicines(SymptomsReported report, JudgingFacts facts)
    {
        var cautions = facts.Cautions;
        return (cautions.HasFlag(Cautions.Lithium) && Has(report, "tremor") && Has(report, "nausea"))
            || (cautions.HasFlag(Cautions.Antipsychotic) && facts.HasFever && Has(report, "muscle-stiffness"))
            || (cautions.HasFlag(Cautions.Qt) && Has(report, "palpitations"))
            || (cautions.HasFlag(Cautions.FirstWeeks) && Has(report, Breathlessness));
    }

    private static bool Has(SymptomsReported report, string symptom) => report.Symptoms.Contains(symptom);
}
