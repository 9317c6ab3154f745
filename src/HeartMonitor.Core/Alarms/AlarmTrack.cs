using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms;

/// <summary>
/// One alert code in one session: keeps the clocks (delays, shelf, escalation, chatter), turns verdicts and what staff do into stimuli of
/// <see cref="AlarmLife"/>, and tells what comes of them. Time is an argument; delays come from the alarm catalogue.
/// </summary>
internal sealed class AlarmTrack(AlertCode code, AlarmDefinition definition)
{
    private readonly ChatterGuard _chatter = new();
    private DateTimeOffset _since;
    private DateTimeOffset? _backSince;
    private DateTimeOffset _askedSince;
    private DateTimeOffset? _goneSince;
    private DateTimeOffset? _higherSince;
    private DateTimeOffset? _unjudgedSince;
    private DateTimeOffset? _gapSince;
    private TimeSpan _unjudged;
    private TimeSpan _askedFor;
    private AlertPriority _higher;
    private AlertCode? _suppressedBy;
    private bool _escalatedByTime;
    private double? _worse; // how bad the rule saw it last, bpm
    private double? _noted; // how bad it was when somebody took note
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

    /// <summary>Who put it aside and until when; null when it is not on the shelf.</summary>
    public Shelf? Shelf { get; private set; }

    /// <summary>The condition is open as far as anybody knows, shelved and suppressed alerts included.</summary>
    public bool IsActive => AlarmLife.IsActive(Phase);

    /// <summary>Something is still owed: it is active, or it waits for an acknowledgement.</summary>
    public bool IsOwed => AlarmLife.IsOwed(Phase);

    /// <summary>When somebody was first asked to take note of this episode; null before the first.</summary>
    public DateTimeOffset? RaisedAt { get; private set; }

    /// <summary>Takes the rule's verdict of one moment, and asks for its numbers when there is something to say.</summary>
    /// <param name="rule">The alert's rule.</param>
    /// <param name="now">What it may look at.</param>
    /// <param name="moment">Time, place and words.</param>
    /// <param name="cause">The open alert that explains why the rule cannot judge; null for none.</param>
    /// <param name="mayClear">False while what the rule sees cannot say that the condition is over.</param>
    /// <param name="isToldByCause">The cause says the same of this one and of others: while the condition holds, this alert stands under it.</param>
    public void Judge<TMoment>(
        IAlarmRule<TMoment> rule, in TMoment now, AlarmMoment moment, AlertCode? cause = null, bool mayClear = true, bool isToldByCause = false)
    {
        var verdict = rule.Judge(now);
        if (isToldByCause && verdict.Judgement == Judgement.Present) verdict = new(Judgement.NoJudgement);
        if (verdict.Judgement != Judgement.NoJudgement) SeeAgain(moment);
        if (verdict.Judgement is not (Judgement.Present or Judgement.NoJudgement)) _backSince = null;
        if (verdict.Judgement != Judgement.Absent && verdict.Judgement != Judgement.Off) _goneSince = null;
        switch (verdict.Judgement)
        {
            case Judgement.Present:
                Hold(verdict, rule, now, moment);
                break;
            case Judgement.Absent when mayClear:
                Fade(moment);
                break;
            case Judgement.Absent:
                _goneSince = null;
                Feed(AlarmStimulus.NoJudgement, moment);
                break;
            case Judgement.Off:
                TurnOff(moment);
                break;
            case Judgement.Between:
                Feed(AlarmStimulus.Between, moment);
                break;
            case Judgement.NoJudgement:
                Wait(cause, moment);
                break;
        }
    }

    /// <summary>The rule has no business now, whatever it would say. Chatter is no reason to keep such an alert.</summary>
    public void TurnOff(AlarmMoment moment) => Feed(AlarmStimulus.Off, moment);

    /// <summary>Staff took note. True when that changed anything.</summary>
    public bool Acknowledge(string by, AlarmMoment moment)
    {
        if (!WouldTell(AlarmStimulus.Acknowledge)) return false;
        (AckedBy, AckedAt, _noted) = (by, moment.At, _worse);
        return Feed(AlarmStimulus.Acknowledge, moment);
    }

    /// <summary>Staff put it aside. True when that changed anything; a high alert never is.</summary>
    public bool PutAside(Shelf shelf, AlarmMoment moment)
    {
        if (!WouldTell(AlarmStimulus.Shelve)) return false;
        (Shelf, _noted) = (shelf, _worse);
        return Feed(AlarmStimulus.Shelve, moment);
    }

    /// <summary>Staff bring it back. True when that changed anything.</summary>
    public bool BringBack(AlarmMoment moment) => Feed(AlarmStimulus.Unshelve, moment);

    /// <summary>It got worse while nobody had taken note: the same alert, with new numbers.</summary>
    public void Refresh(IReadOnlyList<Evidence> because, AlarmMoment moment)
    {
        if (WouldTell(AlarmStimulus.Worse)) _because = because;
        Feed(AlarmStimulus.Worse, moment);
    }

    /// <summary>It stays, with newer numbers that are no worse: the next change tells them.</summary>
    public void Reword(IReadOnlyList<Evidence> because)
    {
        if (IsActive) _because = because;
    }

    /// <summary>Said again after somebody took note of the first time: this episode ends, and the next judgement begins another.</summary>
    public void SayAgain(AlarmMoment moment) => Feed(AlarmStimulus.SaidAgain, moment);

    /// <summary>Another alert says the same thing more urgently: this one ends without being owed (one cause, one alert), unless it is high.</summary>
    public void Supersede(AlarmMoment moment) => Feed(AlarmStimulus.Supersede, moment);

    /// <summary>What time alone does: a shelf runs out, and an alert that nobody took note of goes to more people (never to a higher priority: decisions 37).</summary>
    public void RemindIfUnanswered(AlarmMoment moment)
    {
        if (Shelf is { } shelf && moment.At >= shelf.Until) Feed(AlarmStimulus.ShelfEnds, moment);
        if (_escalatedByTime || !AlarmLife.Asks(Phase)) return;
        var after = Priority switch
        {
            AlertPriority.High => moment.Rules.EscalateHighSeconds,
            AlertPriority.Medium => moment.Rules.EscalateMediumSeconds,
            AlertPriority.Low => int.MaxValue,
        };
        if ((moment.At - _askedSince).TotalSeconds < after) return;
        Feed(AlarmStimulus.TimeUp, moment);
        _escalatedByTime = true;
    }

    private void Hold<TMoment>(in RuleVerdict verdict, IAlarmRule<TMoment> rule, in TMoment now, AlarmMoment moment)
    {
        var priority = verdict.Priority ?? definition.Priority;
        var delay = TimeSpan.FromSeconds(verdict.OnDelaySeconds ?? definition.OnDelaySeconds);
        if (!IsActive && Phase != AlarmPhase.Pending && _backSince is null) (_since, _unjudged) = (verdict.Since ?? moment.At, TimeSpan.Zero);
        if (Phase == AlarmPhase.Idle)
        {
            _higherSince = null;
            Feed(AlarmStimulus.Seen, moment);
        }

        if (Phase != AlarmPhase.ClearedUnacknowledged) TrackHigher(priority, moment);
        var stimulus = moment.At - _since - _unjudged >= delay ? AlarmStimulus.Held : AlarmStimulus.Seen;
        _backSince = Phase == AlarmPhase.ClearedUnacknowledged ? _since : null;
        if (_backSince is not null && stimulus == AlarmStimulus.Seen && Priority != AlertPriority.High) return; // what comes back is held to the same delay
        if (WouldTell(stimulus)) _because = rule.Explain(now);
        if (Phase == AlarmPhase.Pending && stimulus == AlarmStimulus.Held) Begin(verdict, priority, delay, moment);
        Feed(stimulus, moment);
        _worse = verdict.Worse;
        if (IsFurtherUp(moment))
        {
            _because = rule.Explain(now);
            Feed(AlarmStimulus.FurtherUp, moment);
        }

        if (!IsActive || !IsEscalationDue(priority, verdict.PriorityAtOnce ? TimeSpan.Zero : delay, moment)) return;
        (Priority, _because, _higherSince) = (priority, rule.Explain(now), null);
        Feed(AlarmStimulus.Higher, moment);
    }

    /// <summary>Worse by a step than what was noted. Not again so soon, or a rate that climbs is one alarm after another.</summary>
    private bool IsFurtherUp(AlarmMoment moment) =>
        Phase is AlarmPhase.ActiveAcknowledged or AlarmPhase.Shelved && _worse >= _noted + moment.Rules.WorseBpm
        && (moment.At - _askedSince).TotalSeconds >= moment.Rules.WorseAtMostEverySeconds;

    /// <summary>A new episode: its id, its priority, revisions from one.</summary>
    private void Begin(in RuleVerdict verdict, AlertPriority priority, TimeSpan delay, AlarmMoment moment)
    {
        var held = verdict.PriorityAtOnce || (_higherSince is { } since && moment.At - since >= delay);
        Priority = priority > definition.Priority && !held ? definition.Priority : priority;
        (Rev, Id) = (0, moment.EpisodeId(code));
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

    private void Fade(AlarmMoment moment)
    {
        _goneSince ??= moment.At;
        var seconds = _chatter.ClearDelay(definition.ClearDelaySeconds, moment.Rules);
        Feed((moment.At - _goneSince.Value).TotalSeconds < seconds ? AlarmStimulus.Going : AlarmStimulus.Gone, moment);
    }

    /// <summary>The rule judges again. What was not judged meanwhile counts for no delay, and ends none that it was too short to end.</summary>
    private void SeeAgain(AlarmMoment moment)
    {
        if (_gapSince is { } since) (_unjudged, _higherSince) = (_unjudged + (moment.At - since), _higherSince + (moment.At - since));
        (_gapSince, _unjudgedSince) = (null, null);
    }

    /// <summary>
    /// The rule cannot judge: it stays as it is, or is suppressed by what explains it. Without such a cause that does not last for ever. A delay
    /// that runs survives a short gap, or a strap that comes and goes would put an alert off for ever.
    /// </summary>
    private void Wait(AlertCode? cause, AlarmMoment moment)
    {
        _gapSince ??= moment.At;
        var isShort = (moment.At - _gapSince.Value).TotalSeconds < moment.Rules.DelayBridgesSeconds;
        if (!isShort) _higherSince = null;
        if (isShort && Phase == AlarmPhase.Pending) return;
        if (cause is not null)
        {
            _unjudgedSince = null;
            if (WouldTell(AlarmStimulus.Suppress)) _suppressedBy = cause;
            Feed(AlarmStimulus.Suppress, moment);
            return;
        }

        _unjudgedSince ??= moment.At;
        var over = _suppressedBy is not null && (moment.At - _unjudgedSince.Value).TotalSeconds >= moment.Rules.SuppressionEndsSeconds;
        Feed(over ? AlarmStimulus.SuppressionEnds : AlarmStimulus.NoJudgement, moment);
    }

    private bool WouldTell(AlarmStimulus stimulus) => AlarmLife.Next(Phase, Priority, stimulus).Told.Count > 0;

    /// <summary>Takes the step of the table and tells it. True when there was something to tell.</summary>
    private bool Feed(AlarmStimulus stimulus, AlarmMoment moment)
    {
        var from = Phase;
        var (to, told) = AlarmLife.Next(from, Priority, stimulus);
        Phase = to;
        if (to != AlarmPhase.Shelved) Shelf = null;
        if (to is not (AlarmPhase.SuppressedUnacknowledged or AlarmPhase.SuppressedAcknowledged)) _suppressedBy = null;
        if (from == AlarmPhase.ActiveUnacknowledged && to != from) _askedFor = moment.At - _askedSince;
        if (from == AlarmPhase.SuppressedUnacknowledged && stimulus != AlarmStimulus.Worse && to == AlarmPhase.ActiveUnacknowledged) _askedSince = moment.At - _askedFor; // goes on waiting
        else if (to == AlarmPhase.ActiveUnacknowledged && from != to) Ask(from, moment);
        else if (stimulus == AlarmStimulus.Higher) Ask(from, moment);
        for (var i = 0; i < told.Count; i++) Emit(told[i], moment);
        if (AlarmLife.IsActive(from) && !AlarmLife.IsActive(to))
        {
            (_goneSince, _higherSince) = (null, null);
            if (stimulus == AlarmStimulus.Off) _chatter.TurnedOff();
            else _chatter.Cleared();
        }

        return told.Count > 0;
    }

    /// <summary>Somebody is asked to take note, whoever did before.</summary>
    private void Ask(AlarmPhase from, AlarmMoment moment)
    {
        (AckedBy, AckedAt, _askedSince, _escalatedByTime) = (null, null, moment.At, false);
        if (AlarmLife.IsActive(from)) return;
        RaisedAt = moment.At;
        _chatter.Raised(moment.At, moment.Rules);
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
            Because = Finite(_because),
            Source = definition.Source,
            Since = _since,
            Latched = Phase == AlarmPhase.ClearedUnacknowledged,
            AckedBy = AckedBy,
            AckedAt = AckedAt,
            ShelvedUntil = Shelf?.Until,
            ShelvedBy = Shelf?.By,
            SuppressedBy = _suppressedBy,
            Chattering = _chatter.IsChattering,
            RulesVersion = moment.RulesVersion,
            CatalogueVersion = moment.CatalogueVersion,
        };
        moment.Emit(Last);
    }

    /// <summary>The last net: a number that is none cannot be stored or sent, and an alert must be.</summary>
    private static IReadOnlyList<Evidence> Finite(IReadOnlyList<Evidence> because) =>
        because.All(e => double.IsFinite(e.Value)) ? because : [.. because.Where(e => double.IsFinite(e.Value))];
}
