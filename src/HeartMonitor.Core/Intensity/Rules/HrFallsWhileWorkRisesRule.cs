using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// Heart rate falls although the work does not (domain-facts 4.6, decisions 4). The reference is the mean of the 60 s that ended 60 s ago, or
/// at the last change of work, the later of the two. Only where the work is known; never when it fell, or may have, since that reference,
/// nor while heart rate still settles after such a fall. Changes that nobody feels are none, but what they come to is.
/// </summary>
/// <remarks>A small fall that still goes on waits a little for what becomes of it, so that a large one is told once and as high.</remarks>
public sealed class HrFallsWhileWorkRisesRule : IIntensityRule
{
    private const int ReferenceSeconds = 60; // decisions 4
    private const int LeapSeconds = 5; // domain-facts 4.6, and the smoothing of straps
    private const double StillFallingBpm = 2; // within 10 s: half of what a fall of 20 bpm in a minute makes

    public AlertCode Code => AlertCode.HrFallsWhileWorkRises;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (!moment.IsWorking) return RuleVerdict.Off;
        if (!KnownWork.Is(moment)) return RuleVerdict.Unknown(NoJudgementReason.WorkNotKnown);
        if (KnownWork.IsNone(moment)) return RuleVerdict.Off; // standing still, a rate that falls is settling
        if (WorkFell(moment)) return RuleVerdict.Off;
        if (!moment.Good) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        var fall = Fall(moment);
        if (double.IsNaN(fall)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (fall >= moment.Rules.FallBpm) return Present(moment, fall);
        return fall > moment.Rules.FallBpm - moment.Hysteresis(Code) ? RuleVerdict.Between : RuleVerdict.Absent;
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment) =>
    [
        new("fall", Math.Round(Fall(moment), 1), "bpm"),
        new("reference", Math.Round(moment.MinuteMean(ReferenceEndedAgo(moment)), 1), "bpm", "decisions 4"),
        new("median10s", Math.Round(moment.Level, 1), "bpm"),
    ];

    private static RuleVerdict Present(in JudgedMoment moment, double fall)
    {
        var high = fall >= moment.Rules.FallHighBpm || moment.SymptomStanding is not null;
        int? wait = !high && StillFalls(moment) ? moment.Rules.FallWatchSeconds : CameAsALeap(moment) ? moment.Rules.SwapStepSeconds + moment.Rules.SwapLevelSeconds : null;
        return new(Judgement.Present, Priority: high ? AlertPriority.High : AlertPriority.Medium, OnDelaySeconds: wait, PriorityAtOnce: true, Worse: fall);
    }

    private static bool WorkFell(in JudgedMoment moment)
    {
        var end = moment.At.AddSeconds(-ReferenceEndedAgo(moment));
        var from = end.AddSeconds(-ReferenceSeconds);
        if (moment.Moves.MayHaveFallenSince(from, moment.Rules.FailsToRiseMets)) return true;
        var levels = moment.Moves.Levels;
        var least = levels.Mean(from, end) - moment.Rules.WorkMoveMets;
        if (levels.Now < least || levels.Mean(end, moment.At) < least) return true;
        if (moment.Moves.Last is not { } last) return false;
        var settles = last.Direction is WorkDirection.Down or WorkDirection.Unknown || last.Planned; // an interval's end is not always entered
        return settles && (moment.At - last.At).TotalSeconds < moment.Rules.SettlingSeconds(moment.Plan.Facts);
    }

    private static double Fall(in JudgedMoment moment) => moment.MinuteMean(ReferenceEndedAgo(moment)) - moment.Level;

    private static int ReferenceEndedAgo(in JudgedMoment moment)
    {
        var sinceMove = moment.Moves.Last is { } last ? (moment.At - last.At).TotalSeconds : ReferenceSeconds;
        return (int)Math.Min(ReferenceSeconds, sinceMove);
    }

    /// <summary>From one second to the next, and not long ago: the strap may be on somebody else, and whoever watches for that needs so long to say so.</summary>
    private static bool CameAsALeap(in JudgedMoment moment)
    {
        if (moment.SymptomStanding is not null || moment.Plan.Facts.InAtrialFibrillation) return false;
        for (var ago = 0; ago < moment.Rules.SwapStepSeconds + moment.Rules.SwapLevelSeconds; ago++)
            if (moment.Heart.Mean(1, 1, ago + LeapSeconds) - moment.Heart.Mean(1, 1, ago) > moment.Rules.StepBpm) return true;
        return false;
    }

    private static bool StillFalls(in JudgedMoment moment) =>
        moment.Heart.Mean(5, 3, endedAgo: 10) - moment.Heart.Mean(5, 3) >= StillFallingBpm;
}

/// <summary>What every rule about heart rate against work asks first.</summary>
internal static class KnownWork
{
    /// <summary>A workload was entered or is told by a machine. A measured mean does not count: it tells the minute before this one.</summary>
    internal static bool Is(in JudgedMoment moment) => moment.Work.Current is { Measured: false };

    /// <summary>Heart rate is well below what it was at the same work: less of it is no reason to do more.</summary>
    internal static bool HasLostHeartRate(in JudgedMoment moment)
    {
        if (!Is(moment) || IsNone(moment)) return false;
        var since = moment.Moves.Last is { } last && last.At > moment.PhaseSince ? last.At : moment.PhaseSince;
        if (moment.Moves.Last is { Direction: WorkDirection.Down or WorkDirection.Unknown } or { Planned: true }) since = since.AddSeconds(moment.Rules.SettlingSeconds(moment.Plan.Facts));
        return moment.Trend.HighestMinuteSince(since) - moment.Mean30 >= moment.Rules.FallBpm;
    }

    /// <summary>The workload in force is standing still.</summary>
    internal static bool IsNone(in JudgedMoment moment) =>
        moment.Work.Current is { Measured: false } work && (work.Watts == 0 || work.SpeedKmh == 0 || moment.Work.Mets <= 1);
}
