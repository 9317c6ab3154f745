using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// Heart rate lower than work allows: in work below 50 bpm or below rest - 5, tighter with an interaction pair; at any time below
/// 40 bpm (domain-facts 4.6, decisions 5). High while symptoms stand.
/// </summary>
public sealed class HrLowRule : IIntensityRule
{
    private const double ExerciseBpm = 50;
    private const double ExerciseWithPairBpm = 52;
    private const double BelowRestBpm = 5;
    private const double AlwaysBpm = 40;
    private const int AlwaysDelaySeconds = 10;
    public AlertCode Code => AlertCode.HrLow;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (!moment.Usable) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        if (double.IsNaN(moment.Median10)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (moment.Median10 < AlwaysBpm) return Symptomatic.Present(moment, -moment.Median10, AlwaysDelaySeconds); // in any rhythm: ten seconds of it are enough

        var (rate, limit) = (moment.Level, Limit(moment));
        if (double.IsNaN(rate)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (rate >= limit + moment.Hysteresis(Code)) return RuleVerdict.Absent;
        return rate >= limit ? RuleVerdict.Between : Symptomatic.Present(moment, -rate);
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) =>
        HeartRateEvidence.Over(moment.Median10 < AlwaysBpm ? moment.Median10 : moment.Level, Limit(moment), "domain-facts 4.6");

    /// <summary>What heart rate must not be under, bpm: in work by the exercise, else by itself.</summary>
    internal static double Limit(in JudgedMoment moment) => moment is { Phase: SessionPhase.Work, Resting: false } ? ExerciseLimit(moment) : AlwaysBpm;

    private static double ExerciseLimit(in JudgedMoment moment)
    {
        var facts = moment.Plan.Facts;
        var lowest = facts.InteractionPair ? ExerciseWithPairBpm : ExerciseBpm;
        return facts.RestingHr is { } rest ? Math.Max(lowest, facts.InteractionPair ? rest : rest - BelowRestBpm) : lowest;
    }
}
