using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Prompts;

/// <summary>
/// When to ask "how hard does this feel, 6 to 20?" (domain-facts 4.3, decisions 26-30 and 41-43). One prompt is open at a time, a due
/// one waits; the next scheduled one counts from the opening of the last. Time is an argument; nothing here has a timer.
/// </summary>
internal sealed class PromptSchedule(RuleOptions rules)
{
    private readonly Dictionary<PromptReason, DateTimeOffset> _due = [];
    private readonly Dictionary<string, PromptState> _ended = [];
    private DateTimeOffset _openedLast = DateTimeOffset.MinValue;
    private TimeSpan _spacing = TimeSpan.FromMinutes(5);
    private bool _closer;

    public OpenPrompt? Open { get; private set; }

    /// <summary>A prompt of the ladder was missed, and nobody has answered since.</summary>
    public bool NotResponding { get; private set; }

    public PromptCounts Counts { get; private set; } = new(0, 0, 0);

    /// <summary>When the open prompt of the ladder opened.</summary>
    public DateTimeOffset? UnansweredSince => Open is { HasLadder: true } open ? open.OpenedAt : null;

    /// <summary>The next prompt that the clock alone will open; null for none.</summary>
    public DateTimeOffset? NextDue => _due.Count == 0 ? null : _due.Values.Min();

    /// <summary>What became of an earlier prompt; null when there was none of that id.</summary>
    public PromptState? EndedAs(string id) => _ended.TryGetValue(id, out var state) ? state : null;

    /// <summary>Spacing in steady work from the plan, or null when the plan schedules nothing.</summary>
    public void Plan(int? everySeconds, DateTimeOffset now, bool inWork)
    {
        var had = _due.ContainsKey(PromptReason.Schedule);
        _spacing = TimeSpan.FromSeconds(everySeconds ?? 0);
        if (everySeconds is null) _due.Clear();
        else if (!had && inWork) _due[PromptReason.Schedule] = now.AddSeconds(rules.FirstPromptSeconds);
    }

    public void Baseline(AlarmMoment moment) => OpenNow(PromptReason.Baseline, moment);

    public void WorkStarted(AlarmMoment moment)
    {
        if (Open is { Reason: PromptReason.Baseline }) End(PromptState.Withdrawn, null, null, moment);
        PhaseChanged();
        if (_spacing > TimeSpan.Zero) _due[PromptReason.Schedule] = moment.At.AddSeconds(rules.FirstPromptSeconds);
    }

    public void WorkEnded(AlarmMoment moment, bool coolsDown)
    {
        if (Open is not null) End(PromptState.Withdrawn, null, null, moment);
        PhaseChanged();
        if (_spacing == TimeSpan.Zero) return;
        OpenNow(PromptReason.End, moment);
        if (coolsDown) _due[PromptReason.CoolDown] = moment.At.AddSeconds(rules.CoolDownPromptSeconds);
    }

    /// <summary>A workload step: ask soon, and count the schedule from there (domain-facts 4.3).</summary>
    public void WorkloadStepped(DateTimeOffset at)
    {
        if (_spacing == TimeSpan.Zero) return;
        _due[PromptReason.Workload] = at.AddSeconds(rules.WorkloadPromptSeconds);
        _due[PromptReason.Schedule] = at + Spacing;
    }

    /// <summary>Asks out of turn unless one is open (decisions 30); because of heart rate at most once in two minutes (domain-facts 4.3).</summary>
    public void AskBecause(PromptReason reason, AlarmMoment moment)
    {
        if (_spacing == TimeSpan.Zero || Open is not null) return;
        if (reason == PromptReason.HeartRate && (moment.At - _openedLast).TotalSeconds < rules.PromptAtMostEverySeconds) return;
        OpenNow(reason, moment);
    }

    /// <summary>Runs the ladder of the open prompt and opens the next one that is due.</summary>
    public void Tick(AlarmMoment moment, bool resting)
    {
        if (Open is { } open) Climb(open, moment);
        if (Open is not null || resting) return;

        if (FirstDue(moment.At) is { } reason) OpenNow(reason, moment);
    }

    /// <summary>The one that has waited longest; of two, the one that stands first in <see cref="PromptReason"/>.</summary>
    private PromptReason? FirstDue(DateTimeOffset now)
    {
        PromptReason? first = null;
        foreach (var (reason, at) in _due)
            if (at <= now && (first is not { } other || (at, reason).CompareTo((_due[other], other)) < 0)) first = reason;
        return first;
    }

    /// <summary>An answer came: closes the prompt it belongs to and decides when to ask again.</summary>
    /// <returns>The reason of the prompt that it answered; null when it answered none.</returns>
    public PromptReason? Answered(RpeAnswered answer, bool aboveTarget, SessionPhase phase, AlarmMoment moment)
    {
        NotResponding = false;
        PromptReason? reason = null;
        if (Open is { } open && (answer.Prompt is null || answer.Prompt == open.Id))
        {
            reason = open.Reason;
            End(PromptState.Answered, answer.Value, answer.By, moment);
        }

        if (_spacing == TimeSpan.Zero) return reason;
        _due.Remove(PromptReason.Recheck);
        if (phase == SessionPhase.Work) AskAgainAfter(answer.Value, aboveTarget, moment.At);
        if (phase == SessionPhase.CoolDown && answer.Value <= rules.CoolDownDoneRpe) _due.Remove(PromptReason.CoolDown);
        return reason;
    }

    /// <summary>An answer outside 6 to 20 was refused: ask again at once, the clocks run on (decisions 28).</summary>
    public void Refused(AlarmMoment moment)
    {
        if (Open is { } open) Repeat(open, moment);
    }

    /// <summary>The session paused or the service was away: an open prompt is withdrawn.</summary>
    public void Withdraw(AlarmMoment moment)
    {
        if (Open is not null) End(PromptState.Withdrawn, null, null, moment);
    }

    /// <summary>Time in which nobody could be asked does not count towards the next prompt.</summary>
    public void Shift(TimeSpan by)
    {
        foreach (var reason in _due.Keys.ToArray()) _due[reason] += by;
    }

    /// <summary>Nothing more is asked.</summary>
    public void Stop(AlarmMoment moment)
    {
        Withdraw(moment);
        _due.Clear();
        NotResponding = false;
    }

    private TimeSpan Spacing => _closer && _spacing.TotalSeconds > rules.CloserPromptSeconds ? TimeSpan.FromSeconds(rules.CloserPromptSeconds) : _spacing;

    private void PhaseChanged()
    {
        _due.Clear();
        _closer = false;
    }

    private void AskAgainAfter(int value, bool aboveTarget, DateTimeOffset at)
    {
        if (value >= rules.ReduceRpe) _due[PromptReason.Recheck] = at.AddSeconds(rules.RecheckHardSeconds);
        else if (aboveTarget) _due[PromptReason.Recheck] = at.AddSeconds(rules.RecheckSeconds);
        if (value < rules.ReduceRpe - 1) return;
        _closer = true;
        var closer = _openedLast + Spacing; // from the opening of the last prompt (decisions 26), now closer (decisions 43)
        if (_due.TryGetValue(PromptReason.Schedule, out var next) && closer < next) _due[PromptReason.Schedule] = closer > at ? closer : at + Spacing;
    }

    private void Climb(OpenPrompt open, AlarmMoment moment)
    {
        var waited = (moment.At - open.OpenedAt).TotalSeconds;
        if (waited >= rules.NotRespondingAfterSeconds)
        {
            if (open.HasLadder) NotResponding = true;
            End(PromptState.Missed, null, null, moment);
        }
        else if (open is { HasLadder: true, State: PromptState.Open } && waited >= rules.RepeatAfterSeconds)
        {
            Repeat(open, moment);
        }
    }

    private void OpenNow(PromptReason reason, AlarmMoment moment)
    {
        if (Open is not null) return;
        _due.Remove(reason);
        _openedLast = moment.At;
        if (_due.ContainsKey(PromptReason.Schedule) || reason == PromptReason.Schedule) _due[PromptReason.Schedule] = moment.At + Spacing;
        if (reason == PromptReason.CoolDown) _due[PromptReason.CoolDown] = moment.At.AddSeconds(rules.CoolDownPromptSeconds);
        Open = new(moment.PromptId(), reason, moment.At, PromptState.Open, 1);
        Counts = Counts with { Opened = Counts.Opened + 1 };
        Emit(Open, null, null, moment);
    }

    private void Repeat(OpenPrompt open, AlarmMoment moment)
    {
        Open = open with { State = PromptState.Repeated, Rev = open.Rev + 1 };
        Emit(Open, null, null, moment);
    }

    private void End(PromptState state, int? value, AnsweredBy? by, AlarmMoment moment)
    {
        var ended = Open! with { State = state, Rev = Open!.Rev + 1 };
        Open = null;
        _ended[ended.Id] = state;
        Counts = state switch
        {
            PromptState.Answered => Counts with { Answered = Counts.Answered + 1 },
            PromptState.Missed => Counts with { Missed = Counts.Missed + 1 },
            _ => Counts,
        };
        Emit(ended, value, by, moment);
    }

    private static void Emit(OpenPrompt prompt, int? value, AnsweredBy? by, AlarmMoment moment) => moment.Emit(new PromptEvent
    {
        T = moment.T,
        At = moment.At,
        Id = prompt.Id,
        State = prompt.State,
        Reason = prompt.Reason,
        Rev = prompt.Rev,
        OpenedAt = prompt.OpenedAt,
        Value = value,
        By = by,
    });
}
