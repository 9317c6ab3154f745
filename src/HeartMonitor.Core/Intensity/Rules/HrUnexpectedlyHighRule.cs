using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// On a blunting medicine: well above rest although the effort is felt as moderate, or above what the medicine lets one expect
/// (domain-facts 4.6, decisions 3).
/// </summary>
public sealed class HrUnexpectedlyHighRule : IIntensityRule
{
    private const double AboveExpectedBpm = 10; // domain-facts 4.6: Brawner + 10
    private const double BelowPeakBpm = 10; // decisions 3: measured peak - 10
    private const int ModerateRpe = 13; // domain-facts 4.6

    public AlertCode Code => AlertCode.HrUnexpectedlyHigh;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (!moment.Plan.Facts.Blunted) return RuleVerdict.Off;
        if (!moment.Usable) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        if (double.IsNaN(moment.Median10)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (LowestLimit(moment) is not { } limit) return RuleVerdict.Unknown(NoJudgementReason.NoLimit);
        if (moment.Median10 <= limit - moment.Hysteresis(Code)) return RuleVerdict.Absent;
        if (moment.Median10 <= limit) return RuleVerdict.Between;
        return new(Judgement.Present);
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => HeartRateEvidence.Over(moment, LowestLimit(moment), "domain-facts 4.6");

    private static double? LowestLimit(in JudgedMoment moment)
    {
        var facts = moment.Plan.Facts;
        if (facts is { OnDrugZones: true, OnDrugPeakHr: { } peak }) return peak - BelowPeakBpm;
        double? overRest = facts.RestingHrForSafety is { } rest && moment.Rpe is <= ModerateRpe ? rest + moment.Rules.UnexpectedAboveRestBpm : null;
        double? overExpected = facts.BrawnerHr is { } expected ? expected + AboveExpectedBpm : null;
        return overRest is null ? overExpected : overExpected is null ? overRest : Math.Min(overRest.Value, overExpected.Value);
    }
}
