using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Sessions;

/// <summary>
/// One person's session: every stop between a packet and a decision as one fold. The same inputs with the same stamps always give the
/// same events with the same ids. Ticks are whole seconds since the start, derived and never journalled: all ticks up to t run
/// before an input stamped t (decisions 41).
/// </summary>
/// <remarks>Not thread-safe; whoever owns it calls it in the order of the stamps. Reads no clock, writes nothing.</remarks>
public sealed partial class SessionEngine
{
    private readonly EngineSetup _setup;
    private readonly RuleOptions _rules;
    private readonly AlarmMoment _moment;
    private readonly AlarmTrack[] _tracks;
    private readonly AlarmTrack?[] _trackOf;
    private readonly HeartRateHistory _history;
    private SignalGate _gate;
    private readonly PromptSchedule _prompts;
    private readonly SessionTally _tally;
    private readonly DateOnly _on;
    private long _ordinal;
    private long _second;
    private SignalLabel _label;
    private SignalLabel _told;
    private int? _lastShown;
    private SessionStep _output = new();
    private bool _signalWasValid = true;

    /// <summary>Begins a session.</summary>
    /// <param name="id">Session id, see <see cref="Identity.OfSession"/>.</param>
    /// <param name="start">Who and when; must name the participant.</param>
    /// <param name="at">Stamp of the start.</param>
    /// <param name="setup">What all sessions share.</param>
    /// <exception cref="ArgumentException"><paramref name="start"/> names nobody.</exception>
    public SessionEngine(string id, SessionStarted start, DateTimeOffset at, EngineSetup setup)
    {
        (Id, StartedAt, _setup, _rules) = (id, at, setup, setup.Alarms.Rules);
        Person = start.Participant ?? throw new ArgumentException("A session needs a participant.", nameof(start));
        Device = start.Device;
        _on = start.On ?? DateOnly.FromDateTime(at.UtcDateTime);
        _moment = new(id, _rules, setup.RulesVersion, setup.Language, Emit, setup.Words);
        _tracks = [.. IntensityRules.InOrder.Select(rule => new AlarmTrack(rule.Code, setup.Alarms[rule.Code]))];
        _trackOf = new AlarmTrack?[Enum.GetValues<AlertCode>().Length];
        foreach (var track in _tracks) _trackOf[(int)track.Code] = track;
        _desk = new(_tracks, _moment, setup.Words, Noted);
        _history = new(_rules.ValueHoldSeconds);
        _gate = new(_rules);
        (_course, _toggle, _doubts, Binding) = (new(_rules), new(_rules), new(_rules), BindingStates.AtStart(start));
        if (Binding == BindingState.Unconfirmed) _toggle.Ask(at);
        _boundBy = start.BoundBy;
        (_wear, _figures, _sensor) = (new(_rules), new(_rules), start.Sensor ?? Measurements.SensorClass.Unknown);
        _strap = setup.Straps.Of(_sensor);
        _prompts = new(_rules);
        _tally = new(_rules.ValueHoldSeconds, setup.Activities.Options);
        (_answers, _zoneSilence) = (new(_rules), new(_rules));
        _work = new(_rules, new WorkloadMets(setup.Activities, Person.BodyMassKg, Years.Age(Person, _on)));
        _phaseSince = at;
        Plan = setup.PlanFor(Person, _checkIn, _on, at);
    }

    public string Id { get; }

    /// <summary>As the file of the start has it, or the one that took its place.</summary>
    public Participant Person { get; private set; }

    /// <summary>Strap bound to the person; null when none is.</summary>
    public string? Device { get; private set; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset? EndedAt { get; private set; }

    public MonitoringPlan Plan { get; private set; }

    /// <summary>Nothing more can come of it: ended long enough ago, no alert waits for an acknowledgement and no question for its answer.</summary>
    public bool IsSettled => EndedAt is { } ended && (_moment.At - ended).TotalSeconds >= _rules.WatchedAfterEndSeconds
        && !_prompts.AwaitsSession && !OwesAlert;

    /// <summary>Runs the ticks up to the input's stamp, then the input. Decisions go to <paramref name="output"/> in order.</summary>
    public FactOutcome Apply(in SessionInput input, SessionStep output)
    {
        if (input.Fact is MonitoringInterrupted gap) return SkipOver(gap, input.At, output);
        if (!input.IsLate) // what is late is of a time that was judged already: it moves nothing and counts nowhere, or ids would hang on when ticks ran
        {
            AdvanceTo(input.At, output);
            _ordinal++;
            Move(input.At, output);
        }

        if (input.Fact is { } fact) return ApplyFact(fact, output);
        ApplyPacket(input, output);
        return FactOutcome.Accepted;
    }

    /// <summary>Runs the ticks up to <paramref name="now"/>: silence, delays, prompts.</summary>
    public void AdvanceTo(DateTimeOffset now, SessionStep output)
    {
        while (!IsSettled && StartedAt.AddSeconds(_second + 1) <= now)
        {
            _second++;
            Move(StartedAt.AddSeconds(_second), output);
            if (EndedAt is null) Tick();
            else WaitAfterEnd();
        }
    }

    /// <summary>The rules have a heart rate to judge at the last instant that was played: let through by the gate, at most some seconds old.</summary>
    public bool HasUsableHeartRate => EndedAt is null && SignalIsUsable();

    /// <summary>The value that the gate let through last, bpm: the strap's, or that of its intervals; NaN before the first.</summary>
    public double LastUsableBpm => _gate.LastUsableBpm;

    /// <summary>True when this session has an alert of that id that is still owed.</summary>
    public bool HasAlert(string id) => _desk.Has(id);

    /// <summary>An alert is open, or waits for an acknowledgement.</summary>
    public bool OwesAlert => Array.Exists(_tracks, track => track.IsOwed);

    /// <summary>True when this session opened that prompt.</summary>
    public bool HasPrompt(string id) => _prompts.Open?.Id == id || _prompts.EndedAs(id) is not null;

    /// <summary>The sections that an alert's rule is written in.</summary>
    public string SourceOf(AlertCode code) => _setup.Alarms[code].Source;

    /// <summary>An alert's words without numbers, for whoever must speak when the fold cannot.</summary>
    public string WordsFor(AlertCode code) => _moment.Words(_setup.Alarms[code], []);

    private void ApplyPacket(in SessionInput input, SessionStep output)
    {
        if (EndedAt is not null) return;
        if (input.IsLate)
        {
            output.Label = new(SignalQuality.None, SignalReasons.Late);
            return;
        }

        var decoded = HeartRateMeasurementCodec.Decode(input.Packet);
        var verdict = JudgeSample(decoded, input.At);
        output.Label = verdict.Label;
        if (verdict.Label.Reasons.HasFlag(SignalReasons.Duplicate)) return;
        _label = verdict.Label;
        if (_gate.NoContactSince is null) _lastShown = verdict.Label.Quality >= SignalQuality.Suspect ? decoded.Measurement.HeartRate.Bpm : null;
        if (verdict.IsUsable)
        {
            _history.Add(verdict.Bpm);
            if (_doubts.Worst is not null) _tally.CloseValue(input.At, Plan.Zone); // for safety rules, and for nobody's account
            else if (!_resting) _tally.Value(verdict.Bpm, input.At, Plan.Zone, _phase == SessionPhase.Work);
        }
        else
        {
            _tally.CloseValue(input.At, Plan.Zone);
        }

        TellQuality();
    }

    /// <summary>One second, stop by stop: the journey of a sample after the gate.</summary>
    private void Tick()
    {
        var covered = _history.CloseSecond(SignalIsValid() && _doubts.Worst is null && _gate.LastUsableAt is not null);
        CountSecond(covered);
        EndSecond();
        if (_tally.WantsRecovery(_moment.At)) _tally.Recovery(_history.Mean(10, 3));
        TellQuality();
        AskWhenSignalIsLost();
        AskWhenHeartRateMoved();
        AskWhatIsDue();
        Judge(everything: true);
        foreach (var track in _tracks) track.RemindIfUnanswered(_moment);
    }

    private void Judge(bool everything)
    {
        if (_answers.Standing == AlertCode.RpeBelowTarget && MustNotWorkMore()) _answers.OfferNothing();
        var now = Look();
        var rules = IntensityRules.InOrder;
        for (var i = 0; i < rules.Count; i++)
            if (everything || IsAboutFacts(rules[i].Code)) Judge(_tracks[i], rules[i], now);
    }

    private void JudgeOne(AlertCode code)
    {
        for (var i = 0; i < _tracks.Length; i++)
            if (_tracks[i].Code == code) Judge(_tracks[i], IntensityRules.InOrder[i], Look());
    }

    private void Judge(AlarmTrack track, IIntensityRule rule, in JudgedMoment now)
    {
        var wasActive = track.IsActive;
        if (IsSilencedByAnother(rule.Code)) track.TurnOff(_moment);
        else if (_lossExplainedBy is { } cause && IsLoss(rule.Code) && track.IsActive) track.Judge(rule, now, _moment, cause, isToldByCause: true);
        else track.Judge(rule, now, _moment, CauseFor(rule.Code), MayClear(rule.Code));
        if (wasActive || !track.IsActive) return;
        if (rule.Code == AlertCode.ZoneLow) _zoneLowSpent = true;
        foreach (var milder in Milder(rule.Code)) Track(milder).Supersede(_moment);
    }

    /// <summary>One cause, one alert: these end when the more urgent one is raised, and do not come back beside it.</summary>
    private static AlertCode[] Milder(AlertCode code) => code switch
    {
        AlertCode.HrCeiling or AlertCode.HrUnexpectedlyHigh => [AlertCode.HrCeilingWarning, AlertCode.HrRiseWithoutWork],
        AlertCode.HrFallsWhileWorkRises => [AlertCode.HrFailsToRise, AlertCode.HrStepChange, AlertCode.ZoneLow],
        AlertCode.HrRiseWithoutWork => [AlertCode.HrStepChange],
        AlertCode.SensorNotWorn => [AlertCode.SignalDoubtful],
        AlertCode.RpeNotResponding => [AlertCode.RpeUnanswered],
        AlertCode.RpeStop => [AlertCode.RpeReduce, AlertCode.RpeAboveTarget],
        AlertCode.RpeReduce => [AlertCode.RpeAboveTarget],
        AlertCode.SymptomStop => [AlertCode.SymptomReview],
        AlertCode.ContactLost => [AlertCode.SignalLost, AlertCode.SignalDoubtful],
        AlertCode.SignalLost => [AlertCode.SignalDoubtful],
        _ => [],
    };

    private bool IsSilencedByAnother(AlertCode code) => code switch
    {
        AlertCode.HrCeilingWarning => Track(AlertCode.HrCeiling).IsActive || Track(AlertCode.HrUnexpectedlyHigh).IsActive,
        AlertCode.HrFailsToRise => FallIsTold(),
        AlertCode.HrRiseWithoutWork => Track(AlertCode.HrCeiling).IsActive || Track(AlertCode.HrUnexpectedlyHigh).IsActive,
        AlertCode.HrStepChange => Track(AlertCode.HrRiseWithoutWork).IsActive || Track(AlertCode.HrFallsWhileWorkRises).IsActive,
        AlertCode.SignalDoubtful => Track(AlertCode.SensorNotWorn).IsActive,
        AlertCode.ZoneHigh => Track(AlertCode.HrRiseWithoutWork).IsActive && !Track(AlertCode.ZoneHigh).IsActive,
        AlertCode.ZoneLow => (_zoneLowSpent && !Track(AlertCode.ZoneLow).IsActive) || MustNotWorkMore() || Track(AlertCode.HrFailsToRise).IsActive,
        AlertCode.RpeBelowTarget => MustNotWorkMore(),
        _ => false,
    };

    /// <summary>Nobody is told that more work is possible while something graver about the person is open (domain-facts 4.4: "no symptoms").</summary>
    private bool MustNotWorkMore() => _symptomStanding is not null || _answers.CannotTalk || FallIsTold()
        || Array.Exists(_tracks, t => t.IsOwed && t.Priority >= AlertPriority.Medium && _setup.Alarms[t.Code].Nature != AlertNature.Technical);

    private static bool IsAboutFacts(AlertCode code) => code is >= AlertCode.RpeBelowTarget and <= AlertCode.HelpRequested;

    private AlarmTrack Track(AlertCode code) => _trackOf[(int)code]!;

    private JudgedMoment Look() => new()
    {
        At = _moment.At,
        Plan = Plan,
        Alarms = _setup.Alarms,
        Phase = _phase,
        Resting = _resting,
        RestingSeconds = _resting ? (_moment.At - _pausedAt).TotalSeconds : 0,
        PhaseSince = _phaseSince,
        ZonesSilent = _zoneSilence.Covers(_moment.At),
        Usable = SignalIsUsable(),
        Good = SignalIsUsable() && _doubts.Worst is null && _gate.LastGoodAt is { } good && (_moment.At - good).TotalSeconds < _rules.ValueHoldSeconds,
        CoveredOfMinute = _second < SecondsAMinute ? SecondsAMinute : _history.Filled(SecondsAMinute),
        Heart = _history,
        Work = _work,
        Moves = _moves,
        Trend = _trend,
        Sensor = _sensor,
        NotWornSince = NotWornSince,
        UnbrokenSince = _gate.UnbrokenSince,
        RrAgreesSince = _gate.RrAgreesSince,
        RoomCelsius = _roomCelsius,
        Mean30 = _history.Mean(30, _rules.MeanNeedsSeconds),
        Median10 = _history.MedianOfTen(),
        NoContactSince = _gate.NoContactSince,
        LastReadingAt = _gate.LastReadingAt ?? StartedAt,
        DoubtfulSince = _gate.DoubtfulSince,
        ComesAndGoesSince = _strap.WornByPattern ? null : _gate.ComesAndGoesSince(_moment.At),
        ShownBpm = _gate.LastBpm,
        IntervalsAgree = _label.Reasons.HasFlag(SignalReasons.OutOfRange) && _gate.IntervalsAgree(_moment.At),
        SignalReasons = CurrentLabel().Reasons,
        RrIsIrregular = _irregular,
        IdentityDoubt = _identityDoubt,
        StrapDoubt = _doubts.Worst,
        BatteryPercent = BatteryPercent,
        BatteryEmptyAtStart = _wasEmptyAtStart,
        Rpe = _answers.Last,
        RpeStanding = _answers.Standing,
        SymptomStanding = _symptomStanding,
        Symptoms = _symptoms,
        TalkDisagrees = _answers.TalkDisagrees,
        ScaleDoubt = _answers.ScaleDoubt,
        CallsForHelp = _callsForHelp,
        Notices = _notices,
        UnansweredSince = _prompts.UnansweredSince,
        NotResponding = _prompts.NotResponding,
    };

    private bool SignalIsUsable() =>
        NotWornSince is null && _gate.LastUsableAt is { } at && (_moment.At - at).TotalSeconds < _rules.ValueHoldSeconds && SignalIsValid();

    /// <summary>A value, believed or not yet, that is neither stale nor without contact (decisions 30).</summary>
    private bool SignalIsValid() => SignalIsValid(_moment.At);

    private bool SignalIsValid(DateTimeOffset now) =>
        (now - (_gate.LastReadingAt ?? StartedAt)).TotalSeconds < _rules.ValueHoldSeconds
        && (_gate.NoContactSince is not { } since || (now - since).TotalSeconds < _rules.ContactInvalidSeconds);

    /// <summary>No packet for some seconds, and the value not yet gone (domain-facts 5.1: late at 3 s).</summary>
    private bool ReadingIsLate() => _gate.LastReadingAt is { } at && _gate.NoContactSince is null && (_moment.At - at).TotalSeconds >= _rules.LateSeconds;

    private void AskWhenSignalIsLost()
    {
        var valid = SignalIsValid() && _doubts.Worst is null;
        if (_signalWasValid && !valid && _phase is SessionPhase.Work or SessionPhase.WarmUp && !_resting)
            _prompts.AskBecause(PromptReason.Signal, _moment);
        _signalWasValid = valid;
    }

    private void AskWhenHeartRateMoved()
    {
        if (_phase != SessionPhase.Work || _resting || !SignalIsUsable()) return;
        if (_answers.HeartRateMoved(_history.Mean(30, _rules.MeanNeedsSeconds), _moment.At)) _prompts.AskBecause(PromptReason.HeartRate, _moment);
    }

    private SignalLabel CurrentLabel() =>
        SignalIsValid() ? (ReadingIsLate() ? new(_label.Quality < SignalQuality.Suspect ? _label.Quality : SignalQuality.Suspect, _label.Reasons | SignalReasons.Stale) : _label)
        : _gate.NoContactSince is not null ? new(SignalQuality.None, SignalReasons.NoContact)
        : new(SignalQuality.None, SignalReasons.Stale | (_label.Reasons & SignalReasons.HrZero));

    private void TellQuality()
    {
        var label = CurrentLabel();
        if (label == _told) return;
        _told = label;
        _moment.Emit(new QualityEvent { T = _moment.T, At = _moment.At, Quality = label.Quality, Reasons = Names(label.Reasons) });
    }

    private static string[] Names(SignalReasons reasons) =>
        reasons == SignalReasons.None ? [] : [.. Enum.GetValues<SignalReasons>().Where(r => r != SignalReasons.None && reasons.HasFlag(r)).Select(KebabCase.Of)];

    private void Move(DateTimeOffset at, SessionStep output)
    {
        _output = output;
        _moment.Move(at, (at - StartedAt).TotalSeconds, _ordinal);
    }

    private void Emit(SessionEvent sessionEvent)
    {
        if (sessionEvent is AlertEvent alert) _tally.Alert(alert);
        _output.Emit(sessionEvent);
    }
}
