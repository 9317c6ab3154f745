using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// Medicines that a file names in members that are not ours: they count as taken, and there are no zones until they stand in the list. In a
/// text that is one that can blunt heart rate; in a list of another name it is any, because the list may hold more that nobody knows.
/// </summary>
internal static class NamedElsewhere
{
    internal static IEnumerable<Classified> In(Participant participant, IReadOnlyList<Classified> listed, MedicationCatalogue catalogue)
    {
        if (participant.Elsewhere is not { } words) return [];
        var inTexts = Single(words.InTexts).Select(w => (Word: w, Medication: catalogue.Named(w))).Where(w => w.Medication?.MayBlunt == true);
        return inTexts.Concat(Single(words.InLists).Select(w => (Word: w, Medication: catalogue.Named(w))).Where(w => w.Medication is not null))
            .Where(named => !listed.Any(what => IsIt(what, named.Word, named.Medication!)))
            .DistinctBy(named => named.Medication)
            .Select(named => catalogue.Classify(AtcCode.IsShaped(named.Word) ? new() { Atc = named.Word } : new() { Name = named.Word }));
    }

    /// <summary>
    /// Conditions named there and not on record: in a text those that take zones away whatever else holds, in a list also the other ones of the
    /// heart, because a text may speak of the family.
    /// </summary>
    internal static IEnumerable<ConditionRule> ConditionsIn(PlanContext context)
    {
        if (context.Participant.Elsewhere is not { } words) return [];
        var inTexts = words.InTexts.Select(context.Catalogue.ConditionNamed).Where(r => r?.Effect is ConditionEffect.Rhythm or ConditionEffect.RhythmWhenPresent or ConditionEffect.DetectionRate);
        var inLists = words.InLists.Select(context.Catalogue.ConditionNamed).Where(r => r?.IsCardiac == true);
        return inTexts.Concat(inLists).OfType<ConditionRule>().Distinct().Where(rule => !context.Conditions.Any(c => c.Rule == rule));
    }

    /// <summary>Without pairs of words, which only conditions have.</summary>
    private static IEnumerable<string> Single(IReadOnlyList<string> words) => words.Where(word => !word.Contains('-'));

    /// <summary>The list has it, whatever it says about it.</summary>
    private static bool IsIt(Classified what, string word, Medication named) =>
        what.Known == named || what.Atc == word || MedicineName.Words(what.Entry.Name).Contains(word) || what.Known?.IsNamed(word) == true;
}
