using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>The exercise test in force, and why newer ones are not (product.md, decision 3; decisions 1, 14, 16).</summary>
/// <param name="Test">The newest test that holds in the person's present state; null when none does.</param>
/// <param name="OnDrug">It was done on the blunting medicine that is taken now: zones need the opt-in, its peak bounds the ceiling.</param>
/// <param name="Refused">Tests that do not hold, with the fault.</param>
internal sealed record TestChoice(ExerciseTest? Test, bool OnDrug, IReadOnlyList<RefusedTest> Refused)
{
    internal static TestChoice Among(
        IReadOnlyList<ExerciseTest> tests,
        IReadOnlyList<MedicineToday> medicines,
        DateOnly on,
        double? restingHr)
    {
        var blunted = medicines.Any(m => m.Blunts);
        var refused = new List<RefusedTest>();
        foreach (var test in NewestFirst(tests).Where(t => IsPlausible(t, on, restingHr) && FitsState(t, medicines, blunted)))
        {
            if (FaultOf(test, medicines, on, blunted) is { } fault) refused.Add(fault);
            else return new TestChoice(test, blunted, refused);
        }

        return new TestChoice(null, false, refused);
    }

    /// <summary>Of several on one day the one with the lower peak comes first: the answer must not hang on their order in the file.</summary>
    private static IEnumerable<ExerciseTest> NewestFirst(IReadOnlyList<ExerciseTest> tests) =>
        tests.OrderByDescending(t => t.Date)
            .ThenBy(t => t.PeakHr ?? int.MaxValue)
            .ThenBy(t => t.HoursAfterDose ?? double.MaxValue)
            .ThenBy(t => t.PeakMet ?? double.MaxValue)
            .ThenBy(t => string.IsNullOrWhiteSpace(t.SignedBy));

    /// <summary>A test that contradicts itself or the calendar is none.</summary>
    private static bool IsPlausible(ExerciseTest test, DateOnly on, double? restingHr) =>
        test.Date <= on
        && test.PeakHr is { } peak
        && !PersonBounds.PeakHr.Refuses(peak)
        && !(peak <= test.RestingHr)
        && !(peak <= restingHr);

    /// <summary>
    /// Blunted now: only a test on the medicine says anything. Not blunted now: a test during a blunting medicine that is taken as needed
    /// says nothing about a day without it.
    /// </summary>
    private static bool FitsState(ExerciseTest test, IReadOnlyList<MedicineToday> medicines, bool blunted) => blunted
        ? test.OnMedication && medicines.Any(m => m.BluntsNow)
        : !test.OnMedication || !medicines.Any(m => IsListed(m) && !(m.What.Entry.StartedOn > test.Date));

    /// <summary>It blunts and is on the list, though not in force today.</summary>
    private static bool IsListed(MedicineToday medicine) => medicine is { Effect: >= EffectClass.BluntsVariable, DaysSinceStop: 0 };

    private static RefusedTest? FaultOf(ExerciseTest test, IReadOnlyList<MedicineToday> medicines, DateOnly on, bool blunted)
    {
        if (string.IsNullOrWhiteSpace(test.SignedBy)) return new RefusedTest(test, PlanCode.TestUnsigned, null, null);
        if (TestStaleness.ChangedSince(test, medicines, on) is { } changed)
            return new RefusedTest(test, PlanCode.MedicationTestStale, null, changed);
        return blunted && TestStaleness.StartNotKnown(medicines) is { } open
            ? new RefusedTest(test, PlanCode.MedicationTestStale, "start-unknown", open)
            : null;
    }
}

/// <summary>A test that does not hold.</summary>
/// <param name="Test">Which.</param>
/// <param name="Code">Why.</param>
/// <param name="Variant">Variant of the text.</param>
/// <param name="Medicine">The medicine it is about; null when it is not about one.</param>
internal sealed record RefusedTest(ExerciseTest Test, PlanCode Code, string? Variant, MedicineToday? Medicine);
