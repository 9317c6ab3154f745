using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// On a blunting medicine: well above rest although the effort is felt as moderate, or above what the medicine lets one expect
/// (domain-facts 4.6, decisions 3). With a pacemaker: above its upper rate (domain-facts 3.4). High while symptoms stand.
/// </summary>
public sealed class HrUnexpectedlyHighRule : IIntensityRule
{
    private const double AboveExpectedBpm = 10; // domain-facts 4.6: Brawner + 10
    private const double BelowPeakBpm = 10; // decisions 3: measured peak - 10
    private const int ModerateRpe = 13; // domain-facts 4.6

    public AlertCode Code => AlertCode.HrUnexpectedlyHigh;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (!moment.Plan.Facts.Blunted && AbovePacemaker(moment) is null) return RuleVerdict.Off;
        if (!moment.Usable) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        if (double.IsNaN(moment.Level)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (LowestLimit(moment) is not { } limit) return RuleVerdict.Unknown(NoJudgementReason.NoLimit);
        if (moment.Level <= limit - moment.Hysteresis(Code)) return RuleVerdict.Absent;
        if (moment.Level <= limit) return RuleVerdict.Between;
        return Symptomatic.Present(moment, worse: moment.Level);
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment)
    {
        var limit = LowestLimit(moment);
        var because = HeartRateEvidence.Over(moment.Level, limit, "domain-facts 4.6");
        if (moment.Plan.Facts.RecentlyStopped) return [new("recent-stop", 1, Evidence.Circumstance, "decisions 13"), .. because];
        return limit == AbovePacemaker(moment) ? [new("paced", 1, Evidence.Circumstance, "domain-facts 3.4"), .. because] : because;
    }

    private static double? LowestLimit(in JudgedMoment moment)
    {
        var blunted = moment.Plan.Facts.Blunted ? BluntedLimit(moment) : null;
        return Lower(blunted, AbovePacemaker(moment));
    }

    private static double? BluntedLimit(in JudgedMoment moment)
    {
        var facts = moment.Plan.Facts;
        if (facts is { OnDrugZones: true, OnDrugPeakHr: { } peak }) return peak - BelowPeakBpm;
        var overRest = moment.Rpe is <= ModerateRpe ? Rest(facts) + moment.Rules.UnexpectedAboveRestBpm : null;
        return Lower(overRest, facts.BrawnerHr + AboveExpectedBpm);
    }

    /// <summary>After a stop today's resting rate may itself be raised by it: what is usual counts, where that is lower.</summary>
    private static double? Rest(JudgingFacts facts) => facts.RecentlyStopped ? Lower(facts.RestingHr, facts.UsualRestingHr) : facts.RestingHr;

    private static double? AbovePacemaker(in JudgedMoment moment) => moment.Plan.Facts.PacemakerUpperRate + moment.Rules.AbovePacemakerBpm;

    private static double? Lower(double? a, double? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}

/// <summary>What a standing symptom does to a verdict.</summary>
internal static class Symptomatic
{
    /// <summary>High while any symptom stands, else the catalogue's (domain-facts 4.6). What was reported needs no delay of its own.</summary>
    internal static RuleVerdict Present(in JudgedMoment moment, double worse, int? onDelaySeconds = null) => new(
        Judgement.Present,
        Priority: moment.SymptomStanding is null ? null : AlertPriority.High,
        OnDelaySeconds: onDelaySeconds,
        PriorityAtOnce: true,
        Worse: worse);
}
