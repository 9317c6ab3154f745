using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// The plan says something about a medicine that staff should know before the work (domain-facts 3.5 and 3.6, decisions 44). Stays until
/// somebody took note or the plan says so no more; a recent stop that is a gate stays until a clinician released it.
/// </summary>
public sealed class MedicationNoticeRule(AlertCode code) : IIntensityRule
{
    public AlertCode Code => code;

    public RuleVerdict Judge(in JudgedMoment moment) =>
        moment.Notices.Outstanding(code) > 0 || IsGate(moment) ? new(Judgement.Present) : RuleVerdict.Off;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => [new("medicines", Math.Max(1, moment.Notices.Outstanding(code)), "count")];

    private bool IsGate(in JudgedMoment moment)
    {
        foreach (var gate in moment.Plan.Facts.Gates)
            if (gate.State != GateState.Open && gate.Code == KebabCase.Of(code)) return true;
        return false;
    }
}
