using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>The strap says that it does not touch skin. One cause, one alert: it stands for the silence that may follow.</summary>
public sealed class ContactLostRule : IIntensityRule
{
    public AlertCode Code => AlertCode.ContactLost;

    public RuleVerdict Judge(in JudgedMoment moment) =>
        moment.NoContactSince is { } since ? LostSignal.Present(moment, since) : RuleVerdict.Absent;

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => LostSignal.For(moment, moment.NoContactSince);
}

/// <summary>No reading comes: silence, or a run of zeros (decisions 10; domain-facts 5.1).</summary>
public sealed class SignalLostRule : IIntensityRule
{
    private const int LateSeconds = 3; // domain-facts 5.1

    public AlertCode Code => AlertCode.SignalLost;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (moment.NoContactSince is not null) return RuleVerdict.Between; // contact-lost takes an open loss over when it is raised; one loose packet ends none
        return (moment.At - moment.LastReadingAt).TotalSeconds >= LateSeconds ? LostSignal.Present(moment, moment.LastReadingAt) : RuleVerdict.Absent;
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => LostSignal.For(moment, moment.LastReadingAt);
}

/// <summary>Readings come, and none of them can be a heart's.</summary>
public sealed class SignalDoubtfulRule : IIntensityRule
{
    private static readonly SignalReasons[] Told =
        [SignalReasons.Frozen, SignalReasons.CadenceLock, SignalReasons.RrArtefacts, SignalReasons.RrDisagrees, SignalReasons.Step];

    public AlertCode Code => AlertCode.SignalDoubtful;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (moment.ComesAndGoesSince is { } first)
            return new(Judgement.Present, Priority: moment.Plan.Facts.NeedsContinuousHr ? AlertPriority.Medium : AlertPriority.Low, Since: first, PriorityAtOnce: true);
        if (moment.DoubtfulSince is not { } since) return RuleVerdict.Absent;
        if ((moment.At - moment.LastReadingAt).TotalSeconds >= moment.Rules.ValueHoldSeconds) return RuleVerdict.Absent; // the loss is told by its own alert
        if (moment.Usable && (moment.At - since).TotalSeconds < moment.Rules.DoubtToldSeconds) return RuleVerdict.Between; // the intervals stand in
        return new(Judgement.Present, Priority: PriorityOf(moment, since), Since: since, PriorityAtOnce: true);
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) => moment.ComesAndGoesSince is { } first
        ? [.. LostSignal.For(moment, first), new("comes-and-goes", moment.Rules.FlapLosses, Evidence.Circumstance, "domain-facts 5.1")]
        : [.. LostSignal.For(moment, moment.DoubtfulSince), .. Doubt(moment)];

    /// <summary>
    /// A rate that cannot be believed may still be the truth. Where it would be a danger, staff look at the person and not at the strap: medium, and
    /// high where it is out of range and the intervals say the same.
    /// </summary>
    private static AlertPriority PriorityOf(in JudgedMoment moment, DateTimeOffset since) =>
        moment.IntervalsAgree ? AlertPriority.High
        : !moment.Usable && (IsDangerous(moment) || LostSignal.IsGrave(moment, since)) ? AlertPriority.Medium
        : AlertPriority.Low;

    private static bool IsDangerous(in JudgedMoment moment) =>
        moment.SignalReasons.HasFlag(SignalReasons.OutOfRange) || moment.ShownBpm > moment.Plan.Ceiling?.Alarm || IsTooLow(moment);

    private static bool IsTooLow(in JudgedMoment moment) => moment.ShownBpm > 0 && moment.ShownBpm < HrLowRule.Limit(moment);

    private static Evidence[] Doubt(in JudgedMoment moment)
    {
        if (moment.Usable || !IsDangerous(moment)) return Doubt(moment.SignalReasons);
        var what = moment.IntervalsAgree ? "dangerous-and-agreed" : moment.SignalReasons.HasFlag(SignalReasons.OutOfRange) ? "out-of-range"
            : IsTooLow(moment) ? "too-low" : "above-the-ceiling";
        return [new(what, 1, Evidence.Circumstance, "domain-facts 5.1"), new("bpm", moment.ShownBpm, "bpm"), .. Doubt(moment.SignalReasons)];
    }

    /// <summary>The doubt that says most about what to do.</summary>
    private static Evidence[] Doubt(SignalReasons reasons)
    {
        foreach (var told in Told)
            if (reasons.HasFlag(told)) return [new(KebabCase.Of(told), 1, Evidence.Circumstance, "domain-facts 5")];
        return [];
    }
}

internal static class LostSignal
{
    internal static IReadOnlyList<Evidence> For(in JudgedMoment moment, DateTimeOffset? since) =>
        [new("seconds", Math.Floor((moment.At - (since ?? moment.At)).TotalSeconds), "s")];

    /// <summary>
    /// Who needs continuous heart rate (decisions 9) has gone without for 30 s: in one stretch, or in most of a minute, as when single readings
    /// come between losses.
    /// </summary>
    internal static bool IsGrave(in JudgedMoment moment, DateTimeOffset since) =>
        moment.Plan.Facts.NeedsContinuousHr
        && ((moment.At - since).TotalSeconds >= moment.Rules.SignalMediumSeconds || 60 - moment.CoveredOfMinute >= moment.Rules.SignalMediumSeconds);

    internal static RuleVerdict Present(in JudgedMoment moment, DateTimeOffset since)
    {
        return new(
            Judgement.Present,
            Priority: IsGrave(moment, since) ? AlertPriority.Medium : AlertPriority.Low,
            Since: since,
            PriorityAtOnce: true);
    }
}
