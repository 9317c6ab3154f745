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
        var inTexts = words.InTexts.Select(w => (Word: w, Medication: catalogue.Named(w))).Where(w => w.Medication?.MayBlunt == true);
        return inTexts.Concat(words.InLists.Select(w => (Word: w, Medication: catalogue.Named(w))).Where(w => w.Medication is not null))
            .Where(named => !listed.Any(what => IsIt(what, named.Word, named.Medication!)))
            .DistinctBy(named => named.Medication)
            .Select(named => catalogue.Classify(AtcCode.IsShaped(named.Word) ? new() { Atc = named.Word } : new() { Name = named.Word }));
    }

    /// <summary>The list has it, whatever it says about it.</summary>
    private static bool IsIt(Classified what, string word, Medication named) =>
        what.Known == named || what.Atc == word || MedicineName.Words(what.Entry.Name).Contains(word) || what.Known?.IsNamed(word) == true;
}
