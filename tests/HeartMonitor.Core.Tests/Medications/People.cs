using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Participants of the stories, and short ways to plan for them.</summary>
internal static class People
{
    internal static DateOnly Monday { get; } = new(2026, 3, 2);

    internal static DateTimeOffset Nine { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    internal static Participant Someone(int age = 58, int? restingHr = 60, params MedicationEntry[] medications) =>
        new() { Id = "p_07", Age = age, RestingHr = restingHr, Medications = medications };

    internal static MedicationEntry Takes(string? atc, string? name = null) => new() { Atc = atc, Name = name, StartedOn = new DateOnly(2025, 3, 1) };

    /// <summary>The participant of contracts section 3, opted in to zones from the test.</summary>
    internal static Participant AtenololWithTest { get; } = new()
    {
        Id = "p_07",
        Age = 58,
        Sex = "male",
        RestingHr = 56,
        Medications = [new MedicationEntry { Atc = "C07AB03", Name = "atenolol", DoseMg = 50, StartedOn = new(2025, 3, 1), LastTaken = Nine.AddHours(-2) }],
        Conditions = [new Condition { Code = "coronary-disease" }],
        Tests = [new ExerciseTest { Date = new(2026, 2, 9), OnMedication = true, RestingHr = 56, PeakHr = 122, PeakMet = 6.5, HoursAfterDose = 2.5, SignedBy = "dr_a" }],
        Prescription = new Prescription { ZonesFromOnDrugTest = true },
    };

    internal static MonitoringPlan Plan(this Participant participant, CheckIn? checkIn = null, DateOnly? on = null, DateTimeOffset? at = null) =>
        MonitoringPlanner.Plan(participant, checkIn ?? CheckIn.Nothing, on ?? Monday, at, Shipped.Catalogue, PlannerOptions.Default);

    internal static string[] Codes(this IEnumerable<PlanReason> reasons) => [.. reasons.Select(r => r.Code)];

    /// <summary>The participant with the only medicine changed.</summary>
    internal static Participant With(this Participant participant, Func<MedicationEntry, MedicationEntry> change) =>
        participant with { Medications = [change(participant.Medications[0])] };

    internal static Participant WithTest(this Participant participant, Func<ExerciseTest, ExerciseTest> change) =>
        participant with { Tests = [change(participant.Tests[0])] };
}
