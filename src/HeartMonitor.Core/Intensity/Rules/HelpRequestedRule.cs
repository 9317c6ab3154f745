using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>Somebody asked for help or asked to stop, and nobody took note yet (domain-facts 4.6).</summary>
public sealed class HelpRequestedRule : IIntensityRule
{
    public AlertCode Code => AlertCode.HelpRequested;

    public RuleVerdict Judge(in JudgedMoment moment) => moment.HelpRequested ? new(Judgement.Present) : RuleVerdict.Off;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => [new("asked", 1, Evidence.Circumstance, "decisions 44")];
}
