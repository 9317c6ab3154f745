using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Prompts;

[JsonConverter(typeof(KebabCaseEnumConverter<PromptState>))]
public enum PromptState
{
    Open,

    /// <summary>Asked a second time, after 45 s.</summary>
    Repeated,
    Answered,

    /// <summary>180 s went by without an answer.</summary>
    Missed,

    /// <summary>Overtaken by events.</summary>
    Withdrawn,
}

/// <summary>Why a prompt opened (contracts section 4).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PromptReason>))]
public enum PromptReason
{
    Baseline,
    Schedule,
    Workload,
    HeartRate,
    Recheck,
    Talk,
    Signal,
    End,
    CoolDown,
    Session,
}
