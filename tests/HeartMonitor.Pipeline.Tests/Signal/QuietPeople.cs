using HeartMonitor.Core.Patients;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>Somebody to whom nothing happens.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Heart">The simulator's.</param>
/// <param name="Person">The facts that belong to that heart.</param>
/// <param name="WorkFrom">Lightest ordinary work, a fraction of reserve.</param>
/// <param name="WorkTo">Hardest ordinary work.</param>
internal sealed record QuietPerson(string Name, VirtualPerson Heart, Participant Person, double WorkFrom, double WorkTo)
{
    private static readonly MedicationEntry Metoprolol = new() { Atc = "C07AB02", Name = "metoprolol", StartedOn = new DateOnly(2024, 1, 1) };

    /// <summary>Every preset of the simulator. Work is what the plan of each asks for: moderate, and under its own ceiling.</summary>
    internal static IReadOnlyList<QuietPerson> All { get; } =
    [
        new("unmedicated", Presets.Unmedicated, Who(50, 70), 0.38, 0.54),
        new("beta-blocked", Presets.BetaBlocked, Who(50, 60) with { Medications = [Metoprolol] }, 0.35, 0.50),
        new("beta-blocked, coronary", Presets.BetaBlocked, Who(63, 60, "coronary-disease") with { Medications = [Metoprolol] }, 0.35, 0.48),
        new("clozapine", Presets.Clozapine, Who(36, 104) with
        {
            PersonalRestingHr = 102,
            Medications = [new() { Atc = "N05AH02", Name = "clozapine", StartedOn = new DateOnly(2024, 1, 1) }],
        }, 0.36, 0.50),
        new("transplant", Presets.Transplant, Who(55, 100, "heart-transplant"), 0.35, 0.52),
        new("pacemaker", Presets.PacemakerMotionSensor, Who(71, 60) with
        {
            Conditions = [new() { Code = "pacemaker", Mode = "VVIR", UpperRate = 120 }],
        }, 0.30, 0.52),
        new("older", Presets.OlderDeconditioned, Who(74, 76), 0.36, 0.52),
        new("irregular", Presets.AtrialFibrillation, Who(68, 78, "atrial-fibrillation"), 0.32, 0.48),
    ];

    private static Participant Who(int age, int restingHr, string? condition = null) => new()
    {
        Id = "p_quiet",
        Age = age,
        RestingHr = restingHr,
        BodyMassKg = 78,
        Conditions = condition is null ? [] : [new() { Code = condition }],
    };
}
