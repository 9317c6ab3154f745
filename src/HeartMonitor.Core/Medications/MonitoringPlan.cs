using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Medications;

/// <summary>How effort is judged.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MonitoringMode>))]
public enum MonitoringMode
{
    /// <summary>By perceived exertion; heart rate serves safety only. The default: in doubt, RPE (product.md, decision 4).</summary>
    Rpe,

    /// <summary>By heart-rate zone.</summary>
    Zones,

    /// <summary>Not at all: the start is refused, the reasons say why.</summary>
    Hold,
}

/// <summary>A heart-rate zone in bpm: <see cref="From"/> is in, <see cref="Below"/> is out.</summary>
/// <param name="From">Lower bound, inclusive.</param>
/// <param name="Below">Upper bound, exclusive.</param>
/// <param name="Method"><c>karvonen</c>.</param>
/// <param name="MaximalHr">The maximum that the zone was made from.</param>
public sealed record HeartRateZone(double From, double Below, string Method, MaximalHeartRate MaximalHr);

/// <summary>A maximal heart rate and where it comes from: an equation's name, or <c>measured</c>.</summary>
public sealed record MaximalHeartRate(double Bpm, string Equation);

/// <summary>Heart-rate ceiling in bpm: a warning and an alarm above it.</summary>
public sealed record HeartRateCeiling(double Warn, double Alarm);

/// <summary>Target RPE, Borg 6 to 20, both ends in.</summary>
public sealed record RpeTarget(int From, int To);

/// <summary>Why the plan is as it is.</summary>
/// <param name="Code">One of decisions 11.</param>
/// <param name="Subject">What it is about: an ATC code, a condition code, or null.</param>
/// <param name="Text">One plain sentence for staff.</param>
/// <param name="Source">Section that the rule comes from.</param>
public sealed record PlanReason(string Code, string? Subject, string Text, string Source);

/// <summary>
/// How one person is watched in one session, with the reasons (contracts section 3). Made by <c>MonitoringPlanner</c>, printed by
/// <c>monitor plan</c>, shown on the tablet, judged by the rules: one value for all of them.
/// </summary>
public sealed record MonitoringPlan
{
    public required string Participant { get; init; }

    public required MonitoringMode Mode { get; init; }

    /// <summary>Null unless the mode is zones.</summary>
    public HeartRateZone? Zone { get; init; }

    /// <summary>Null when nothing to build it from is known.</summary>
    public HeartRateCeiling? Ceiling { get; init; }

    public required RpeTarget Rpe { get; init; }

    /// <summary>Seconds between prompts in steady work; null when there are no scheduled prompts.</summary>
    public int? PromptEverySeconds { get; init; }

    public required IReadOnlyList<PlanReason> Reasons { get; init; }

    public required IReadOnlyList<PlanReason> Notes { get; init; }

    public required string CatalogueVersion { get; init; }

    public required string RulesVersion { get; init; }

    /// <summary>What the rules need to know and nobody outside does.</summary>
    [JsonIgnore]
    public JudgingFacts Facts { get; init; } = JudgingFacts.Unknown;
}

/// <summary>Facts behind the plan that the session's rules use. <see cref="Unknown"/> is the careful default.</summary>
public sealed record JudgingFacts
{
    public static JudgingFacts Unknown { get; } = new();

    /// <summary>Resting heart rate in force, bpm; null when not known.</summary>
    public double? RestingHr { get; init; }

    /// <summary>A medicine, or the window after stopping one, blunts heart rate.</summary>
    public bool Blunted { get; init; }

    /// <summary>The zone comes from a test on the medicine: RPE is asked too, every 10 minutes.</summary>
    public bool OnDrugZones { get; init; }

    /// <summary>Peak of the valid on-drug test, bpm.</summary>
    public double? OnDrugPeakHr { get; init; }

    /// <summary>Brawner's prediction for people on a beta-blocker, bpm (domain-facts 2.1); for safety rules, never for zones.</summary>
    public double? BrawnerHr { get; init; }

    /// <summary>Loss of signal is a medium alert after 30 s (decisions 9).</summary>
    public bool NeedsContinuousHr { get; init; }

    /// <summary>An ICD makes the ceiling alarm come after 10 s (decisions 2).</summary>
    public bool HasIcd { get; init; }

    /// <summary>An interaction pair is present: the low-rate rule is tighter (decisions 5).</summary>
    public bool InteractionPair { get; init; }

    /// <summary>Pacemaker: a flat or stepping rate is its nature.</summary>
    public bool Paced { get; init; }

    /// <summary>Heart transplant: slow rise, late fall.</summary>
    public bool Transplanted { get; init; }

    /// <summary>Atrial fibrillation that is present: heart rate is a 60-s mean.</summary>
    public bool InAtrialFibrillation { get; init; }

    /// <summary>A condition keeps heart rate from rising with effort (domain-facts 3.4).</summary>
    public bool RisesLittle { get; init; }

    /// <summary>The window after stopping a medicine that blunts heart rate still runs (decisions 13).</summary>
    public bool RecentlyStopped { get; init; }

    /// <summary>Resting rate on record, bpm: what is usual, whatever was measured today; null when there is none.</summary>
    public double? UsualRestingHr { get; init; }

    /// <summary>Upper rate of the pacemaker, bpm; null without one, or when it is not recorded.</summary>
    public int? PacemakerUpperRate { get; init; }

    /// <summary>Gates before the start, most severe first; a released one is listed as open. Empty when there is none.</summary>
    public IReadOnlyList<PlanGate> Gates { get; init; } = [];

    /// <summary>What the medicines make symptoms mean.</summary>
    public Cautions Cautions { get; init; }

    /// <summary>Fever today, measured or on record.</summary>
    public bool HasFever { get; init; }

    /// <summary>Kilograms, for workload equations.</summary>
    public double? BodyMassKg { get; init; }

    /// <summary>Peak METs of the test in force.</summary>
    public double? PeakMet { get; init; }
}
