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
    /// The alert that these symptoms stand for; null for none. Whether a symptom stops the person may depend on the medicines and on fever, so it
    /// is asked again whenever the plan changes.
    /// </summary>
    public static AlertCode? Standing(IReadOnlyList<StandingSymptom> symptoms, JudgingFacts facts, RuleOptions rules)
    {
        if (symptoms.Count == 0) return null;
        return Stops(symptoms, facts, rules) ? AlertCode.SymptomStop : AlertCode.SymptomReview;
    }

    /// <summary>
    /// What stands after a report: what was named before and not taken back by "none", and the new. A grade belongs to what was named with it, and
    /// to nothing else; when the same is named again, the newer grade counts where there is one.
    /// </summary>
    public static IReadOnlyList<StandingSymptom> Together(IReadOnlyList<StandingSymptom> before, SymptomsReported now)
    {
        var named = now.Symptoms.Where(s => s != None).Distinct().ToArray();
        IReadOnlyList<StandingSymptom> stood = now.Symptoms.Contains(None) ? [] : before;
        return
        [
            .. stood.Select(s => named.Contains(s.Name) ? s with { Grade = now.Grade ?? s.Grade } : s),
            .. named.Where(name => !stood.Any(s => s.Name == name)).Select(name => new StandingSymptom(name, now.Grade)),
        ];
    }

    /// <summary>The symptoms as evidence.</summary>
    public static IReadOnlyList<Evidence> AsEvidence(IReadOnlyList<StandingSymptom> symptoms) =>
        [.. symptoms.Select(s => new Evidence(s.Name, s.Grade ?? 1, "symptom"))];

    private static bool Stops(IReadOnlyList<StandingSymptom> symptoms, JudgingFacts facts, RuleOptions rules) =>
        symptoms.Any(s => Stopping.Contains(s.Name) || (s.Name == Breathlessness && s.Grade >= rules.SevereBreathlessnessGrade))
        || StopsWithMedicines(symptoms, facts);

    private static bool StopsWithMedicines(IReadOnlyList<StandingSymptom> symptoms, JudgingFacts facts)
    {
        var cautions = facts.Cautions;
        return (cautions.HasFlag(Cautions.Lithium) && Has("tremor") && Has("nausea"))
            || (cautions.HasFlag(Cautions.Antipsychotic) && facts.HasFever && Has("muscle-stiffness"))
            || (cautions.HasFlag(Cautions.Qt) && Has("palpitations"))
            || (cautions.HasFlag(Cautions.FirstWeeks) && Has(Breathlessness));

        bool Has(string name) => symptoms.Any(s => s.Name == name);
    }
}

/// <summary>A symptom that was reported and not taken back.</summary>
/// <param name="Name">One of <see cref="SymptomGrading.Names"/>, never "none".</param>
/// <param name="Grade">0 to 4, as told with it; null when it was not.</param>
public readonly record struct StandingSymptom(string Name, int? Grade);
