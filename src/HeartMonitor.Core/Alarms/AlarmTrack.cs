using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms;

/// <summary>
/// The life of one alert code in one session: verdicts and acknowledgements in, changes out. A plain state machine with time as an
/// argument; delays come from the alarm catalogue. High alerts latch until acknowledged, and so do unacknowledged medium ones;
/// low ones do not (domain-facts 8.1).
/// </summary>
internal sealed class AlarmTrack(AlertCode code, AlarmDefinition definition)
{
    private DateTimeOffset _since;
    private DateTimeOffset _activeSince;
    private DateTimeOffset? _goneSince;
    private DateTimeOffset? _higherSince;
    private AlertPriority _higher;
    private bool _escalatedByTime;
    private IReadOnlyList<Evidence> _because = [];

    public AlertCode Code => code;

    public AlarmPhase Phase { get; private set; }

    public AlertPriority Priority { get; private set; }

    public string Id { get; private set; } = "";

    public int Rev { get; private set; }

    /// <summary>The newest event about this alert; null before the first.</summary>
    public AlertEvent? Last { get; private set; }

    public string? AckedBy { get; private set; }

    public DateTimeOffset? AckedAt { get; private set; }

    public bool IsActive => Phase is AlarmPhase.ActiveUnacknowledged or AlarmPhase.ActiveAcknowledged;

    /// <summary>Something is still owed: it is active, or it waits for an acknowledgement.</summary>
    public bool IsOwed => IsActive || Phase == AlarmPhase.ClearedUnacknowledged;

    private bool Latches => Priority == AlertPriority.High || Priority == AlertPriority.Medium;

    /// <summary>Takes the rule's verdict of one moment, and asks for its numbers when there is something to say.</summary>
    public void Judge(IIntensityRule rule, in JudgedMoment now, AlarmMoment moment) => Take(rule.Judge(now), rule, now, moment);

    /// <summary>The rule has no business now, whatever it would say.</summary>
    public void TurnOff(AlarmMoment moment) => Fade(moment, atOnce: true);

    private void Take(in RuleVerdict verdict, IIntensityRule rule, in JudgedMoment now, AlarmMoment moment)
    {
        switch (verdict.Judgement)
        {
            case Judgement.Present:
                Hold(verdict, rule, now, moment);
                break;
            case Judgement.Absent:
                Fade(moment, atOnce: false);
                break;
            case Judgement.Off:
                Fade(moment, atOnce: true);
                break;
            case Judgement.Between:
                if (Phase == AlarmPhase.Pending) Phase = AlarmPhase.Idle;
                _goneSince = null;
                break;
            case Judgement.NoJudgement:
                if (Phase == AlarmPhase.Pending) Phase = AlarmPhase.Idle;
                _goneSince = null;
                _higherSince = null;
                break;
        }
    }

    /// <summary>Staff took note. True when that changed anything.</summary>
    public bool Acknowledge(string by, AlarmMoment moment)
    {
        switch (Phase)
        {
            case AlarmPhase.ActiveUnacknowledged:
                (AckedBy, AckedAt) = (by, moment.At);
                Phase = AlarmPhase.ActiveAcknowledged;
                Emit(AlertState.Acknowledged, moment);
                return true;
            case AlarmPhase.ClearedUnacknowledged:
                (AckedBy, AckedAt) = (by, moment.At);
                Emit(AlertState.Acknowledged, moment);
                Close(moment);
                return true;
            default:
                return false;
        }
    }

    /// <summary>It got worse while nobody had taken note: the same alert, with new numbers.</summary>
    public void Refresh(IReadOnlyList<Evidence> because, AlarmMoment moment)
    {
        if (Phase != AlarmPhase.ActiveUnacknowledged) return;
        _because = because;
        Emit(AlertState.Escalated, moment);
    }

    /// <summary>It stays, with newer numbers that are no worse: the next change tells them.</summary>
    public void Reword(IReadOnlyList<Evidence> because)
    {
        if (IsActive) _because = because;
    }

    /// <summary>Another alert says the same thing more urgently: this one ends without being owed (one cause, one alert).</summary>
    public void Supersede(AlarmMoment moment)
    {
        if (IsActive) Emit(AlertState.Cleared, moment);
        if (IsOwed) Close(moment);
        Phase = AlarmPhase.Idle;
    }

    private void Hold(in RuleVerdict verdict, IIntensityRule rule, in JudgedMoment now, AlarmMoment moment)
    {
        _goneSince = null;
        var priority = verdict.Priority ?? definition.Priority;
        var delay = TimeSpan.FromSeconds(verdict.OnDelaySeconds ?? definition.OnDelaySeconds);
        switch (Phase)
        {
            case AlarmPhase.Idle:
                _since = verdict.Since ?? moment.At;
                _higherSince = null;
                Phase = AlarmPhase.Pending;
                goto case AlarmPhase.Pending;
            case AlarmPhase.Pending:
                TrackHigher(priority, moment);
                if (moment.At - _since < delay) break;
                _because = rule.Explain(now);
                Raise(verdict, priority, delay, moment);
                break;
            case AlarmPhase.ClearedUnacknowledged:
                _because = rule.Explain(now);
                _since = verdict.Since ?? moment.At;
                Phase = AlarmPhase.ActiveUnacknowledged;
                _activeSince = moment.At;
                Emit(AlertState.Raised, moment);
                break;
            default:
                TrackHigher(priority, moment);
                if (IsEscalationDue(priority, verdict.PriorityAtOnce ? TimeSpan.Zero : delay, moment)) Escalate(priority, rule.Explain(now), moment);
                break;
        }
    }

    private void Raise(in RuleVerdict verdict, AlertPriority priority, TimeSpan delay, AlarmMoment moment)
    {
        var held = verdict.PriorityAtOnce || (_higherSince is { } since && moment.At - since >= delay);
        Priority = priority > definition.Priority && !held ? definition.Priority : priority;
        (AckedBy, AckedAt, Rev, _escalatedByTime) = (null, null, 0, false);
        _activeSince = moment.At;
        Id = moment.EpisodeId(code);
        Phase = AlarmPhase.ActiveUnacknowledged;
        Emit(AlertState.Raised, moment);
    }

    /// <summary>A higher priority must hold for the same delay as the alert itself.</summary>
    private void TrackHigher(AlertPriority priority, AlarmMoment moment)
    {
        var above = IsActive ? Priority : definition.Priority;
        if (priority <= above) _higherSince = null;
        else if (_higherSince is null || priority != _higher) (_higherSince, _higher) = (moment.At, priority);
    }

    private bool IsEscalationDue(AlertPriority priority, TimeSpan delay, AlarmMoment moment) =>
        priority > Priority && _higherSince is { } since && moment.At - since >= delay;

    private void Escalate(AlertPriority priority, IReadOnlyList<Evidence> because, AlarmMoment moment)
    {
        (Priority, _because) = (priority, because);
        (_higherSince, _escalatedByTime, _activeSince) = (null, false, moment.At);
        if (Phase == AlarmPhase.ActiveAcknowledged) Phase = AlarmPhase.ActiveUnacknowledged; // what was noted was something milder
        Emit(AlertState.Escalated, moment);
    }

    /// <summary>Time alone never raises the priority: more people are told (decisions 37).</summary>
    public void RemindIfUnanswered(AlarmMoment moment)
    {
        if (_escalatedByTime || Phase is not (AlarmPhase.ActiveUnacknowledged or AlarmPhase.ClearedUnacknowledged)) return;
        var after = Priority switch
        {
            AlertPriority.High => moment.Rules.EscalateHighSeconds,
            AlertPriority.Medium => moment.Rules.EscalateMediumSeconds,
            AlertPriority.Low => int.MaxValue,
        };
        if ((moment.At - _activeSince).TotalSeconds < after) return;
        _escalatedByTime = true;
        Emit(AlertState.Escalated, moment);
    }

    private void Fade(AlarmMoment moment, bool atOnce)
    {
        if (Phase == AlarmPhase.Pending) Phase = AlarmPhase.Idle;
        if (!IsActive) return;
        _goneSince ??= moment.At;
        if (!atOnce && (moment.At - _goneSince.Value).TotalSeconds < definition.ClearDelaySeconds) return;
        var acknowledged = Phase == AlarmPhase.ActiveAcknowledged;
        Phase = AlarmPhase.ClearedUnacknowledged;
        Emit(AlertState.Cleared, moment);
        if (acknowledged || !Latches) Close(moment);
    }

    private void Close(AlarmMoment moment)
    {
        Phase = AlarmPhase.Idle;
        _goneSince = null;
        _higherSince = null;
        Emit(AlertState.Closed, moment);
    }

    private void Emit(AlertState state, AlarmMoment moment)
    {
        Rev++;
        Last = new()
        {
            T = moment.T,
            At = moment.At,
            Id = Id,
            Code = code,
            Priority = Priority,
            Nature = definition.Nature,
            State = state,
            Rev = Rev,
            Text = moment.Words(definition, _because),
            Because = _because,
            Since = _since,
            Latched = Phase == AlarmPhase.ClearedUnacknowledged,
            AckedBy = AckedBy,
            AckedAt = AckedAt,
            RulesVersion = moment.RulesVersion,
            CatalogueVersion = moment.CatalogueVersion,
        };
        moment.Emit(Last);
    }
}
