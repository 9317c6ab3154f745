using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>Symptoms that were reported and not yet taken back by "none" (domain-facts 4.5, decisions 32).</summary>
public sealed class SymptomRule(AlertCode code) : IIntensityRule
{
    public AlertCode Code => code;

    public RuleVerdict Judge(in JudgedMoment moment) => moment.SymptomStanding == code ? new(Judgement.Present) : RuleVerdict.Off;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => moment.Symptoms;
}
