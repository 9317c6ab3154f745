using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>What is wrong between entries that are right by themselves.</summary>
internal static class CatalogueConflicts
{
    internal static void Find(
        IReadOnlyList<Medication> medications,
        IReadOnlyList<ConditionRule> conditions,
        IReadOnlyList<SubstanceRule> substances,
        InputFindings findings)
    {
        Twice(medications.SelectMany(m => m.Codes), "groups", "the code", findings);
        Twice(medications.SelectMany(m => m.Prefixes), "groups", "the prefix", findings);
        Twice(medications.Where(m => !m.ByCodeOnly).SelectMany(m => m.Substances), "groups", "the substance", findings);
        Twice(medications.SelectMany(m => m.ShortNames), "groups", "the short name", findings);
        Twice(conditions.SelectMany(c => c.Also.Append(c.Code)), "conditions", "the condition", findings);
        Twice(substances.Select(s => s.Code), "substances", "the substance", findings);
        Overlaps(medications, findings);
    }

    private static void Twice(IEnumerable<string> names, string member, string what, InputFindings findings)
    {
        foreach (var name in names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key))
            findings.Fault($"medications.{member}", $"{what} {name} is listed twice");
    }

    /// <summary>
    /// A code inside a broader prefix of another class is either a trap of domain-facts 3.2 that somebody knew of, and then its group says
    /// so in <c>overrides</c>, or a mistake.
    /// </summary>
    private static void Overlaps(IReadOnlyList<Medication> medications, InputFindings findings)
    {
        var broad = medications.SelectMany(m => m.Prefixes, (m, prefix) => (m, prefix)).ToList();
        var narrow = medications.SelectMany(m => m.Codes.Concat(m.Prefixes), (m, code) => (m, code));
        foreach (var (medication, code) in narrow)
            foreach (var (other, prefix) in broad)
                if (code.Length > prefix.Length && code.StartsWith(prefix, StringComparison.Ordinal)
                    && medication.Class != other.Class && !medication.Overrides.Contains(prefix))
                    findings.Fault(
                        "medications.groups",
                        $"{code} in {medication.Group} and {prefix} in {other.Group} disagree; say overrides where it is meant");
    }
}
