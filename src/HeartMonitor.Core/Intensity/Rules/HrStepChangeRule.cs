using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// Heart rate leaps by more than 30 bpm within 5 s, and RR says the same (domain-facts 4.6, decisions 6): a reason to feel the pulse. Not in
/// a planned interval, not for hearts whose nature it is, not at the start of wear nor after a gap.
/// </summary>
public sealed class HrStepChangeRule : IIntensityRule
{
    private const int WithinSeconds = 5; // domain-facts 4.6
    private const int SeenAfterSeconds = 2; // the new rate stands for that long, as the old one stood: one odd second is no step
    private const int SeenForSeconds = 4;

    public AlertCode Code => AlertCode.HrStepChange;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (moment.Plan.Facts is { InAtrialFibrillation: true } or { Paced: true }) return RuleVerdict.Off;
        if (moment.Moves.Last is { Planned: true }) return RuleVerdict.Off;
        if (!moment.Good || !Has(moment, moment.UnbrokenSince, moment.Rules.StepNeedsSeconds)) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        if (!Has(moment, moment.RrAgreesSince, SeenAfterSeconds)) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        return Step(moment).Bpm > moment.Rules.StepBpm ? new(Judgement.Present) : RuleVerdict.Absent;
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment)
    {
        var (bpm, before) = Step(moment);
        return [new("step", Math.Round(bpm), "bpm"), new("from", Math.Round(before), "bpm")];
    }

    private static bool Has(in JudgedMoment moment, DateTimeOffset? since, int seconds) =>
        since is { } begun && (moment.At - begun).TotalSeconds >= seconds;

    /// <summary>The largest step of the last seconds that still stands, and the rate before it.</summary>
    private static (double Bpm, double Before) Step(in JudgedMoment moment)
    {
        var largest = (Bpm: 0.0, Before: double.NaN);
        for (var ago = SeenAfterSeconds; ago < SeenAfterSeconds + SeenForSeconds; ago++)
        {
            var before = moment.Heart.Mean(1, 1, ago + WithinSeconds);
            var step = Math.Abs(moment.Heart.Mean(1, 1, ago) - before);
            var stands = Math.Abs(moment.Heart.Mean(ago, 1) - before) > moment.Rules.StepBpm / 2;
            var stood = Math.Abs(moment.Heart.Mean(1, 1, ago + WithinSeconds + 1) - before) < moment.Rules.StepBpm / 2;
            if (step > largest.Bpm && stands && stood) largest = (step, before);
        }

        return largest;
    }
}
