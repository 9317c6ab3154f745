using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// The 10-s median is strictly above the ceiling; in every mode, phase and rhythm (domain-facts 4.6, decisions 1-2): danger does not wait for the
/// mean of a minute that an irregular rhythm's effort is judged by.
/// </summary>
public sealed class HrCeilingRule : IIntensityRule
{
    private const int DelayWithIcdSeconds = 10; // decisions 2

    public AlertCode Code => AlertCode.HrCeiling;

    public RuleVerdict Judge(in JudgedMoment moment) =>
        CeilingJudgement.Judge(Code, moment, moment.Plan.Ceiling?.Alarm, moment.Plan.Facts.HasIcd ? DelayWithIcdSeconds : null);

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => HeartRateEvidence.Over(moment.Median10, moment.Plan.Ceiling?.Alarm, "decisions 1");
}

/// <summary>The 10-s median is strictly above the warning below the ceiling (decisions 2).</summary>
public sealed class HrCeilingWarningRule : IIntensityRule
{
    public AlertCode Code => AlertCode.HrCeilingWarning;

    public RuleVerdict Judge(in JudgedMoment moment) => CeilingJudgement.Judge(Code, moment, moment.Plan.Ceiling?.Warn, null);

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => HeartRateEvidence.Over(moment.Median10, moment.Plan.Ceiling?.Warn, "decisions 2");
}

internal static class CeilingJudgement
{
    internal static RuleVerdict Judge(AlertCode code, in JudgedMoment moment, double? limit, int? delaySeconds)
    {
        if (limit is not { } bpm) return RuleVerdict.Unknown(NoJudgementReason.NoLimit);
        if (!moment.Usable) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        var rate = moment.Median10;
        if (double.IsNaN(rate)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (rate <= bpm - moment.Hysteresis(code)) return RuleVerdict.Absent;
        if (rate <= bpm) return RuleVerdict.Between;
        return new(Judgement.Present, OnDelaySeconds: delaySeconds, Worse: rate);
    }
}

/// <summary>The numbers of every rule that holds a heart rate, bpm, against a limit.</summary>
internal static class HeartRateEvidence
{
    internal static IReadOnlyList<Evidence> Over(double rate, double? limit, string source) =>
        [new("median10s", Math.Round(rate, 1), "bpm"), new("limit", Math.Round(limit ?? 0, 1), "bpm", source)];
}
