using System.Text.RegularExpressions;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Medications;

/// <summary>A file of texts: every code has one, no unknown key, no unknown placeholder, no forbidden word.</summary>
internal static class PlanTextsPart
{
    internal static PlanTexts? Read(JsonPart root)
    {
        var language = CatalogueMember.Required(root, "language");
        if (root.Object("plan") is not { } plan)
        {
            if (!root.Has("plan")) root.Fault("plan", "is missing");
            return null;
        }

        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in plan.Names)
            templates[key] = Template(plan, key);
        foreach (var key in PlanTexts.RequiredKeys.Where(key => !templates.ContainsKey(key)))
            plan.Fault(key, "is missing");
        return new PlanTexts(language, templates, StaffWordsPart.Read(root));
    }

    private static string Template(JsonPart plan, string key)
    {
        if (!PlanTexts.RequiredKeys.Contains(key) && !PlanTexts.Variants.Contains(key)) plan.Fault(key, "is not a code the planner uses");
        var text = CatalogueMember.Required(plan, key);
        if (text.Length > 0) foreach (var fault in WordsCheck.FaultsOfSentence(text)) plan.Fault(key, fault);
        foreach (Match match in PlanTexts.Placeholder().Matches(text))
            if (!PlanTexts.Placeholders.Contains(match.Groups[1].Value))
                plan.Fault(key, $"{match.Value} is not a placeholder; there are {string.Join(", ", PlanTexts.Placeholders)}");
        return text;
    }
}
