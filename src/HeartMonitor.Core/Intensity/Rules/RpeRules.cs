using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>The last answers stand for this alert (domain-facts 4.4): one of below-target, above-target, reduce, stop; never two.</summary>
public sealed class RpeAnswerRule(AlertCode code) : IIntensityRule
{
    public AlertCode Code => code;

    public RuleVerdict Judge(in JudgedMoment moment) => moment.RpeStanding == code ? new(Judgement.Present) : RuleVerdict.Off;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => Numbers(moment.Rpe ?? 0, moment.Plan.Rpe);

    /// <summary>The numbers behind an answer.</summary>
    internal static IReadOnlyList<Evidence> Numbers(int answer, Medications.RpeTarget target) =>
    [
        new("rpe", answer, "rpe"),
        new("from", target.From, "rpe", "prescription"),
        new("to", target.To, "rpe", "prescription"),
    ];
}

/// <summary>The person cannot talk although the answers are low: one of the two is not to be believed (domain-facts 4.4).</summary>
public sealed class RpeTalkDisagreeRule : IIntensityRule
{
    public AlertCode Code => AlertCode.RpeTalkDisagree;

    public RuleVerdict Judge(in JudgedMoment moment) => moment.TalkDisagrees ? new(Judgement.Present) : RuleVerdict.Off;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => [new("rpe", moment.Rpe ?? 0, "rpe")];
}

/// <summary>The answer fell although work and heart rate rose: the scale may not be understood (domain-facts 4.4).</summary>
public sealed class RpeScaleCheckRule : IIntensityRule
{
    public AlertCode Code => AlertCode.RpeScaleCheck;

    public RuleVerdict Judge(in JudgedMoment moment) => moment.ScaleDoubt is not null ? new(Judgement.Present) : RuleVerdict.Off;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => moment.ScaleDoubt is not { } doubt ? [] :
    [
        new("rpeBefore", doubt.Before, "rpe"),
        new("rpe", doubt.Now, "rpe"),
        new("rise", Math.Round(doubt.HeartRateNow - doubt.HeartRateBefore, 1), "bpm"),
    ];
}

/// <summary>A prompt has waited too long for its answer (product.md, decision 7).</summary>
public sealed class RpeUnansweredRule : IIntensityRule
{
    public AlertCode Code => AlertCode.RpeUnanswered;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (moment.NotResponding || moment.UnansweredSince is not { } since) return RuleVerdict.Off;
        return (moment.At - since).TotalSeconds >= moment.Rules.UnansweredAfterSeconds ? new(Judgement.Present) : RuleVerdict.Off;
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => LostSignal.For(moment, moment.UnansweredSince);
}

/// <summary>Nobody answered at all (decisions 29): a new alert, and the milder one closes.</summary>
public sealed class RpeNotRespondingRule : IIntensityRule
{
    public AlertCode Code => AlertCode.RpeNotResponding;

    public RuleVerdict Judge(in JudgedMoment moment) => moment.NotResponding ? new(Judgement.Present) : RuleVerdict.Off;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => [new("seconds", moment.Rules.NotRespondingAfterSeconds, "s")];
}
