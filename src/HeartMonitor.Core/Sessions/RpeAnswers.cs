using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Sessions;

/// <summary>The answers so far and what they stand for (domain-facts 4.4, decisions 23-25 and 31).</summary>
internal sealed class RpeAnswers(RuleOptions rules)
{
    private const int TalkWindowSeconds = 120; // decisions 31
    private const int AnswersBelowTarget = 2; // domain-facts 4.4: two in a row
    private const int HighestLowAnswer = 14; // domain-facts 4.4: talk test "no" at 14 or less

    private DateTimeOffset? _lastAt;
    private DateTimeOffset? _cannotTalkAt;
    private DateTimeOffset? _movedSince;
    private double _heartRateThen = double.NaN;
    private int _belowInARow;

    public int? Last { get; private set; }

    public DateTimeOffset? LastAt => _lastAt;

    /// <summary>The alert that the answers stand for; null for none.</summary>
    public AlertCode? Standing { get; private set; }

    public bool TalkDisagrees { get; private set; }

    /// <summary>Takes an answer.</summary>
    /// <param name="value">6 to 20.</param>
    /// <param name="at">When.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="inWork">Only answers given in work count for the target.</param>
    /// <param name="heartRate">Mean heart rate at the answer, bpm; NaN when not known.</param>
    public void Take(int value, DateTimeOffset at, MonitoringPlan plan, bool inWork, double heartRate)
    {
        (Last, _lastAt, _movedSince) = (value, at, null);
        if (inWork) _heartRateThen = heartRate;
        _belowInARow = inWork && value < plan.Rpe.From ? _belowInARow + 1 : 0;
        Standing = Judge(value, plan, inWork);
        CompareWithTalk(at);
    }

    /// <summary>Takes the answer to "can you talk comfortably?".</summary>
    public void TakeTalk(string value, DateTimeOffset at)
    {
        _cannotTalkAt = value == "no" ? at : null;
        CompareWithTalk(at);
    }

    /// <summary>Effort against the target ends with the work; what was said to be too hard stands until it is answered otherwise.</summary>
    public void WorkEnded()
    {
        if (Standing is AlertCode.RpeAboveTarget or AlertCode.RpeBelowTarget) Standing = null;
        (_belowInARow, _heartRateThen, _movedSince, TalkDisagrees) = (0, double.NaN, null, false);
    }

    /// <summary>Heart rate has been far from where it was at the last answer for long enough to ask again.</summary>
    public bool HeartRateMoved(double heartRate, DateTimeOffset now)
    {
        if (double.IsNaN(_heartRateThen) || double.IsNaN(heartRate) || Math.Abs(heartRate - _heartRateThen) <= rules.PromptHrChangeBpm)
        {
            _movedSince = null;
            return false;
        }

        _movedSince ??= now;
        return (now - _movedSince.Value).TotalSeconds >= rules.PromptHrChangeSeconds;
    }

    private AlertCode? Judge(int value, MonitoringPlan plan, bool inWork)
    {
        if (value >= rules.StopRpe) return AlertCode.RpeStop;
        if (value >= rules.ReduceRpe) return AlertCode.RpeReduce;
        if (!inWork || !(plan.Mode == MonitoringMode.Rpe || plan.Facts.OnDrugZones)) return null;
        if (value > plan.Rpe.To + 2) return AlertCode.RpeReduce;
        if (value > plan.Rpe.To) return AlertCode.RpeAboveTarget;
        return _belowInARow >= AnswersBelowTarget ? AlertCode.RpeBelowTarget : null;
    }

    private void CompareWithTalk(DateTimeOffset now) =>
        TalkDisagrees = _cannotTalkAt is { } talk && _lastAt is { } rpe && Last <= HighestLowAnswer
            && (TalkDisagrees || Math.Abs((talk - rpe).TotalSeconds) <= TalkWindowSeconds && now - talk <= TimeSpan.FromSeconds(TalkWindowSeconds));
}
