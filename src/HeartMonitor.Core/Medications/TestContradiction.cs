using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>A signed test that cannot be true as it stands, beside the calendar, the person, or another test of the day.</summary>
internal static class TestContradiction
{
    private const int EarliestPeak = 1;

    /// <summary>The variant of the text that says what is wrong; null when nothing is.</summary>
    internal static string? Of(ExerciseTest test, IReadOnlyList<ExerciseTest> all, TestCircumstances now)
    {
        var peak = test.PeakHr ?? EarliestPeak;
        if (test.Date > now.On) return "ahead";
        if (now.Age is { } age && test.Date?.Year < now.On.Year - age - 1) return "before-birth";
        if (peak <= test.RestingHr || peak <= now.RestingHr) return "rest";
        if (PersonBounds.PeakHr.Refuses(peak) || peak > HighestPeak(now)) return "peak";
        if (Math.Abs((test.RestingHr - now.RestingHr) ?? 0) > now.Options.TestRestApartBpm) return "rest-apart";
        return all.Any(other => IsContradictingTwin(test, other)) ? "two" : null;
    }

    /// <summary>Done on a medicine, though nothing on the list was taken then: the list is short of one, or the test of another day.</summary>
    internal static bool IsOnNothing(ExerciseTest test, TestCircumstances now) =>
        test.OnMedication && !now.Medicines.Any(m => m.State != MedicineState.Away && !(m.What.Entry.StartedOn > test.Date));

    /// <summary>
    /// Signed or not, dated or not: it says that a medicine was taken, and the list has none that was taken then, not even one that was stopped since.
    /// </summary>
    internal static bool IsUnlisted(ExerciseTest test, TestCircumstances now) =>
        test.OnMedication && !now.Medicines.Any(m => !(m.What.Entry.StartedOn > test.Date) && !(m.What.Entry.StoppedOn < test.Date));

    /// <summary>A medicine that blunts keeps the peak below what the age alone lets one expect (domain-facts 2.1, 3.3).</summary>
    private static double? HighestPeak(TestCircumstances now) =>
        now.PredictedBpm + (now.Medicines.Any(m => m is { BluntsNow: true, Effect: EffectClass.Blunts }) ? 0 : now.Options.PeakAbovePredictedBpm);

    private static bool IsContradictingTwin(ExerciseTest test, ExerciseTest other) =>
        other.Date == test.Date && Signature.IsGiven(other.SignedBy) && other.PeakHr is not null
        && (other.PeakHr != test.PeakHr || other.OnMedication != test.OnMedication || !Nullable.Equals(other.HoursAfterDose, test.HoursAfterDose));
}
