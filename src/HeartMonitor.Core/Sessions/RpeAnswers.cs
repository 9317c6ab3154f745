using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Sessions;

/// <summary>The answers so far and what they stand for (domain-facts 4.4, decisions 23-25 and 31).</summary>
internal sealed class RpeAnswers(RuleOptions rules)
{
    private const double SameMets = 0.05; // as the log of the work has it

    private readonly List<Stand> _before = [];
    private DateTimeOffset? _lastAt;
    private DateTimeOffset? _cannotTalkAt;
    private DateTimeOffset? _movedSince;
    private WorkAnswer? _lastInWork;
    private int _belowInARow;

    public int? Last { get; private set; }

    public DateTimeOffset? LastAt => _lastAt;

    /// <summary>The alert that the answers stand for; null for none.</summary>
    public AlertCode? Standing { get; private set; }

    public bool TalkDisagrees { get; private set; }

    /// <summary>The last talk test of this work was "no": nobody is told to work more (domain-facts 2.4).</summary>
    public bool CannotTalk => _cannotTalkAt is not null;

    /// <summary>The last answer in work fell although the work and heart rate rose; null when that is not so.</summary>
    public ScaleDoubt? ScaleDoubt { get; private set; }

    /// <summary>Takes an answer.</summary>
    /// <param name="value">6 to 20.</param>
    /// <param name="at">When.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="inWork">Only answers given in work count for the target.</param>
    /// <param name="heartRate">Mean heart rate at the answer, bpm; NaN when not known.</param>
    /// <param name="work">The work and its changes.</param>
    public void Take(int value, DateTimeOffset at, MonitoringPlan plan, bool inWork, double heartRate, WorkloadLog work)
    {
        _before.Add(new(Last, _lastAt, Standing, _belowInARow, _lastInWork, ScaleDoubt, TalkDisagrees));
        (Last, _lastAt, _movedSince) = (value, at, null);
        _belowInARow = inWork && value < plan.Rpe.From ? _belowInARow + 1 : 0;
        Standing = Judge(value, plan, inWork);
        if (inWork)
        {
            var answer = new WorkAnswer(value, at, heartRate, work.Mets);
            ScaleDoubt = _lastInWork is { } before ? Doubt(before, answer, work) : null;
            _lastInWork = answer;
        }

        CompareWithTalk(at);
    }

    /// <summary>The newest answer was taken back: what was before it stands again.</summary>
    public void TakeBack(DateTimeOffset now)
    {
        (Last, _lastAt, Standing, _belowInARow, _lastInWork, ScaleDoubt, TalkDisagrees) = _before[^1];
        _movedSince = null;
        _before.RemoveAt(_before.Count - 1);
        CompareWithTalk(now);
    }

    /// <summary>Takes the answer to "can you talk comfortably?".</summary>
    public void TakeTalk(string value, DateTimeOffset at)
    {
        _cannotTalkAt = value == "no" ? at : null;
        CompareWithTalk(at);
    }

    /// <summary>An answer about effort lies close enough to a talk test at <paramref name="now"/>.</summary>
    public bool IsFresh(DateTimeOffset now) => _lastAt is { } at && (now - at).TotalSeconds <= rules.TalkWindowSeconds;

    /// <summary>Effort against the target ends with the work; what was said to be too hard stands until it is answered otherwise.</summary>
    public void WorkEnded()
    {
        Standing = AfterWork(Standing);
        (_belowInARow, _lastInWork, _movedSince) = (0, null, null);
        (TalkDisagrees, _cannotTalkAt, ScaleDoubt) = (false, null, null);
        for (var i = 0; i < _before.Count; i++) _before[i] = new(_before[i].Last, _before[i].LastAt, AfterWork(_before[i].Standing), 0, null, null, false);
    }

    /// <summary>More work must not be offered now, and these answers are no ground to offer it later.</summary>
    public void OfferNothing()
    {
        if (Standing != AlertCode.RpeBelowTarget) return;
        (Standing, _belowInARow) = (null, 0);
    }

    /// <summary>A pause is no time in which heart rate tells of effort.</summary>
    public void Paused() => _movedSince = null;

    /// <summary>Heart rate has been far from where it was at the last answer for long enough to ask again.</summary>
    public bool HeartRateMoved(double heartRate, DateTimeOffset now)
    {
        if (_lastInWork is not { HeartRate: var then } || double.IsNaN(then) || double.IsNaN(heartRate) || Math.Abs(heartRate - then) <= rules.PromptHrChangeBpm)
        {
            _movedSince = null;
            return false;
        }

        _movedSince ??= now;
        return (now - _movedSince.Value).TotalSeconds >= rules.PromptHrChangeSeconds;
    }

    private static AlertCode? AfterWork(AlertCode? standing) => standing is AlertCode.RpeAboveTarget or AlertCode.RpeBelowTarget ? null : standing;

    private AlertCode? Judge(int value, MonitoringPlan plan, bool inWork)
    {
        if (value >= rules.StopRpe) return AlertCode.RpeStop;
        if (value >= rules.ReduceRpe) return AlertCode.RpeReduce;
        if (!inWork || !(plan.Mode == MonitoringMode.Rpe || plan.Facts.OnDrugZones)) return null;
        if (value > plan.Rpe.To + 2) return AlertCode.RpeReduce;
        if (value > plan.Rpe.To) return AlertCode.RpeAboveTarget;
        return _belowInARow >= rules.AnswersBelowTarget ? AlertCode.RpeBelowTarget : null;
    }

    /// <summary>Domain-facts 4.4, last row. Work whose change is not known, or a heart rate that is not, says nothing.</summary>
    private ScaleDoubt? Doubt(WorkAnswer before, WorkAnswer now, WorkloadLog work)
    {
        if (before.Value - now.Value < rules.ScaleCheckFallRpe || !(now.HeartRate - before.HeartRate >= rules.ScaleCheckRiseBpm)) return null;
        return WorkRose(before, now, work) ? new(before.Value, now.Value, before.HeartRate, now.HeartRate) : null;
    }

    private static bool WorkRose(WorkAnswer before, WorkAnswer now, WorkloadLog work)
    {
        if (now.Mets is { } mets && before.Mets is { } then) return mets > then + SameMets;
        var since = work.Changes.Where(c => c.At > before.At).Select(c => c.Direction).ToList();
        return since.Contains(WorkDirection.Up) && !since.Exists(d => d is WorkDirection.Down or WorkDirection.Unknown);
    }

    private void CompareWithTalk(DateTimeOffset now) =>
        TalkDisagrees = _cannotTalkAt is { } talk && _lastAt is { } rpe && Last <= rules.TalkDisagreesUpToRpe
            && (TalkDisagrees || (Math.Abs((talk - rpe).TotalSeconds) <= rules.TalkWindowSeconds && (now - talk).TotalSeconds <= rules.TalkWindowSeconds));

    /// <summary>What the answers stood for before one of them.</summary>
    private readonly record struct Stand(
        int? Last, DateTimeOffset? LastAt, AlertCode? Standing, int BelowInARow, WorkAnswer? LastInWork, ScaleDoubt? ScaleDoubt, bool TalkDisagrees);

    private sealed record WorkAnswer(int Value, DateTimeOffset At, double HeartRate, double? Mets);
}

/// <summary>Two answers in work that do not fit what was done and measured between them.</summary>
/// <param name="Before">The earlier answer.</param>
/// <param name="Now">The later one.</param>
/// <param name="HeartRateBefore">Mean heart rate at the earlier one, bpm.</param>
/// <param name="HeartRateNow">At the later one, bpm.</param>
public sealed record ScaleDoubt(int Before, int Now, double HeartRateBefore, double HeartRateNow);
