using System.Text.Json.Serialization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Sessions;

/// <summary>What a session's rules decided, in the form of <c>--events</c> (contracts section 4).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(PlanEvent), "plan")]
[JsonDerivedType(typeof(AlertEvent), "alert")]
[JsonDerivedType(typeof(PromptEvent), "prompt")]
[JsonDerivedType(typeof(AnswerEvent), "answer")]
[JsonDerivedType(typeof(QualityEvent), "quality")]
[JsonDerivedType(typeof(GateEvent), "gate")]
[JsonDerivedType(typeof(SummaryEvent), "summary")]
[JsonDerivedType(typeof(StrapEvent), "strap")]
public abstract record SessionEvent
{
    /// <summary>Seconds since the session's start.</summary>
    [JsonPropertyOrder(-2)]
    public required double T { get; init; }

    /// <summary>The instant, for everybody but the scenario runner.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}

/// <summary>A plan came into force; members as <c>monitor plan</c> prints.</summary>
public sealed record PlanEvent : SessionEvent
{
    /// <summary>Flattened into the event by <c>MonitorJson</c>.</summary>
    public required MonitoringPlan Plan { get; init; }
}

/// <summary>Where an alert is in its life.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AlertState>))]
public enum AlertState
{
    Raised,
    Escalated,
    Acknowledged,

    /// <summary>The condition ended.</summary>
    Cleared,

    /// <summary>Nothing more is owed.</summary>
    Closed,

    /// <summary>Somebody put it aside until a stated time.</summary>
    Shelved,

    /// <summary>The signal is lost, and the alert that says so stands for this one.</summary>
    Suppressed,

    /// <summary>Back from the shelf or from suppression, with the condition still there; no new episode.</summary>
    Returned,
}

[JsonConverter(typeof(KebabCaseEnumConverter<AlertPriority>))]
public enum AlertPriority
{
    Low,
    Medium,
    High,
}

[JsonConverter(typeof(KebabCaseEnumConverter<AlertNature>))]
public enum AlertNature
{
    Physiological,
    Technical,
    Workflow,
}

/// <summary>One change in the life of an alert; the newest revision is the whole truth about it.</summary>
public sealed record AlertEvent : SessionEvent
{
    /// <summary>16 letters and digits, derived from the session, the code and the episode's start.</summary>
    public required string Id { get; init; }

    public required AlertCode Code { get; init; }

    public required AlertPriority Priority { get; init; }

    public required AlertNature Nature { get; init; }

    public required AlertState State { get; init; }

    /// <summary>Revision from 1, growing by one with every change.</summary>
    public required int Rev { get; init; }

    /// <summary>What was seen and what to do, in plain words.</summary>
    public required string Text { get; init; }

    /// <summary>The numbers that were used.</summary>
    public required IReadOnlyList<Evidence> Because { get; init; }

    /// <summary>The rule behind it: the sections that it is written in.</summary>
    public string Source { get; init; } = "";

    /// <summary>When the condition began to hold.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Stays until acknowledged although the condition has ended.</summary>
    public bool Latched { get; init; }

    public string? AckedBy { get; init; }

    public DateTimeOffset? AckedAt { get; init; }

    /// <summary>While it is on the shelf: when it comes back, and who signed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ShelvedUntil { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShelvedBy { get; init; }

    /// <summary>While it is suppressed: the alert that explains why nothing can be judged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlertCode? SuppressedBy { get; init; }

    /// <summary>It comes and goes: kept open until it was quiet for a while (domain-facts 8.2).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Chattering { get; init; }

    /// <summary>Versions in force: rules and catalogue.</summary>
    public string RulesVersion { get; init; } = "";

    public string CatalogueVersion { get; init; } = "";
}

/// <summary>One number behind a decision.</summary>
/// <param name="What">What it is, such as <c>mean30s</c>.</param>
/// <param name="Value">Its value, in <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>bpm</c>, <c>s</c>, <c>rpe</c>, ...</param>
/// <param name="Source">Section or record that it comes from, where it is a limit.</param>
public sealed record Evidence(string What, double Value, string Unit, string? Source = null)
{
    /// <summary>Unit of an entry that is a circumstance and no number: the alert's words for it are taken where there are any.</summary>
    public const string Circumstance = "circumstance";

    /// <summary>Unit of an entry that names another participant by pseudonym.</summary>
    public const string Person = "participant";

    /// <summary>Unit of evidence that names where stored rows go, such as <c>influxdb</c>.</summary>
    public const string Sink = "sink";

    /// <summary>Unit of evidence that names a radio, such as <c>hci0</c>.</summary>
    public const string Adapter = "adapter";

    /// <summary>Units whose names words list, as <c>{sinks}</c>.</summary>
    internal static readonly string[] Lists = [Person, Sink, Adapter];
}

/// <summary>One change in the life of a prompt for perceived exertion.</summary>
public sealed record PromptEvent : SessionEvent
{
    public required string Id { get; init; }

    public required PromptState State { get; init; }

    public required PromptReason Reason { get; init; }

    /// <summary>The answer, 6 to 20; null unless answered. A missing answer is never filled in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Value { get; init; }

    /// <summary>Revision from 1.</summary>
    public int Rev { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnsweredBy? By { get; init; }
}

/// <summary>What became of an answer about effort.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AnswerState>))]
public enum AnswerState
{
    /// <summary>Staff took it back: it counts for nothing any more.</summary>
    Withdrawn,
}

/// <summary>An answer about effort no longer stands. That it was given is told by the fact, and by its prompt.</summary>
public sealed record AnswerEvent : SessionEvent
{
    public required AnswerState State { get; init; }

    /// <summary>The answer, 6 to 20.</summary>
    public required int Value { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>Who took it back.</summary>
    public required string By { get; init; }

    /// <summary>The prompt that it answered; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Prompt { get; init; }
}

/// <summary>The quality of the signal changed.</summary>
public sealed record QualityEvent : SessionEvent
{
    public required SignalQuality Quality { get; init; }

    /// <summary>Names of <see cref="SignalReasons"/> in kebab-case.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}

[JsonConverter(typeof(KebabCaseEnumConverter<GateState>))]
public enum GateState
{
    Open,
    Clinician,
    Refused,
}

/// <summary>A gate before the start: a clinician is needed, the start is refused, or a clinician released it.</summary>
public sealed record GateEvent : SessionEvent
{
    public required GateState State { get; init; }

    /// <summary>Reason code of decisions 11.</summary>
    public required string Code { get; init; }
}

/// <summary>The session in figures, at its end. A figure that is not valid is null and named in <see cref="Reasons"/>.</summary>
public sealed record SummaryEvent : SessionEvent
{
    public double? MinutesInZone { get; init; }

    public double? MinutesAbove { get; init; }

    public double? MinutesBelow { get; init; }

    public double? MetMinutes { get; init; }

    public double? MetMinutesModerate { get; init; }

    /// <summary>Every source of METs with its part; the time that is left out has the source <c>none</c> and says why.</summary>
    public IReadOnlyList<MetShare> MetSources { get; init; } = [];

    /// <summary>Time with METs of the time in phases of work, 0 to 100.</summary>
    public double? MetCoveragePercent { get; init; }

    /// <summary>The dose minute by minute, equal neighbours as one.</summary>
    public IReadOnlyList<MetStretch> MetStretches { get; init; } = [];

    public double? MeanHr { get; init; }

    public int? PeakHr { get; init; }

    public HrRecovery? HrRecovery60 { get; init; }

    public required IReadOnlyList<RpeEntry> Rpe { get; init; }

    public required AlertCounts Alerts { get; init; }

    public required PromptCounts Prompts { get; init; }

    /// <summary>Seconds with a value the rules could use, as a percentage of the session without pauses, 0 to 100.</summary>
    public required double? CoveragePercent { get; init; }

    /// <summary>The signal in figures.</summary>
    public SignalSummary Signal { get; init; } = new(0, 0, 0, null);

    /// <summary>Figure to the reason why it is null.</summary>
    public required IReadOnlyDictionary<string, string> Reasons { get; init; }

    /// <summary>Figure to where it comes from, for those that are not null.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>();

    /// <summary>Versions in force at the end: rules, medicines, activities.</summary>
    public string RulesVersion { get; init; } = "";

    public string CatalogueVersion { get; init; } = "";

    public string ActivitiesVersion { get; init; } = "";
}

/// <summary>Fall of heart rate in the first minute after work (domain-facts 2.7).</summary>
/// <param name="Bpm">Beats per minute; negative when it rose.</param>
/// <param name="Protocol"><c>active</c> when a cool-down followed, else <c>passive</c>.</param>
public sealed record HrRecovery(double Bpm, string Protocol);

/// <summary>How good the signal was.</summary>
/// <param name="Gaps">Stretches of at least 3 s without a reading, pauses left out.</param>
/// <param name="GapSeconds">Seconds in them together.</param>
/// <param name="LongestGapSeconds">Seconds of the longest.</param>
/// <param name="ArtefactPercent">Intervals that do not fit their neighbours, 0 to 100; null where there are none, where they are no beats, and
/// where the heart's own rhythm is uneven.</param>
public sealed record SignalSummary(int Gaps, double GapSeconds, double LongestGapSeconds, double? ArtefactPercent);

/// <summary>One answer in the summary.</summary>
public sealed record RpeEntry(double T, int Value, AnsweredBy By, PromptReason? Reason)
{
    /// <summary>Who took it back; null while it stands.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WithdrawnBy { get; init; }
}

public sealed record AlertCounts(int Low, int Medium, int High);

public sealed record PromptCounts(int Opened, int Answered, int Missed);
