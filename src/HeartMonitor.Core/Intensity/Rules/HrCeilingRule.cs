using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>The 10-s median is strictly above the ceiling; in every mode and phase (domain-facts 4.6, decisions 1-2).</summary>
public sealed class HrCeilingRule : IIntensityRule
{
    private const int DelayWithIcdSeconds = 10; // decisions 2

    public AlertCode Code => AlertCode.HrCeiling;

    public RuleVerdict Judge(in JudgedMoment moment) =>
        CeilingJudgement.Judge(Code, moment, moment.Plan.Ceiling?.Alarm, moment.Plan.Facts.HasIcd ? DelayWithIcdSeconds : null);

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => HeartRateEvidence.Over(CeilingJudgement.Rate(moment), moment.Plan.Ceiling?.Alarm, "decisions 1");
}

/// <summary>The 10-s median is strictly above the warning below the ceiling (decisions 2).</summary>
public sealed class HrCeilingWarningRule : IIntensityRule
{
    public AlertCode Code => AlertCode.HrCeilingWarning;

    public RuleVerdict Judge(in JudgedMoment moment) => CeilingJudgement.Judge(Code, moment, moment.Plan.Ceiling?.Warn, null);

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => HeartRateEvidence.Over(CeilingJudgement.Rate(moment), moment.Plan.Ceiling?.Warn, "decisions 2");
}

internal static class CeilingJudgement
{
    internal static RuleVerdict Judge(AlertCode code, in JudgedMoment moment, double? limit, int? delaySeconds)
    {
        if (limit is not { } bpm) return RuleVerdict.Unknown(NoJudgementReason.NoLimit);
        if (!moment.Usable) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        var rate = Rate(moment);
        if (double.IsNaN(rate)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (rate <= bpm - moment.Hysteresis(code)) return RuleVerdict.Absent;
        if (rate <= bpm) return RuleVerdict.Between;
        return new(Judgement.Present, OnDelaySeconds: delaySeconds);
    }

    /// <summary>An ICD does not wait for a mean of 60 s, so the rule does not either, whatever the rhythm.</summary>
    internal static double Rate(in JudgedMoment moment) => moment.Plan.Facts.HasIcd ? moment.Median10 : moment.Level;
}

/// <summary>The numbers of every rule that holds a heart rate, bpm, against a limit.</summary>
internal static class HeartRateEvidence
{
    internal static IReadOnlyList<Evidence> Over(double rate, double? limit, string source) =>
        [new("median10s", Math.Round(rate, 1), "bpm"), new("limit", Math.Round(limit ?? 0, 1), "bpm", source)];
}
