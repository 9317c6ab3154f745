using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>The exercise test in force, and why newer ones are not (product.md, decision 3; decisions 1, 14, 16).</summary>
/// <param name="Test">The newest test that holds in the person's present state; null when none does.</param>
/// <param name="OnDrug">It was done on the blunting medicine that is taken now: zones need the opt-in.</param>
/// <param name="OnDrugPeak">
/// Peak measured on medicines, bpm, that bounds the ceiling: that of the test in force, and of the newest signed test which makes no zone only
/// because the list of medicines leaves a doubt, or because it has a twin. Null when there is none.
/// </param>
/// <param name="Refused">Tests that do not hold, with the fault.</param>
internal sealed record TestChoice(ExerciseTest? Test, bool OnDrug, int? OnDrugPeak, IReadOnlyList<RefusedTest> Refused)
{
    /// <summary>A newer test than the one in force contradicts itself or the record: no zones until somebody has looked.</summary>
    internal bool IsInDoubt => Refused.Any(r => r.IsDoubt);

    internal static TestChoice Among(IReadOnlyList<ExerciseTest> tests, TestCircumstances now)
    {
        var refused = new List<RefusedTest>();
        var chosen = NewestFirst(tests).FirstOrDefault(test => HasPeak(test) && FitsState(test, now) && !IsRefused(test));
        refused.AddRange(tests.Where(test => TestContradiction.IsUnlisted(test, now) && !(test.Date < chosen?.Date) && !refused.Exists(r => r.Test == test && r.Variant == "not-listed"))
            .Select(test => new RefusedTest(test, PlanCode.TestContradictory, "unlisted", null)));
        var doubtful = refused.Where(r => r.BoundsCeiling).Select(r => r.Test).ToList();
        var bounding = doubtful.Where(t => t.Date == doubtful.Max(d => d.Date)).Append(chosen).Where(t => t is { OnMedication: true });
        return new TestChoice(chosen, chosen is not null && now.Blunted, bounding.Min(t => t!.PeakHr), refused);

        bool IsRefused(ExerciseTest test)
        {
            var fault = FaultOf(test, tests, now);
            if (fault is not null) refused.Add(fault);
            return fault is not null;
        }
    }

    /// <summary>Of several on one day the one with the lower peak comes first: the answer must not hang on their order in the file.</summary>
    private static IEnumerable<ExerciseTest> NewestFirst(IReadOnlyList<ExerciseTest> tests) =>
        tests.OrderByDescending(t => t.Date)
            .ThenBy(t => t.PeakHr ?? int.MaxValue)
            .ThenBy(t => t.HoursAfterDose ?? double.MaxValue)
            .ThenBy(t => t.PeakMet ?? double.MaxValue)
            .ThenBy(t => t.RestingHr ?? int.MaxValue)
            .ThenBy(t => Signature.IsGiven(t.SignedBy) ? 0 : 1);

    private static bool HasPeak(ExerciseTest test) => test.PeakHr is not null;

    /// <summary>
    /// Blunted now: only a test on the medicine says anything. Not blunted now: a test during a blunting medicine that is taken as needed
    /// says nothing about a day without it.
    /// </summary>
    private static bool FitsState(ExerciseTest test, TestCircumstances now) => now.Blunted
        ? test.OnMedication && now.Medicines.Any(m => m.BluntsNow)
        : !test.OnMedication || !now.Medicines.Any(m => IsListed(m) && !(m.What.Entry.StartedOn > test.Date));

    /// <summary>It blunts and is on the list, though not in force today.</summary>
    private static bool IsListed(MedicineToday medicine) => medicine is { Effect: >= EffectClass.BluntsVariable, DaysSinceStop: 0 };

    private static RefusedTest? FaultOf(ExerciseTest test, IReadOnlyList<ExerciseTest> all, TestCircumstances now)
    {
        if (!Signature.IsGiven(test.SignedBy)) return new RefusedTest(test, PlanCode.TestUnsigned, null, null);
        if (test.Date is null) return new RefusedTest(test, PlanCode.TestContradictory, "undated", null);
        if (TestContradiction.Of(test, all, now) is { } variant) return new RefusedTest(test, PlanCode.TestContradictory, variant, null);
        if (TestStaleness.ChangedSince(test, now.Medicines, now.On) is { } changed)
            return new RefusedTest(test, PlanCode.MedicationTestStale, null, changed);
        if (TestContradiction.IsOnNothing(test, now)) return new RefusedTest(test, PlanCode.TestContradictory, "not-listed", null);
        return now.Blunted && TestStaleness.StartNotKnown(now.Medicines, now.On) is { } open
            ? new RefusedTest(test, PlanCode.MedicationTestStale, "start-unknown", open)
            : null;
    }
}

/// <summary>What a test is held against.</summary>
/// <param name="Medicines">As they count today.</param>
/// <param name="On">The clinic's date.</param>
/// <param name="RestingHr">Resting rate in force, bpm; null when not known.</param>
/// <param name="Age">Years; null when not known.</param>
/// <param name="PredictedBpm">Predicted maximum, bpm; null when not known.</param>
/// <param name="Options">Numbers.</param>
internal sealed record TestCircumstances(
    IReadOnlyList<MedicineToday> Medicines, DateOnly On, double? RestingHr, int? Age, double? PredictedBpm, PlannerOptions Options)
{
    internal bool Blunted { get; } = Medicines.Any(m => m.Blunts);
}

/// <summary>A test that does not hold.</summary>
/// <param name="Test">Which.</param>
/// <param name="Code">Why.</param>
/// <param name="Variant">Variant of the text.</param>
/// <param name="Medicine">The medicine it is about; null when it is not about one.</param>
internal sealed record RefusedTest(ExerciseTest Test, PlanCode Code, string? Variant, MedicineToday? Medicine)
{
    /// <summary>Somebody has to look before there are zones of any kind. A test without a date is only unfinished.</summary>
    internal bool IsDoubt => Code == PlanCode.TestContradictory && Variant != "undated";

    /// <summary>The measurement stands; what is in doubt is which test, or which medicine it was made on.</summary>
    internal bool BoundsCeiling => Variant is "two" or "not-listed" or "start-unknown";
}
