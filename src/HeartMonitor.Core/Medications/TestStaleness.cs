using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// A test goes stale by a later start, stop or dose change of a medicine that can blunt heart rate, or of a CYP2D6 inhibitor paired with
/// one; a change on the test's own date makes it stale (decisions 16). A change that lies ahead has not happened yet.
/// </summary>
internal static class TestStaleness
{
    /// <summary>The medicine that was changed since the test; null when none was.</summary>
    internal static MedicineToday? ChangedSince(ExerciseTest test, IReadOnlyList<MedicineToday> medicines, DateOnly on) =>
        First(Concerned(medicines).Where(m => HasChanged(m.What.Entry, test.Date, on)));

    /// <summary>A medicine taken now whose start is not on record, or lies ahead: nobody can say that the test was done on it.</summary>
    internal static MedicineToday? StartNotKnown(IReadOnlyList<MedicineToday> medicines, DateOnly on) =>
        First(Concerned(medicines).Where(m => m.State is MedicineState.Acting or MedicineState.NotKnown && !(m.What.Entry.StartedOn <= on)));

    /// <summary>One is named; which one must not hang on the order of the list.</summary>
    private static MedicineToday? First(IEnumerable<MedicineToday> medicines) =>
        medicines.OrderBy(m => m.What.Subject, StringComparer.Ordinal).ThenBy(m => m.What.Name, StringComparer.Ordinal).FirstOrDefault();

    private static IEnumerable<MedicineToday> Concerned(IReadOnlyList<MedicineToday> medicines)
    {
        var hasSubstrate = medicines.Any(m => m.Role == Cyp2d6Role.Substrate);
        return medicines.Where(m => m.What.Known?.MayBlunt == true || (hasSubstrate && m.Role == Cyp2d6Role.Inhibitor));
    }

    private static bool HasChanged(MedicationEntry entry, DateOnly? test, DateOnly on) =>
        IsBetween(entry.StartedOn, test, on) || IsBetween(entry.ChangedOn, test, on) || IsBetween(entry.StoppedOn, test, on);

    private static bool IsBetween(DateOnly? change, DateOnly? from, DateOnly to) => change >= from && change <= to;
}
