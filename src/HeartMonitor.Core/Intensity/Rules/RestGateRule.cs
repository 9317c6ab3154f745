using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>The resting heart rate asks for a clinician, or refuses the start, and nobody has released it (domain-facts 4.6, decisions 20, 36 and 44).</summary>
public sealed class RestGateRule : IIntensityRule
{
    public AlertCode Code => AlertCode.RestGate;

    public RuleVerdict Judge(in JudgedMoment moment) => GateOf(moment) switch
    {
        GateState.Refused => new(Judgement.Present, Priority: AlertPriority.High, PriorityAtOnce: true),
        GateState.Clinician => new(Judgement.Present),
        _ => RuleVerdict.Off,
    };

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment)
    {
        var bpm = new Evidence("bpm", moment.Plan.Facts.RestingHr ?? 0, "bpm");
        return GateOf(moment) == GateState.Refused ? [bpm, new("refused", 1, Evidence.Circumstance, "domain-facts 4.6")] : [bpm];
    }

    private static GateState? GateOf(in JudgedMoment moment)
    {
        foreach (var gate in moment.Plan.Facts.Gates)
            if (gate.Code == "rest-gate") return gate.State;
        return null;
    }
}
