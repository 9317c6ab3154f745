using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// The person works although a gate is not open: a clinician's gate does not stop the start (decisions 20), and a refusal may be found when
/// the work has begun. Gates with an alert of their own (resting rate, recent stop) are left to it.
/// </summary>
public sealed class StartGateRule : IIntensityRule
{
    public AlertCode Code => AlertCode.StartGate;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (moment.Phase is not (SessionPhase.WarmUp or SessionPhase.Work)) return RuleVerdict.Off;
        return Gravest(moment) switch
        {
            GateState.Refused => new(Judgement.Present, Priority: AlertPriority.High, PriorityAtOnce: true),
            GateState.Clinician => new(Judgement.Present),
            _ => RuleVerdict.Off,
        };
    }

    /// <summary>How many, not which: a gate's code may name a condition, and an alert leaves the service.</summary>
    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment)
    {
        var gates = new Evidence("gates", moment.Plan.Facts.Gates.Count(IsMeant), "gates", "decisions 20, 36");
        return Gravest(moment) == GateState.Refused ? [gates, new("refused", 1, Evidence.Circumstance, "decisions 20")] : [gates];
    }

    private static GateState Gravest(in JudgedMoment moment)
    {
        var gravest = GateState.Open;
        foreach (var gate in moment.Plan.Facts.Gates)
            if (gate.State > gravest && IsMeant(gate)) gravest = gate.State;
        return gravest;
    }

    private static bool IsMeant(PlanGate gate) => gate.State != GateState.Open && gate.Code is not ("rest-gate" or "medication-recent-stop");
}
