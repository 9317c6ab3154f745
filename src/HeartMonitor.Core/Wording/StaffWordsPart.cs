using System.Text.RegularExpressions;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Symptoms;

namespace HeartMonitor.Core.Wording;

/// <summary>The members <c>symptoms</c>, <c>names</c>, <c>summary</c>, <c>refusals</c> and <c>forms</c> of a file of texts: no unknown key, no forbidden word.</summary>
internal static class StaffWordsPart
{
    private static readonly string[] Forms = ["decimal", "date"];
    private static readonly string[] Reasons = [.. Enum.GetValues<SummaryReason>().Select(KebabCase.Of)];
    private static readonly string[] Refusals = [.. Enum.GetValues<Refusal>().Select(KebabCase.Of)];
    private static readonly string[] Placeholders = ["name", "other"];

    internal static StaffWords Read(JsonPart root)
    {
        var forms = root.Object("forms");
        foreach (var unknown in forms?.Names.Except(Forms) ?? []) forms!.Fault(unknown, "is not known; there are decimal and date");
        var sign = forms?.Text("decimal") ?? ".";
        if (sign is not ("." or ",")) forms!.Fault("decimal", "must be a point or a comma");
        var date = forms?.Text("date") ?? "yyyy-MM-dd";
        if (date.Length > 20 || !date.Contains("yyyy", StringComparison.Ordinal) || !date.Contains("MM", StringComparison.Ordinal) || !date.Contains("dd", StringComparison.Ordinal))
            forms!.Fault("date", "must hold yyyy, MM and dd");
        return new(Section(root, "symptoms", SymptomGrading.Names), Section(root, "names", null), Section(root, "summary", Reasons), Section(root, "refusals", Refusals), sign, date);
    }

    private static Dictionary<string, string> Section(JsonPart root, string section, IReadOnlyCollection<string>? known)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.Object(section) is not { } part) return words;
        foreach (var key in part.Names)
        {
            if (known?.Contains(key) == false)
                part.Fault(key, known.FirstOrDefault(k => NearMiss.Is(key, k)) is { } meant ? $"is not known; {meant} is meant?" : "is not known");
            words[key] = CatalogueMember.Shown(part, key);
            foreach (Match match in PlanTexts.Placeholder().Matches(words[key]))
                if (!Placeholders.Contains(match.Groups[1].Value)) part.Fault(key, $"{match.Value} is not a placeholder; there are name and other");
        }

        return words;
    }
}
