using System.Text.Json.Serialization;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Rerun;

/// <summary>What became of a decision.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RerunChange>))]
public enum RerunChange
{
    /// <summary>Decided then, and not by these rules.</summary>
    Gone,

    /// <summary>Decided by these rules, and not then.</summary>
    New,

    /// <summary>The same alert, prompt or gate at another time.</summary>
    Moved,

    /// <summary>At the same time, with other numbers, revisions or priority.</summary>
    Changed,
}

/// <summary>A figure that is another one. Null where it was not there.</summary>
/// <param name="Figure">Its place in the decision, such as <c>rev2.because.mean30s.value</c>.</param>
/// <param name="Then">As it was stored.</param>
/// <param name="Now">As these rules have it.</param>
public sealed record RerunFigure(string Figure, string? Then, string? Now);

/// <summary>One decision that is not the same.</summary>
/// <param name="Kind"><c>alert prompt plan gate strap answer summary</c>.</param>
/// <param name="Change">What became of it.</param>
/// <param name="Code">Alert code, prompt's reason, gate's code; null for the others.</param>
/// <param name="ThenT">Seconds since the session's start; null when new.</param>
/// <param name="NowT">The same now; null when gone.</param>
/// <param name="Id">Id then, or now for a new one; null where there is none.</param>
/// <param name="Priority">Of an alert: the highest that it reached.</param>
/// <param name="Course">Of an alert or a prompt that is gone or new: its states with their seconds.</param>
/// <param name="Figures">What changed.</param>
public sealed record RerunDifference(
    string Kind,
    RerunChange Change,
    string? Code,
    double? ThenT,
    double? NowT,
    string? Id,
    AlertPriority? Priority,
    IReadOnlyList<string> Course,
    IReadOnlyList<RerunFigure> Figures);

/// <summary>One session under today's rules.</summary>
public sealed record RerunReport
{
    public required string Session { get; init; }

    /// <summary>Pseudonym.</summary>
    public required string Participant { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Rules that were in force; several after an update in mid-session.</summary>
    public required IReadOnlyList<string> RulesThen { get; init; }

    public required string RulesNow { get; init; }

    public required IReadOnlyList<string> CatalogueThen { get; init; }

    public required string CatalogueNow { get; init; }

    /// <summary>Alerts that were stored, each counted once.</summary>
    public required int Alerts { get; init; }

    public required int Prompts { get; init; }

    public required long Samples { get; init; }

    /// <summary>Samples whose quality or reasons are others now.</summary>
    public required long LabelsChanged { get; init; }

    public required double? FirstLabelChangedT { get; init; }

    /// <summary>Acknowledgements and answers that went to an alert or a prompt which these rules have at another place.</summary>
    public required int AnswersMoved { get; init; }

    /// <summary>Rows that were stored and cannot be read: what these rules decide lacks them, so that a difference may be theirs.</summary>
    public IReadOnlyList<LostRows> Lost { get; init; } = [];

    /// <summary>In the order of time.</summary>
    public required IReadOnlyList<RerunDifference> Differences { get; init; }

    /// <summary>Every decision and every label is as it was.</summary>
    public bool IsSame => Differences.Count == 0 && LabelsChanged == 0;
}
