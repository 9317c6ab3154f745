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
    private readonly Dictionary<string, OpenPrompt> _ended = [];
    private readonly NoAnswerLadder _ladder = new(rules);
    private DateTimeOffset _openedLast = DateTimeOffset.MinValue;
    private DateTimeOffset? _owed;
    private TimeSpan _spacing = TimeSpan.Zero;
    private DateTimeOffset _endAsked = DateTimeOffset.MinValue;
    private DateTimeOffset _steppedFirst;
    private PromptReason? _withdrawnByPause;
    private bool _closer;
    private bool _worked;
    private bool _sessionAsked;

    public OpenPrompt? Open { get; private set; }

    /// <summary>A prompt of the ladder was missed, and the person has given no sign since.</summary>
    public bool NotResponding => _ladder.NotResponding;

    /// <summary>The last tick missed a prompt of the ladder, whatever was missed before.</summary>
    public bool MissedJustNow { get; private set; }

    public PromptCounts Counts { get; private set; } = new(0, 0, 0);

    /// <summary>Since when a question of the ladder waits.</summary>
    public DateTimeOffset? UnansweredSince => _ladder.UnansweredSince;

    /// <summary>The next prompt of the session that the clock alone will open; null for none.</summary>
    public DateTimeOffset? NextDue => _due.Where(d => d.Key != PromptReason.Session).Select(d => (DateTimeOffset?)d.Value).Min();

    /// <summary>The question about the whole session is still to come, or open.</summary>
    public bool AwaitsSession => Open is { Reason: PromptReason.Session } || _due.ContainsKey(PromptReason.Session);

    /// <summary>What became of an earlier prompt; null when there was none of that id.</summary>
    public PromptState? EndedAs(string id) => _ended.TryGetValue(id, out var ended) ? ended.State : null;

    /// <summary>Spacing in steady work from the plan, or null when the plan schedules nothing.</summary>
    /// <returns>True when questions are asked from now on and were not before.</returns>
    public bool Plan(int? everySeconds, DateTimeOffset now, bool inWork)
    {
        var before = _spacing;
        _spacing = TimeSpan.FromSeconds(everySeconds ?? 0);
        if (everySeconds is null) _due.Clear();
        else if (inWork && !_due.ContainsKey(PromptReason.Schedule)) _due[PromptReason.Schedule] = now.AddSeconds(rules.FirstPromptSeconds);
        else if (inWork && _spacing < before) BringForward(now);
        return before == TimeSpan.Zero && _spacing > TimeSpan.Zero;
    }

    public void Baseline(AlarmMoment moment) => OpenNow(PromptReason.Baseline, moment);

    /// <summary>Work begins.</summary>
    /// <param name="moment">Now.</param>
    /// <param name="minutes">Prescribed minutes of work, where the programme says so: the last question comes shortly before (decisions 27).</param>
    public void WorkStarted(AlarmMoment moment, int? minutes)
    {
        if (Open is { Reason: PromptReason.Baseline or PromptReason.Session }) End(PromptState.Withdrawn, null, null, moment);
        PhaseChanged();
        (_worked, _sessionAsked) = (true, false);
        if (_spacing == TimeSpan.Zero) return;
        if (Open is { Reason: PromptReason.End } open) _ladder.Asked(open.OpenedAt); // work goes on: this question waits like any other
        var first = moment.At.AddSeconds(rules.FirstPromptSeconds);
        _due[PromptReason.Schedule] = _owed is { } owed && owed < first ? (owed > moment.At ? owed : moment.At) : first;
        _owed = null;
        if (minutes is { } planned) _due[PromptReason.End] = moment.At.AddSeconds((planned * 60) - rules.EndPromptSeconds);
    }

    /// <summary>Work ended: the last question about it, unless it was just asked (decisions 27). A question that waits hands its wait on.</summary>
    public void WorkEnded(AlarmMoment moment, SessionPhase next)
    {
        _owed = next == SessionPhase.WarmUp && _due.TryGetValue(PromptReason.Schedule, out var due) ? due : null; // back to warm-up is no way round a question
        PhaseChanged();
        if (_spacing == TimeSpan.Zero || next is not (SessionPhase.CoolDown or SessionPhase.Recovery)) return;
        if (Open is { Reason: not PromptReason.End }) Take(PromptState.Withdrawn, null, null, moment);
        if ((moment.At - _endAsked).TotalSeconds > 2 * rules.EndPromptSeconds) OpenNow(PromptReason.End, moment);
        if (next == SessionPhase.CoolDown) _due[PromptReason.CoolDown] = moment.At.AddSeconds(rules.CoolDownPromptSeconds);
        _due[PromptReason.Session] = moment.At.AddSeconds(rules.SessionPromptSeconds);
    }

    /// <summary>
    /// A workload step: ask soon, and count the schedule from there (domain-facts 4.3). Step upon step puts the question off once, not for
    /// ever: an ergometer that reports every change must not silence it.
    /// </summary>
    public void WorkloadStepped(DateTimeOffset at)
    {
        if (_spacing == TimeSpan.Zero) return;
        if (!_due.ContainsKey(PromptReason.Workload)) _steppedFirst = at;
        var (soon, latest) = (at.AddSeconds(rules.WorkloadPromptSeconds), _steppedFirst.AddSeconds(2 * rules.WorkloadPromptSeconds));
        _due[PromptReason.Workload] = soon < latest ? soon : latest;
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
        MissedJustNow = _ladder.Climb(moment.At);
        if (Open is { } open) Climb(open, moment);
        if (Open is not null || resting) return;

        if (FirstDue(moment.At) is { } reason) OpenNow(reason, moment);
    }

    /// <summary>An answer came: closes the prompt it belongs to and decides when to ask again.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="standing">The alert that it stands for; null for none.</param>
    /// <param name="phase">Part of the session.</param>
    /// <param name="moment">Now.</param>
    /// <returns>The reason of the prompt that it answered; null when it answered none.</returns>
    public PromptReason? Answered(RpeAnswered answer, AlertCode? standing, SessionPhase phase, AlarmMoment moment)
    {
        _ladder.Answered();
        PromptReason? reason = null;
        if (Open is { } open && (answer.Prompt is null || answer.Prompt == open.Id))
        {
            reason = open.Reason;
            End(PromptState.Answered, answer.Value, answer.By, moment);
        }

        if (Open is { BeginsLadder: true } other && _spacing > TimeSpan.Zero) _ladder.Asked(other.OpenedAt); // the answer was to an earlier one
        _due.Remove(PromptReason.Recheck);
        if (phase == SessionPhase.Work) AskAgainAfter(answer.Value, standing, moment.At);
        if (phase is SessionPhase.CoolDown or SessionPhase.Recovery && answer.Value <= rules.CoolDownDoneRpe) _due.Remove(PromptReason.CoolDown);
        return reason;
    }

    /// <summary>The newest answer was taken back: its prompt has none, and what it brought about is undone.</summary>
    /// <param name="prompt">The prompt that it answered; null for none.</param>
    /// <param name="closer">An answer that still stands asks for the closer spacing.</param>
    /// <param name="moment">Now.</param>
    public void TakenBack(string? prompt, bool closer, AlarmMoment moment)
    {
        _due.Remove(PromptReason.Recheck);
        _closer = closer;
        if (prompt is null || _ended.GetValueOrDefault(prompt) is not { State: PromptState.Answered } answered) return;
        var withdrawn = answered with { State = PromptState.Withdrawn, Rev = answered.Rev + 1 };
        _ended[prompt] = withdrawn;
        Counts = Counts with { Answered = Counts.Answered - 1 };
        Emit(withdrawn, null, null, moment);
    }

    /// <summary>Asks once more, as the answer does not count: at once, or some seconds after a pause.</summary>
    public void AskAgain(PromptReason reason, AlarmMoment moment, bool resting)
    {
        if (_spacing == TimeSpan.Zero || Open is not null) return;
        if (resting) _due[reason] = moment.At.AddSeconds(rules.AskAgainAfterPauseSeconds);
        else OpenNow(reason, moment);
    }

    /// <summary>An answer outside 6 to 20 was refused: ask again at once, the clocks run on (decisions 28).</summary>
    public void Refused(AlarmMoment moment)
    {
        if (Open is { } open) Repeat(open, moment);
    }

    /// <summary>The person said something that is no answer about effort.</summary>
    public void SignOfLife(DateTimeOffset at) => _ladder.SignOfLife(at);

    /// <summary>The service was away: an open prompt is withdrawn.</summary>
    /// <param name="moment">Now.</param>
    /// <param name="again">It is asked again some seconds after the session goes on.</param>
    public void Withdraw(AlarmMoment moment, bool again)
    {
        if (Open is not { Reason: not PromptReason.Session } open) return;
        End(PromptState.Withdrawn, null, null, moment);
        if (again && _spacing > TimeSpan.Zero) _due[open.Reason] = moment.At.AddSeconds(rules.AskAgainAfterPauseSeconds);
    }

    /// <summary>The session paused: an open prompt is withdrawn, and asked again some seconds after it goes on.</summary>
    public void Pause(AlarmMoment moment)
    {
        if (Open is not { Reason: not PromptReason.Session } open) return;
        _ladder.Paused(moment.At);
        _withdrawnByPause = open.Reason;
        Take(PromptState.Withdrawn, null, null, moment);
        if (_spacing > TimeSpan.Zero) _due[open.Reason] = moment.At.AddSeconds(rules.AskAgainAfterPauseSeconds);
    }

    /// <summary>The session goes on. Time in which nobody could be asked does not count towards the next prompt; after a short pause a question that
    /// waited is before the person at once.</summary>
    public void Resume(DateTimeOffset pausedAt, AlarmMoment moment)
    {
        Shift(moment.At - pausedAt);
        var wasShort = (moment.At - pausedAt).TotalSeconds < rules.ShortPauseSeconds;
        if (wasShort && _ladder.WaitsThroughPause && _withdrawnByPause is { } reason && _due.ContainsKey(reason)) OpenNow(reason, moment);
        _withdrawnByPause = null;
    }

    /// <summary>Time in which nobody could be asked does not count towards the next prompt.</summary>
    public void Shift(TimeSpan by)
    {
        foreach (var reason in _due.Keys.ToArray())
            if (reason != PromptReason.Session) _due[reason] += by;
    }

    /// <summary>Nothing more is asked but the question about the whole session, which comes when the person has rested (domain-facts 4.3).</summary>
    public void Stop(AlarmMoment moment, bool asksAboutAll = true)
    {
        var asked = Open is { Reason: PromptReason.Session } || _sessionAsked;
        if (Open is { Reason: not PromptReason.Session }) End(PromptState.Withdrawn, null, null, moment);
        _due.Clear();
        _ladder.Answered();
        if (asksAboutAll && _worked && !asked && _spacing > TimeSpan.Zero) _due[PromptReason.Session] = moment.At.AddSeconds(rules.SessionPromptSeconds);
    }

    private TimeSpan Spacing => _closer && _spacing.TotalSeconds > rules.CloserPromptSeconds ? TimeSpan.FromSeconds(rules.CloserPromptSeconds) : _spacing;

    /// <summary>The one that has waited longest; of two, the one that stands first in <see cref="PromptReason"/>.</summary>
    private PromptReason? FirstDue(DateTimeOffset now)
    {
        PromptReason? first = null;
        foreach (var (reason, at) in _due)
        {
            if (reason == PromptReason.Session && _due.Count > 1) continue; // the whole session is asked about when it is over
            if (at <= now && (first is not { } other || (at, reason).CompareTo((_due[other], other)) < 0)) first = reason;
        }

        return first;
    }

    private void PhaseChanged()
    {
        _due.Clear();
        _closer = false;
    }

    private void AskAgainAfter(int value, AlertCode? standing, DateTimeOffset at)
    {
        if (standing is AlertCode.RpeReduce or AlertCode.RpeStop) _due[PromptReason.Recheck] = at.AddSeconds(rules.RecheckHardSeconds);
        else if (standing is AlertCode.RpeAboveTarget) _due[PromptReason.Recheck] = at.AddSeconds(rules.RecheckSeconds);
        if (value < rules.ReduceRpe - 1 || _spacing == TimeSpan.Zero) return;
        _closer = true;
        BringForward(at);
    }

    /// <summary>The spacing is closer now: it counts from the opening of the last prompt all the same (decisions 26 and 43).</summary>
    private void BringForward(DateTimeOffset now)
    {
        var closer = _openedLast + Spacing;
        if (_due.TryGetValue(PromptReason.Schedule, out var next) && closer < next) _due[PromptReason.Schedule] = closer > now ? closer : now + Spacing;
    }

    private void Climb(OpenPrompt open, AlarmMoment moment)
    {
        var waited = (moment.At - open.OpenedAt).TotalSeconds;
        if (waited >= (open.Reason == PromptReason.Session ? rules.SessionPromptOpenSeconds : rules.NotRespondingAfterSeconds))
            End(PromptState.Missed, null, null, moment);
        else if (open.State == PromptState.Open && waited >= rules.RepeatAfterSeconds && UnansweredSince is not null)
            Repeat(open, moment);
    }

    private void OpenNow(PromptReason reason, AlarmMoment moment)
    {
        if (Open is not null) return;
        _due.Remove(reason);
        _openedLast = moment.At;
        if (reason == PromptReason.End) _endAsked = moment.At;
        if (reason == PromptReason.Session) _sessionAsked = true;
        if (_due.ContainsKey(PromptReason.Schedule) || reason == PromptReason.Schedule) _due[PromptReason.Schedule] = moment.At + Spacing;
        if (reason == PromptReason.CoolDown) _due[PromptReason.CoolDown] = moment.At.AddSeconds(rules.CoolDownPromptSeconds);
        Open = new(moment.PromptId(), reason, moment.At, PromptState.Open, 1);
        if (Open.BeginsLadder && _spacing > TimeSpan.Zero) _ladder.Asked(moment.At);
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
        if (state == PromptState.Withdrawn) _ladder.Withdrawn(moment.At);
        Take(state, value, by, moment);
    }

    private void Take(PromptState state, int? value, AnsweredBy? by, AlarmMoment moment)
    {
        var ended = Open! with { State = state, Rev = Open!.Rev + 1 };
        Open = null;
        _ended[ended.Id] = ended;
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
