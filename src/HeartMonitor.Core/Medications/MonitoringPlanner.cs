using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Decides how a person is watched: pure, total, the same answer for the same input.</summary>
public static class MonitoringPlanner
{
    /// <summary>Version of the rules, named in every plan, alert and export.</summary>
    public const string RulesVersion = "1.0.0";

    /// <summary>The plan for one person on one day.</summary>
    /// <param name="participant">Who.</param>
    /// <param name="checkIn">What was learnt today; <see cref="CheckIn.Nothing"/> before the check-in.</param>
    /// <param name="on">The clinic's date.</param>
    /// <param name="sessionAt">Instant of the session or of the check-in fact; null when hours since a dose are not to be judged (decisions 17).</param>
    /// <param name="catalogue">Medicines, conditions and words.</param>
    /// <param name="options">Numbers.</param>
    public static MonitoringPlan Plan(
        Participant participant,
        CheckIn checkIn,
        DateOnly on,
        DateTimeOffset? sessionAt,
        MedicationCatalogue catalogue,
        PlannerOptions options) =>
        throw new NotImplementedException();
}
