using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Medications;

/// <summary>What a condition on record does to the plan (domain-facts 3.4). Ordered: of two names in one entry the later member counts.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ConditionEffect>))]
public enum ConditionEffect
{
    /// <summary>Known; changes nothing by itself.</summary>
    None,

    /// <summary>A clinician decides when resting heart rate is low.</summary>
    EatingDisorder,

    /// <summary>RPE without a valid exercise test.</summary>
    NeedsTest,

    /// <summary>Heart rate rises too little: RPE.</summary>
    Response,

    /// <summary>Sounds like a condition of the heart, and nobody knows which: RPE.</summary>
    Unclear,

    /// <summary>As <see cref="Rhythm"/>, but only while present; not known counts as present.</summary>
    RhythmWhenPresent,

    /// <summary>Heart rate is not driven by effort: RPE, whatever a test says.</summary>
    Rhythm,

    /// <summary>An ICD: ceiling below its detection rate, no start without that rate.</summary>
    DetectionRate,

    /// <summary>No session.</summary>
    Fever,
}

/// <summary>One condition code with its meaning.</summary>
public sealed record ConditionRule
{
    public required string Code { get; init; }

    /// <summary>Other names, abbreviations and ICD-10 codes of it, lower case with hyphens.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Words for staff.</summary>
    public required string Name { get; init; }

    public required ConditionEffect Effect { get; init; }

    /// <summary>Loss of signal is a medium alert after 30 s (decisions 9).</summary>
    public bool NeedsContinuousHr { get; init; }

    /// <summary>Pacemaker: steps and flat stretches are its nature.</summary>
    public bool IsPaced { get; init; }

    /// <summary>Transplant: slow rise, late fall, high resting rate.</summary>
    public bool IsTransplanted { get; init; }

    /// <summary>A recent stop of a beta-blocker needs a clinician's release (domain-facts 10, S07).</summary>
    public bool GatesRecentStop { get; init; }

    /// <summary>It shifts the resting rate: the one on file should be measured again on the day (domain-facts 3.4).</summary>
    public bool RemeasureRest { get; init; }

    /// <summary>A condition of the heart, or one that keeps the heart from following effort.</summary>
    public bool IsCardiac => NeedsContinuousHr
        || Effect is ConditionEffect.Rhythm or ConditionEffect.RhythmWhenPresent or ConditionEffect.Response
            or ConditionEffect.NeedsTest or ConditionEffect.DetectionRate or ConditionEffect.Unclear;

    /// <summary>Resting rate up to which there is no gate, bpm, where the condition itself raises it; null: the ordinary limit.</summary>
    public double? RestingUpToBpm { get; init; }

    public required string Source { get; init; }
}

/// <summary>A substance that may be reported at check-in.</summary>
/// <param name="Code">Name in contracts section 4.</param>
/// <param name="Name">Words for staff.</param>
/// <param name="Gates">A clinician decides about the start; otherwise a note.</param>
/// <param name="Hours">Hours that it counts; null: the whole day.</param>
/// <param name="Source">Section.</param>
public sealed record SubstanceRule(string Code, string Name, bool Gates, double? Hours, string Source);
