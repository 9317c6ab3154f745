using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Sessions;

/// <summary>Makes a plan from what is known on the day; the planner bound to its catalogue.</summary>
public delegate MonitoringPlan MakePlan(Participant participant, CheckIn checkIn, DateOnly on, DateTimeOffset? at);

/// <summary>What all sessions of one run share.</summary>
/// <param name="Alarms">Alerts, their words and the rules' numbers.</param>
/// <param name="Plan">The planner.</param>
/// <param name="Site">Site id; part of a session's identity.</param>
/// <param name="Language">Language of alert texts.</param>
public sealed record EngineSetup(AlarmCatalogue Alarms, MakePlan Plan, string Site = "gym1", string Language = "en");

/// <summary>What became of a fact.</summary>
/// <param name="Result">Accepted, or why not.</param>
/// <param name="Detail">One plain sentence when not accepted.</param>
/// <param name="Current">The alert or prompt that it named, as it is now.</param>
public readonly record struct FactOutcome(Ports.CommandResult Result, string? Detail = null, SessionEvent? Current = null)
{
    public static FactOutcome Accepted => new(Ports.CommandResult.Accepted);

    public static FactOutcome Invalid(string detail) => new(Ports.CommandResult.Invalid, detail);
}
