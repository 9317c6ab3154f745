using System.Text.RegularExpressions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// The words of one language for reasons and notes: <c>config/texts.LANGUAGE.json</c>. A key is a code, or a code, a dot and a variant.
/// </summary>
public sealed partial class PlanTexts
{
    /// <summary>Keys that a file must have; a missing variant falls back to its code's text.</summary>
    public static IReadOnlyList<string> RequiredKeys { get; } = [.. Enum.GetValues<PlanCode>().Select(KebabCase.Of)];

    /// <summary>Variants that the planner asks for.</summary>
    public static IReadOnlyList<string> Variants { get; } =
    [
        "medication-blunts.by-name", "medication-blunts-variable.eye-drops", "medication-lowers-rest.eye-drops",
        "medication-recent-stop.unknown", "medication-dose-time-unknown.hours", "medication-dose-time-unknown.missed",
        "medication-test-stale.hours", "medication-test-stale.start-unknown", "test-on-drug.ceiling",
        "rest-gate.refused", "rest-gate.low", "rest-gate.baseline", "rest-gate.released",
        "eating-disorder.note", "eating-disorder.released", "substance-today.note", "substance-today.released",
        "rest-gate.early", "medication-unknown.code", "medication-unknown.member", "medication-unknown.name", "condition-unclear.more", "test-contradictory.unlisted", "medication-recent-stop.rebound", "medication-recent-stop.last-dose", "medication-dose-time-unknown.old-record", "medication-dose-time-unknown.yesterday",
        "test-contradictory.peak", "test-contradictory.rest", "test-contradictory.rest-apart", "test-contradictory.ahead",
        "test-contradictory.before-birth", "test-contradictory.two", "test-contradictory.not-listed", "test-contradictory.undated",
        "reserve-too-small.age", "reserve-too-small.age-untested", "reserve-too-small.age-doubt", "reserve-too-small.prescription", "zone-cut-by-ceiling.nothing-left", "condition-unclear.unnamed", "condition-unclear.elsewhere", "symptom-gate.pair", "symptom-gate.released",
    ];

    /// <summary>Placeholders that a text may use, in braces.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["name", "other", "date", "days", "bpm", "from", "to", "equation"];

    private readonly IReadOnlyDictionary<string, string> _templates;

    internal PlanTexts(string language, IReadOnlyDictionary<string, string> templates, StaffWords staff) =>
        (Language, _templates, Staff) = (language, templates, staff);

    /// <summary>Such as <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>Words of the language that are no sentence of the plan.</summary>
    public StaffWords Staff { get; }

    /// <summary>The sentence for a code; placeholders without a value stay away.</summary>
    internal string Say(PlanCode code, string? variant, IReadOnlyList<Word> values)
    {
        var key = KebabCase.Of(code);
        var template = variant is not null && _templates.TryGetValue($"{key}.{variant}", out var special) ? special : _templates[key];
        return Placeholder().Replace(template, match => ValueOf(values, match.Groups[1].Value));
    }

    [GeneratedRegex(@"\{([a-z]+)\}")]
    internal static partial Regex Placeholder();

    private string ValueOf(IReadOnlyList<Word> values, string name)
    {
        foreach (var (candidate, value) in values)
        {
            if (candidate != name) continue;
            return name switch
            {
                "date" => Staff.Date(value),
                "bpm" or "days" or "from" or "to" => Staff.Signed(value),
                _ => Staff.Name(value),
            };
        }

        return "";
    }
}

/// <summary>A value for a placeholder.</summary>
internal readonly record struct Word(string Placeholder, string Value);
