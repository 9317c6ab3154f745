using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>The 30-s mean is above the zone (domain-facts 4.6, 8.3). Only for people whose heart rate can be trusted, only in work.</summary>
public sealed class ZoneHighRule : IIntensityRule
{
    public AlertCode Code => AlertCode.ZoneHigh;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (!ZoneJudgement.Applies(moment, out var zone)) return RuleVerdict.Off;
        var isBack = moment.Mean30 < zone.Below - moment.Hysteresis(Code);
        if (ZoneJudgement.WhyNot(moment) is var why and not NoJudgementReason.None) return isBack && ZoneJudgement.MayEnd(moment) ? RuleVerdict.Absent : RuleVerdict.Unknown(why);
        if (isBack) return RuleVerdict.Absent;
        if (moment.Mean30 < zone.Below) return RuleVerdict.Between;
        return new(Judgement.Present, Priority: moment.Mean30 > zone.Below + moment.Rules.ZoneHighMediumBpm ? AlertPriority.Medium : AlertPriority.Low);
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => ZoneJudgement.Because(moment);
}

/// <summary>The 30-s mean is below the zone, once a phase (domain-facts 4.6, 8.3); not where heart rate fell at work that did not: nobody is to push harder then.</summary>
public sealed class ZoneLowRule : IIntensityRule
{
    public AlertCode Code => AlertCode.ZoneLow;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (!ZoneJudgement.Applies(moment, out var zone)) return RuleVerdict.Off;
        var isBack = moment.Mean30 >= zone.From + moment.Hysteresis(Code);
        if (ZoneJudgement.WhyNot(moment) is var why and not NoJudgementReason.None) return isBack && ZoneJudgement.MayEnd(moment) ? RuleVerdict.Absent : RuleVerdict.Unknown(why);
        if (isBack) return RuleVerdict.Absent;
        if (moment.Mean30 >= zone.From) return RuleVerdict.Between;
        return KnownWork.HasLostHeartRate(moment) ? RuleVerdict.Off : new(Judgement.Present);
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => ZoneJudgement.Because(moment);
}

/// <summary>What both zone rules ask first.</summary>
internal static class ZoneJudgement
{
    /// <summary>The one place that keeps zone alerts away from people in RPE mode (product.md, decision 2).</summary>
    internal static bool Applies(in JudgedMoment moment, out HeartRateZone zone)
    {
        zone = moment.Plan.Zone!;
        return moment.Plan is { Mode: MonitoringMode.Zones, Zone: not null } && moment.Phase == SessionPhase.Work
            && (!moment.Resting || moment.RestingSeconds < moment.Rules.ZoneSilencePauseSeconds);
    }

    /// <summary>A pause of seconds leaves the alerts as they are: it neither ends one nor starts its delay over.</summary>
    internal static NoJudgementReason WhyNot(in JudgedMoment moment) =>
        moment.ZonesSilent || moment.Resting ? NoJudgementReason.AfterWorkloadChange
        : moment.IdentityDoubt is not null ? NoJudgementReason.IdentityInDoubt
        : !moment.Good ? NoJudgementReason.SignalNotGood
        : double.IsNaN(moment.Mean30) ? NoJudgementReason.TooFewSamples
        : NoJudgementReason.None;

    /// <summary>
    /// The silence after a change of work keeps an alert from being raised, not from ending: who slowed down as asked is not asked on for three minutes,
    /// least of all below the zone. Ours; decisions 34 speaks of what is raised.
    /// </summary>
    internal static bool MayEnd(in JudgedMoment moment) => moment.ZonesSilent && !moment.Resting && moment.IdentityDoubt is null && moment.Good;

    internal static IReadOnlyList<Evidence> Because(in JudgedMoment moment) => moment.Plan.Zone is not { } zone ? [] :
    [
        new("mean30s", Math.Round(moment.Mean30, 2), "bpm"),
        new("from", Math.Round(zone.From, 2), "bpm", zone.Method),
        new("below", Math.Round(zone.Below, 2), "bpm", zone.Method),
    ];
}
