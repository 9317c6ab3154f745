using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// Heart rate rises by 25 bpm within a minute and no work explains it (domain-facts 4.6). It looks back only on time in which nobody works
/// (before the work, paused, cooling down, at workload 0), or in which a known workload has been the same for a minute: the rise that
/// follows more work, a start or a resumption is their doing. Work that nobody entered is not unchanged work. Never names a cause.
/// </summary>
public sealed class HrRiseWithoutWorkRule : IIntensityRule
{
    private const int WithinSeconds = 60; // domain-facts 4.6
    private const int MeanSeconds = 5;

    public AlertCode Code => AlertCode.HrRiseWithoutWork;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (moment.Moves.Last is { Planned: true } && moment.IsWorking) return RuleVerdict.Off;
        if (Unexplained(moment) is not { } from) return RuleVerdict.Unknown(NoJudgementReason.WorkNotKnown);
        if (!moment.Good) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        var lowest = Lowest(moment, from);
        if (double.IsNaN(lowest) || double.IsNaN(moment.Level)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        var rise = moment.Level - lowest;
        if (rise >= moment.Rules.RiseBpm) return new(Judgement.Present, Priority: moment.Plan.Facts.Paced ? AlertPriority.Low : null, Worse: rise);
        return rise > moment.Rules.RiseBpm - moment.Hysteresis(Code) ? RuleVerdict.Between : RuleVerdict.Absent;
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment)
    {
        var lowest = Lowest(moment, Unexplained(moment) ?? moment.At);
        List<Evidence> because =
        [
            new("rise", Math.Round(moment.Level - lowest, 1), "bpm"),
            new("from", Math.Round(lowest, 1), "bpm"),
            new("median10s", Math.Round(moment.Level, 1), "bpm"),
        ];
        if (moment.Symptoms.Count > 0) because.AddRange([new("symptoms", 1, Evidence.Circumstance), .. moment.Symptoms]);
        return because;
    }

    /// <summary>Since when no work explains a rise; null when that cannot be told. May lie in the future.</summary>
    private static DateTimeOffset? Unexplained(in JudgedMoment moment)
    {
        if (!moment.IsWorking || KnownWork.IsNone(moment)) return SinceStill(moment);
        if (!KnownWork.Is(moment)) return null;
        var settled = moment.PhaseSince.AddSeconds(moment.Rules.WorkUnchangedSeconds);
        return Later(settled, Settled(moment, moment.Moves.Last));
    }

    private static DateTimeOffset SinceStill(in JudgedMoment moment)
    {
        var last = moment.Moves.Last;
        var settled = last is { Direction: WorkDirection.Down or WorkDirection.Unknown } ? last.Value.At : Settled(moment, last);
        if (moment.Plan.Facts.Transplanted && last is { } stop) settled = stop.At.AddSeconds(moment.Rules.SettlingSeconds(moment.Plan.Facts)); // may peak after stopping
        return moment.IsWorking ? settled : Later(moment.Resting ? default : moment.PhaseSince, settled);
    }

    private static DateTimeOffset Settled(in JudgedMoment moment, WorkMove? last) => last switch
    {
        null => default,
        { Direction: WorkDirection.Down } fall => fall.At,
        { } rise => rise.At.AddSeconds(moment.Rules.WorkUnchangedSeconds),
    };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>Lowest short mean of the last minute since <paramref name="from"/>; in atrial fibrillation the mean of the minute before it.</summary>
    private static double Lowest(in JudgedMoment moment, DateTimeOffset from)
    {
        var back = (int)Math.Min(WithinSeconds, (moment.At - from).TotalSeconds);
        if (moment.Plan.Facts.InAtrialFibrillation)
            return (moment.At - from).TotalSeconds >= 2 * WithinSeconds ? moment.MinuteMean(WithinSeconds) : double.NaN;
        var lowest = double.NaN;
        for (var endedAgo = 0; endedAgo + MeanSeconds <= back; endedAgo++)
        {
            var mean = moment.Heart.Mean(MeanSeconds, MeanSeconds - 2, endedAgo);
            if (!double.IsNaN(mean) && !(mean >= lowest)) lowest = mean;
        }

        return lowest;
    }
}
