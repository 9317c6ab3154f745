using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity;

/// <summary>What a rule says about its condition at one moment.</summary>
public enum Judgement
{
    /// <summary>It cannot say, and names why; a pending alert starts over, an active one stays as it is. The default.</summary>
    NoJudgement,

    /// <summary>The rule has no business now (another mode, another phase): an active alert clears at once.</summary>
    Off,

    /// <summary>The condition is gone.</summary>
    Absent,

    /// <summary>Inside the hysteresis: neither here nor gone.</summary>
    Between,

    /// <summary>The condition holds.</summary>
    Present,
}

/// <summary>Why a rule cannot judge.</summary>
public enum NoJudgementReason
{
    None,
    SignalNotGood,
    TooFewSamples,
    AfterWorkloadChange,
    NoLimit,
    NoAnswer,

    /// <summary>No workload is known, or only one that was measured over the minute before.</summary>
    WorkNotKnown,

    /// <summary>A pacemaker sets the rate.</summary>
    Paced,

    /// <summary>The strap may be on somebody else.</summary>
    IdentityInDoubt,
}

/// <summary>A rule's verdict.</summary>
/// <param name="Judgement">What it says.</param>
/// <param name="Why">Why it cannot judge.</param>
/// <param name="Priority">Priority that the condition deserves just now; null for the catalogue's.</param>
/// <param name="Since">When the condition began, where the rule knows better than "now"; null for now.</param>
/// <param name="OnDelaySeconds">Delay in place of the catalogue's; null for the catalogue's.</param>
/// <param name="PriorityAtOnce">The rule itself waited for the higher priority; else it must hold for the alert's own delay.</param>
/// <param name="Worse">How bad it is, bpm, more being worse: an alert that was acknowledged is raised again when it gets worse by a step; null where
/// that is not asked.</param>
public readonly record struct RuleVerdict(
    Judgement Judgement,
    NoJudgementReason Why = NoJudgementReason.None,
    AlertPriority? Priority = null,
    DateTimeOffset? Since = null,
    int? OnDelaySeconds = null,
    bool PriorityAtOnce = false,
    double? Worse = null)
{
    public static RuleVerdict Off => new(Judgement.Off);

    public static RuleVerdict Absent => new(Judgement.Absent);

    public static RuleVerdict Between => new(Judgement.Between);

    public static RuleVerdict Unknown(NoJudgementReason why) => new(Judgement.NoJudgement, why);
}
