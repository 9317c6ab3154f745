using System.Text.Json.Serialization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Messages;

/// <summary>Direction of the last minute.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Trend>))]
public enum Trend
{
    Flat,
    Up,
    Down,
}

/// <summary>Data of <c>hrm.live</c> (ecosystem-reliability 1a, contracts 6): what a tile shows, once a second and session.</summary>
public sealed record LiveData
{
    public required string Participant { get; init; }

    /// <summary>Instant that the ages count from; <c>time</c> of the envelope.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }

    /// <summary>Beats per minute; null when there is no value the rules would use or it is older than 5 s.</summary>
    public int? Hr { get; init; }

    /// <summary>Age of the last packet with a reading in ms; null before the first.</summary>
    public long? HrAgeMs { get; init; }

    /// <summary>Zone by fifths of reserve: 0 under 30 %, 1 to 40 %, 2 to 60 %, 3 to 90 %, 4 above; null outside zones mode.</summary>
    public int? Zone { get; init; }

    public required MonitoringMode Mode { get; init; }

    public required SessionPhase Phase { get; init; }

    public bool Paused { get; init; }

    /// <summary>How sure it is that the strap is on the person.</summary>
    public BindingState Binding { get; init; }

    public required SensorContact Contact { get; init; }

    public required SignalQuality Quality { get; init; }

    /// <summary>The value is shown with a mark: outside 40 to 240 less the age, bpm (domain-facts 5.1). Believed all the same.</summary>
    public bool HrUnlikely { get; init; }

    /// <summary>What speaks against the newest sample, in kebab-case; empty when nothing does.</summary>
    public IReadOnlyList<string> QualityReasons { get; init; } = [];

    /// <summary>Seconds with a value that the rules could use, of the session so far without pauses, 0 to 100 %; null before the first.</summary>
    public double? CoveragePercent { get; init; }

    /// <summary>Intervals of the last minute that do not fit their neighbours, 0 to 100 %; null without intervals that are beats.</summary>
    public double? ArtefactPercent { get; init; }

    /// <summary>Gaps of at least 3 s without a reading in the session so far.</summary>
    public int Gaps { get; init; }

    public required Trend Trend { get; init; }

    /// <summary>Last RPE answer, 6 to 20.</summary>
    public int? Rpe { get; init; }

    public long? RpeAgeS { get; init; }

    /// <summary>Seconds to the next scheduled prompt; null when none is due or one is open.</summary>
    public long? NextPromptS { get; init; }

    /// <summary>Battery percent; null when not known.</summary>
    public int? Batt { get; init; }

    /// <summary>Start of the session. For the store, not for tiles.</summary>
    [JsonIgnore]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The minutes of the dose that nothing can change any more, oldest first. For the store, not for tiles.</summary>
    [JsonIgnore]
    public IReadOnlyList<MetStretch> DoseMinutes { get; init; } = [];

    /// <summary>Seconds of work in the zone so far; null outside zones mode.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? InZoneS { get; init; }

    /// <summary>MET-minutes so far, gross, to a tenth; null while no METs are known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MetMinutes { get; init; }
}

/// <summary>Data of <c>hrm.alert</c>.</summary>
public sealed record AlertData
{
    public required string Aid { get; init; }

    public required string Participant { get; init; }

    public required int Rev { get; init; }

    public required AlertState State { get; init; }

    public required AlertPriority Priority { get; init; }

    public required AlertNature Kind { get; init; }

    public required AlertCode Code { get; init; }

    public required string Text { get; init; }

    /// <summary>The same in every language that there is, for tablets, which choose; the stream alone has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Texts { get; init; }

    public required IReadOnlyList<Evidence> Because { get; init; }

    /// <summary>The rule behind it: the sections that it is written in.</summary>
    public string Source { get; init; } = "";

    /// <summary>Rules and medicines in force.</summary>
    public string RulesVersion { get; init; } = "";

    public string CatalogueVersion { get; init; } = "";

    public required DateTimeOffset Since { get; init; }

    public string? AckedBy { get; init; }

    public DateTimeOffset? AckedAt { get; init; }

    /// <summary>While it is on the shelf: when it comes back, and who signed.</summary>
    public DateTimeOffset? ShelvedUntil { get; init; }

    public string? ShelvedBy { get; init; }

    /// <summary>While it is suppressed: code of the alert that explains why nothing can be judged.</summary>
    public AlertCode? SuppressedBy { get; init; }

    /// <summary>It comes and goes, and is kept open until it was quiet for a while.</summary>
    public bool Chattering { get; init; }

    public bool Latched { get; init; }

    /// <summary>False when the alert had to go out before the journal had it.</summary>
    public bool Stored { get; init; } = true;
}

/// <summary>Data of <c>hrm.prompt</c>.</summary>
public sealed record PromptData
{
    public required string Pid { get; init; }

    public required string Participant { get; init; }

    public required int Rev { get; init; }

    public string Scale { get; init; } = "borg6_20";

    public required PromptReason Reason { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Opening + 180 s (contracts 6).</summary>
    public required DateTimeOffset OpenUntil { get; init; }

    public required PromptState State { get; init; }

    public int? Value { get; init; }
}

/// <summary>Data of <c>hrm.session</c>. No medicine leaves the service: only the mode does.</summary>
public sealed record SessionData
{
    /// <summary><c>active</c>, <c>paused</c>, <c>recovery</c>, <c>ended</c> or <c>aborted</c>.</summary>
    public required string State { get; init; }

    public required string Participant { get; init; }

    public required MonitoringMode Mode { get; init; }

    public required SessionPhase Phase { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Zone bounds in bpm for the tile's bar; null in RPE mode.</summary>
    public double? ZoneFrom { get; init; }

    public double? ZoneBelow { get; init; }

    /// <summary>How sure it is that the strap is on the person; the strap itself is not named.</summary>
    public BindingState Binding { get; init; }

    public int RpeFrom { get; init; }

    public int RpeTo { get; init; }

    public required string Rules { get; init; }
}

/// <summary>Data of <c>hrm.reply</c>.</summary>
public sealed record ReplyData
{
    /// <summary>Id of the request.</summary>
    public required string Re { get; init; }

    public required CommandResult Result { get; init; }

    public string? Detail { get; init; }

    /// <summary>The alert as it stands, where the request named one.</summary>
    public AlertData? Current { get; init; }
}

/// <summary>Data of <c>hrm.svc</c>.</summary>
public sealed record ServiceData
{
    /// <summary><c>starting</c>, <c>ready</c>, <c>degraded</c>, <c>stopping</c> or <c>lost</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Rows not yet committed.</summary>
    public long JournalLag { get; init; }
}

/// <summary>Data of <c>hrm.ack</c>, from a tablet.</summary>
public sealed record AckRequest
{
    public required string Aid { get; init; }

    public int? Rev { get; init; }

    public string? By { get; init; }
}

/// <summary>Data of <c>hrm.answer</c>, from a tablet.</summary>
public sealed record AnswerRequest
{
    public required string Pid { get; init; }

    public required int Value { get; init; }

    public AnsweredBy By { get; init; } = AnsweredBy.Participant;
}
