using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <summary>Makes a plan from what is known on the day; the planner bound to its catalogue.</summary>
public delegate MonitoringPlan MakePlan(Participant participant, CheckIn checkIn, DateOnly on, DateTimeOffset? at);

/// <summary>What all sessions of one run share.</summary>
/// <param name="Alarms">Alerts, their words and the rules' numbers.</param>
/// <param name="Plan">The planner.</param>
/// <param name="Site">Site id; part of a session's identity.</param>
/// <param name="Language">Language of alert texts.</param>
public sealed record EngineSetup(AlarmCatalogue Alarms, MakePlan Plan, string Site = "gym1", string Language = "en")
{
    /// <summary>Activities with their METs, and the numbers of the dose.</summary>
    public ActivityTable Activities { get; init; } = ActivityTable.Empty;

    /// <summary>What each class of sensors can do.</summary>
    public StrapCatalogue Straps { get; init; } = StrapCatalogue.Default;

    /// <summary>The numbers that <see cref="Plan"/> is bound to; their version is part of the rules'.</summary>
    public PlannerOptions Planner { get; init; } = PlannerOptions.Default;

    /// <summary>The medicines that <see cref="Plan"/> knows, for a search; null where there are none to search.</summary>
    public MedicationCatalogue? Medicines { get; init; }

    /// <summary>Words and forms of <see cref="Language"/>.</summary>
    public StaffWords Words { get; init; } = StaffWords.Plain;

    /// <summary>A participant without what no rule needs, a name above all: so a session begins, and so it is stored.</summary>
    public Func<Participant, Participant> Discreet { get; init; } = static participant => participant;

    /// <summary>The same rules in another language that is configured; null for one that is not.</summary>
    public Func<string, EngineSetup?> InLanguage { get; init; } = static _ => null;

    /// <summary>
    /// The rules in force, named by every plan, alert and summary: version of the program's rules, and of each file with numbers its own
    /// version and 8 hex digits of its content. A changed number is another version.
    /// </summary>
    public string RulesVersion => $"{MonitoringPlanner.RulesVersion}+alarms.{Plain(Alarms.Version)}.activities.{Plain(Activities.Version)}.straps.{Plain(Straps.Version)}.planner.{Plain(Planner.Version)}";

    /// <summary>The plan, with the rules in force named in it.</summary>
    public MonitoringPlan PlanFor(Participant participant, CheckIn checkIn, DateOnly on, DateTimeOffset? at) =>
        Plan(participant, checkIn, on, at) with { RulesVersion = RulesVersion };

    private static string Plain(string version) => version.Replace('+', '.');

    /// <summary>This setup, or the one in a story's language.</summary>
    /// <exception cref="ArgumentException">No words in that language.</exception>
    public EngineSetup Speaking(string? language) =>
        language is null || language == Language ? this : InLanguage(language) ?? throw new ArgumentException($"there are no words in the language {language}", nameof(language));
}

/// <summary>What became of a fact.</summary>
/// <param name="Result">Accepted, or why not.</param>
/// <param name="Detail">One plain sentence when not accepted.</param>
/// <param name="Current">The alert or prompt that it named, as it is now.</param>
public readonly record struct FactOutcome(Ports.CommandResult Result, string? Detail = null, SessionEvent? Current = null)
{
    public static FactOutcome Accepted => new(Ports.CommandResult.Accepted);

    public static FactOutcome Invalid(string detail) => new(Ports.CommandResult.Invalid, detail);
}
