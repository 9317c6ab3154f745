using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Symptoms;

/// <summary>Which symptoms stop a session and which ask for a look (decisions 32).</summary>
public static class SymptomGrading
{
    private const string Breathlessness = "breathlessness";
    private const int SevereBreathlessness = 3; // decisions 32

    private static readonly string[] Stopping = ["chest-pain", "faint", "confusion", "cold-sweat"];

    /// <summary>All names that may be reported.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "chest-pain", "arm-jaw-back-pain", Breathlessness, "palpitations", "dizzy", "faint", "nausea", "cold-sweat", "unusual-fatigue",
        "leg-pain", "headache", "visual-change", "confusion", "panic", "derealisation", "agitation", "tremor", "akathisia",
        "hearing-voices", "overheating", "muscle-stiffness", "none",
    ];

    /// <summary>The alert that a report stands for; null for "none".</summary>
    public static AlertCode? Standing(SymptomsReported report)
    {
        var any = false;
        foreach (var symptom in report.Symptoms)
        {
            if (symptom == "none") continue;
            any = true;
            if (Stopping.Contains(symptom)) return AlertCode.SymptomStop;
            if (symptom == Breathlessness && report.Grade >= SevereBreathlessness) return AlertCode.SymptomStop;
        }

        return any ? AlertCode.SymptomReview : null;
    }

    /// <summary>The report as evidence.</summary>
    public static IReadOnlyList<Evidence> AsEvidence(SymptomsReported report) =>
        [.. report.Symptoms.Where(s => s != "none").Select(s => new Evidence(s, report.Grade ?? 1, "symptom"))];
}
