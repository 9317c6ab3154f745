using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity.Rules;

/// <summary>
/// At the same work, heart rate and perceived exertion both climb within 20 min (domain-facts 4.6): heat, lack of fluid, or too much. Work
/// that nobody entered counts as the same since the phase began: what there is to do is the same, and milder than the work.
/// </summary>
public sealed class DriftAndRpeUpRule : IIntensityRule
{
    public AlertCode Code => AlertCode.DriftAndRpeUp;

    public RuleVerdict Judge(in JudgedMoment moment)
    {
        if (moment is not { Phase: SessionPhase.Work, Resting: false } || moment.Work.Current is { Measured: true }) return RuleVerdict.Off;
        if ((moment.At - SameSince(moment)).TotalSeconds < moment.Rules.DriftSameWorkSeconds) return RuleVerdict.Off;
        if (!moment.Good) return RuleVerdict.Unknown(NoJudgementReason.SignalNotGood);
        var (bpm, rpe) = Climb(moment);
        if (double.IsNaN(bpm)) return RuleVerdict.Unknown(NoJudgementReason.TooFewSamples);
        if (rpe < moment.Rules.DriftRpe) return RuleVerdict.Absent;
        if (bpm >= moment.Rules.DriftBpm) return new(Judgement.Present);
        return bpm > moment.Rules.DriftBpm - moment.Hysteresis(Code) ? RuleVerdict.Between : RuleVerdict.Absent;
    }

    public IReadOnlyList<Evidence> Explain(in JudgedMoment moment)
    {
        var (bpm, rpe) = Climb(moment);
        List<Evidence> because =
        [
            new("rise", Math.Round(bpm, 1), "bpm"),
            new("rpeRise", rpe, "rpe"),
            new("seconds", Math.Floor((moment.At - SameSince(moment)).TotalSeconds), "s"),
        ];
        if (moment.RoomCelsius > moment.Rules.WarmRoomCelsius)
            because.AddRange([new("warm-room", 1, Evidence.Circumstance, "domain-facts 7.1"), new("celsius", moment.RoomCelsius.Value, "celsius")]);
        return because;
    }

    private static DateTimeOffset SameSince(in JudgedMoment moment) =>
        moment.Moves.Last is { } last && last.At > moment.PhaseSince ? last.At : moment.PhaseSince;

    /// <summary>Counted from where heart rate has settled after the last change (domain-facts 5.5).</summary>
    private static (double Bpm, int Rpe) Climb(in JudgedMoment moment)
    {
        var settled = SameSince(moment).AddSeconds(moment.Rules.SettlingSeconds(moment.Plan.Facts));
        var window = moment.At.AddSeconds(-moment.Rules.DriftWithinSeconds);
        var from = settled > window ? settled : window;
        return (moment.MinuteMean(0) - moment.Trend.LowestMinuteSince(from), moment.Trend.RpeRiseSince(from));
    }
}
