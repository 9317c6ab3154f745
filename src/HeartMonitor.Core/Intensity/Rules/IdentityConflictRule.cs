using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// Two straps seem to have changed places and nobody took note yet (domain-facts 9.4, decisions 44), or something speaks for another device behind the
/// strap's id, whoever took note (ecosystem-reliability 2f).
/// </summary>
public sealed class IdentityConflictRule : IIntensityRule
{
    public AlertCode Code => AlertCode.IdentityConflict;

    public RuleVerdict Judge(in JudgedMoment moment) => moment.IdentityDoubt is not null || moment.StrapDoubt is not null ? new(Judgement.Present) : RuleVerdict.Absent;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => Numbers(moment.IdentityDoubt, moment.StrapDoubt);

    internal static IReadOnlyList<Evidence> Numbers(IdentityDoubted? doubt, StrapSign? sign)
    {
        if (sign is { } seen) return [new(KebabCase.Of(seen), 1, Evidence.Circumstance, "ecosystem-reliability 2f")];
        if (doubt is null) return [];
        var other = new Evidence(doubt.Other, 1, Evidence.Person);
        return doubt is { FromBpm: { } from, ToBpm: { } to }
            ? [other, new("leap", 1, Evidence.Circumstance, "domain-facts 9.4"), new("from", Math.Round(from), "bpm"), new("to", Math.Round(to), "bpm")]
            : [other];
    }
}
