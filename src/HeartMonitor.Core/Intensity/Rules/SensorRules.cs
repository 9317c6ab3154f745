using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// The sensor cannot tell whether it touches skin, and this person's signal matters more than others': told once, when it is bound
/// (product.md, decision 13).
/// </summary>
public sealed class SensorOpticalRule : IIntensityRule
{
    public AlertCode Code => AlertCode.SensorOptical;

    public RuleVerdict Judge(in JudgedMoment moment) =>
        moment.Sensor == SensorClass.Optical && (moment.Plan.Mode == MonitoringMode.Rpe || moment.Plan.Facts.NeedsContinuousHr)
            ? new(Judgement.Present)
            : RuleVerdict.Off;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) =>
        [new(moment.Plan.Mode == MonitoringMode.Rpe ? "rpe-mode" : "needs-continuous-hr", 1, Evidence.Circumstance, moment.Plan.Mode == MonitoringMode.Rpe ? "product 13" : "decisions 9")];
}

/// <summary>An optical sensor shows what no worn one does (domain-facts 5.1, decisions 7). Its values are doubtful meanwhile.</summary>
public sealed class SensorNotWornRule : IIntensityRule
{
    public AlertCode Code => AlertCode.SensorNotWorn;

    public RuleVerdict Judge(in JudgedMoment moment) =>
        moment.NotWornSince is { } since ? new(Judgement.Present, Since: since) : RuleVerdict.Absent;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => LostSignal.For(moment, moment.NotWornSince);
}

/// <summary>
/// A rhythm on record that is irregular is told once, when its signal is there (decisions 8). Where the hint is switched on, a pattern seen
/// at rest is told once too, in the words of domain-facts 5.7 and without a name.
/// </summary>
public sealed class IrregularRrRule : IIntensityRule
{
    public AlertCode Code => AlertCode.IrregularRr;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (!moment.Plan.Facts.InAtrialFibrillation) return moment.RrIsIrregular ? new(Judgement.Present) : RuleVerdict.Off;
        return moment.Usable ? new(Judgement.Present) : RuleVerdict.Between; // the record does not change with the signal
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) =>
        moment.Plan.Facts.InAtrialFibrillation ? [new("known", 1, Evidence.Circumstance, "decisions 8")] : [new("beats", RrPattern.Beats, "beats", "domain-facts 5.7")];
}
