using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// More work for two minutes and hardly any rise of heart rate (domain-facts 4.6). Low where a medicine or a condition lets one expect it;
/// not with a pacemaker, whose rate need not follow; after a transplant not before 10 min (domain-facts 3.4). Once a change of work: it is
/// judged for a minute, and an alert then stands until heart rate has risen or the work changes.
/// </summary>
public sealed class HrFailsToRiseRule : IIntensityRule
{
    private const int JudgedForSeconds = 60;

    public AlertCode Code => AlertCode.HrFailsToRise;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (!moment.IsWorking) return RuleVerdict.Off;
        var facts = moment.Plan.Facts;
        if (facts.Paced) return RuleVerdict.Unknown(NoJudgementReason.Paced);
        if (!KnownWork.Is(moment)) return RuleVerdict.Unknown(NoJudgementReason.WorkNotKnown);
        if (Rise(moment) is not { } rise) return RuleVerdict.Off;
        if (!moment.Good) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        if (double.IsNaN(rise.Bpm)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (rise.Bpm >= moment.Rules.FailsToRiseBpm + moment.Hysteresis(Code)) return RuleVerdict.Absent;
        if (rise.Bpm >= moment.Rules.FailsToRiseBpm || rise.ForSeconds > Wait(moment) + JudgedForSeconds) return RuleVerdict.Between;
        var expected = facts.Blunted || facts.RisesLittle || facts.Transplanted;
        return new(Judgement.Present, Priority: expected ? AlertPriority.Low : AlertPriority.Medium);
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => Rise(moment) is not { } rise ? [] :
    [
        new("rise", Math.Round(rise.Bpm, 1), "bpm"),
        new("expected", moment.Rules.FailsToRiseBpm, "bpm", "domain-facts 4.6"),
        new("seconds", Math.Floor(rise.ForSeconds), "s"),
        new("moreWork", Math.Round(rise.Mets, 1), "MET"),
    ];

    private static (double Bpm, double ForSeconds, double Mets)? Rise(in JudgedMoment moment)
    {
        if (moment.Moves.RiseOf(moment.Rules.FailsToRiseMets, moment.At.AddSeconds(-Wait(moment))) is not var (first, complete)) return null;
        var now = moment.Plan.Facts.InAtrialFibrillation ? moment.MinuteMean(0) : moment.Mean30;
        return (now - first.HeartRateBefore, (moment.At - complete.At).TotalSeconds, (complete.MetsAfter - first.MetsBefore) ?? 0);
    }

    private static int Wait(in JudgedMoment moment) =>
        moment.Plan.Facts.Transplanted ? moment.Rules.FailsToRiseTransplantedSeconds : moment.Rules.FailsToRiseSeconds;
}
