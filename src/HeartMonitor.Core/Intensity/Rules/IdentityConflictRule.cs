using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>Two straps seem to have changed places, and nobody took note yet (domain-facts 9.4, decisions 44).</summary>
public sealed class IdentityConflictRule : IIntensityRule
{
    public AlertCode Code => AlertCode.IdentityConflict;

    public RuleVerdict Judge(in JudgedMoment moment) => moment.IdentityDoubt is not null ? new(Judgement.Present) : RuleVerdict.Absent;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => Numbers(moment.IdentityDoubt);

    internal static IReadOnlyList<Evidence> Numbers(IdentityDoubted? doubt)
    {
        if (doubt is null) return [];
        var other = new Evidence(doubt.Other, 1, Evidence.Person);
        return doubt is { FromBpm: { } from, ToBpm: { } to }
            ? [other, new("leap", 1, Evidence.Circumstance, "domain-facts 9.4"), new("from", Math.Round(from), "bpm"), new("to", Math.Round(to), "bpm")]
            : [other];
    }
}
