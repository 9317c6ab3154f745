using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// The strap's battery is low: told once, and once more when it is nearly empty; gone when it is full enough again, by the hysteresis. A strap that is
/// nearly empty at the start may not last the session: that is told louder (domain-facts 8.3).
/// </summary>
public sealed class BatteryLowRule : IIntensityRule
{
    public AlertCode Code => AlertCode.BatteryLow;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (moment.BatteryPercent is not { } percent) return RuleVerdict.Off;
        if (percent <= moment.Rules.BatteryLowPercent)
            return new(Judgement.Present, Priority: moment.BatteryEmptyAtStart ? AlertPriority.Medium : null, PriorityAtOnce: true);
        return percent > moment.Rules.BatteryLowPercent + moment.Hysteresis(Code) ? RuleVerdict.Absent : RuleVerdict.Between;
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => Numbers(moment.BatteryPercent ?? 0);

    /// <summary>What is told as it ends: nobody is to change a battery that was changed.</summary>
    internal static IReadOnlyList<Evidence> FullEnough(int percent) => [new("full-enough", 1, Evidence.Circumstance), .. Numbers(percent)];

    internal static IReadOnlyList<Evidence> Numbers(int percent) => [new("percent", percent, "%")];
}
