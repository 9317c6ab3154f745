using System.Globalization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>What was said or entered, one arm a fact.</content>
public sealed partial class SessionEngine
{
    private const int LongestNote = 200; // as the reasons of a shelf and of a withdrawal
    private const int TogetherSeconds = 10; // two taps of one hand: work starts, and what it is

    private const int ClocksApartMinutes = 5; // ours: two clocks of one gym; a dose later than that was not taken yet
    private const int LongestDoseYears = 10; // ours: a slip of the pen; a year ago is news that a check-in may bring
    private const int LongestMedicineCode = 100; // as the doors have it; an ATC code has 7
    private const int MostNamed = 50; // ours: medicines or substances of one session; nobody takes as many

    private CheckIn _checkIn = CheckIn.Nothing;
    private SessionPhase _phase;
    private DateTimeOffset _phaseSince;
    private readonly ZoneSilence _zoneSilence;
    private DateTimeOffset _pausedAt;
    private bool _resting;
    private bool _zoneLowSpent;
    private readonly WorkloadLog _work;

    private FactOutcome ApplyFact(SessionFact fact, SessionStep output)
    {
        if (EndedAt is not null && fact is not (AlertAcknowledged or RpeAnswered or RpeWithdrawn or HelpRequested or SymptomsReported or NoteWritten)) return Refuse(Refusal.SessionEnded);
        if (LacksItsText(fact)) return Refuse(Refusal.TextMissing);
        return fact switch
        {
            SessionStarted => Start(),
            SessionEnded end => End(end),
            SessionPaused => Pause(),
            SessionResumed => Resume(),
            PhaseEntered phase => Enter(phase.Phase),
            WorkloadSet workload => SetWorkload(workload),
            RpeAnswered answer => Answer(answer),
            RpeWithdrawn withdrawn => Withdraw(withdrawn),
            NoteWritten note => Note(note),
            ParticipantChanged change => Change(change),
            TalkTestAnswered talk => Talk(talk),
            SymptomsReported symptoms => Report(symptoms),
            HelpRequested => Help(),
            AlertAcknowledged ack => _desk.Acknowledge(ack),
            AlertShelved shelve => _desk.Shelve(shelve),
            AlertUnshelved unshelve => _desk.Unshelve(unshelve),
            MedicationTaken taken => WhyNotTaken(taken) ?? Take(taken.Atc, taken.TakenAt ?? _moment.At),
            RestingHeartRateMeasured rest => rest.Bpm is >= 20 and <= 250
                ? Rest(rest.Bpm)
                : Refuse(Refusal.RestingHrRange),
            TemperatureMeasured body => body.Celsius is >= 30 and <= 45
                ? Replan(_checkIn with { TemperatureCelsius = body.Celsius })
                : Refuse(Refusal.TemperatureRange),
            SubstanceReported substance => Report(substance),
            GateReleased release => Release(release),
            IdentityDoubted doubt => Doubt(doubt),
            StrapConnected => Reconnect(),
            StrapBound bound => Bind(bound),
            StrapConfirmed pulse => Confirm(pulse),
            StrapUnbound unbound => Unbind(unbound),
            StrapDoubted doubt => Doubt(doubt),
            LossExplained told => Explain(told),
            StrapBatteryTold battery => battery.Percent is >= 0 and <= 100 ? Note(battery) : Refuse(Refusal.BatteryRange),
            RoomMeasured room => room.Celsius is >= -40 and <= 60 ? Note(room) : Refuse(Refusal.RoomRange),
            _ => Refuse(Refusal.NotForSession),
        };
    }

    /// <summary>JSON may hold null where the fact cannot do without.</summary>
    private static bool LacksItsText(SessionFact fact) => fact switch
    {
        SymptomsReported report => report.Symptoms is null || report.Symptoms.Any(string.IsNullOrWhiteSpace),
        MedicationTaken taken => string.IsNullOrWhiteSpace(taken.Atc),
        ParticipantChanged change => change.Participant is null,
        SubstanceReported substance => string.IsNullOrWhiteSpace(substance.Name),
        GateReleased release => string.IsNullOrWhiteSpace(release.Code),
        TalkTestAnswered talk => string.IsNullOrWhiteSpace(talk.Value),
        _ => false,
    };

    private FactOutcome Refuse(Refusal why, string? name = null) => FactOutcome.Invalid(Say(why, name));

    /// <summary>Why something is not taken, in this session's language.</summary>
    public string Say(Refusal why, string? name = null) => _setup.Words.Refused(why, name);

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);

    private FactOutcome Note(NoteWritten note)
    {
        if (!StaffName.Signs(note.By)) return Refuse(Refusal.NoteUnsigned);
        if (string.IsNullOrWhiteSpace(note.Text) || note.Text.Length > LongestNote) return Refuse(Refusal.NoteText, Written(LongestNote));
        return note.Alert is { } alert && !HasAlert(alert) ? new(CommandResult.NotFound, Say(Refusal.NoSuchAlert)) : FactOutcome.Accepted;
    }

    private FactOutcome Start()
    {
        TellPlan();
        if (Binding == BindingState.Unconfirmed) TellBinding(Binding, _boundBy);
        return FactOutcome.Accepted;
    }

    private FactOutcome End(SessionEnded end)
    {
        if (_phase == SessionPhase.Work) LeaveWork(SessionPhase.None);
        _prompts.Stop(_moment, asksAboutAll: end.Why != SessionEnded.ByClock); // by a clock that was wrong nobody knows when that would be
        _tally.CloseValue(_moment.At, Plan.Zone);
        foreach (var track in _tracks) track.TurnOff(_moment);
        (EndedAt, _symptomStanding, _callsForHelp) = (_moment.At, null, 0); // their alerts wait for whoever takes note; what is said from now on is news
        _moment.Emit(_tally.Sum(_moment.T, _moment.At, Plan, _prompts.Counts, _setup, WhyNoMets(), SignalSoFar()));
        return FactOutcome.Accepted;
    }

    private FactOutcome Pause()
    {
        if (_resting) return Refuse(Refusal.PausedAlready);
        (_resting, _pausedAt) = (true, _moment.At);
        NotePause();
        _tally.CloseValue(_moment.At, Plan.Zone);
        _prompts.Pause(_moment);
        _answers.Paused();
        return FactOutcome.Accepted;
    }

    private FactOutcome Resume()
    {
        if (!_resting) return Refuse(Refusal.NotPaused);
        _resting = false;
        NoteResumption();
        _prompts.Resume(_pausedAt, _moment);
        _zoneSilence.Resumed(_moment.At, _pausedAt, _work);
        return FactOutcome.Accepted;
    }

    private FactOutcome Enter(SessionPhase phase)
    {
        if (phase == SessionPhase.None) return Refuse(Refusal.PhaseUnknown);
        if (phase == _phase) return FactOutcome.Accepted;
        if (phase is SessionPhase.Work or SessionPhase.WarmUp && Plan.Mode == MonitoringMode.Hold)
            return Refuse(Refusal.StartRefused, string.Join(", ", Plan.Facts.Gates.Where(g => g.State == GateState.Refused).Select(g => g.Code)));

        _tally.CloseValue(_moment.At, Plan.Zone);
        if (_phase == SessionPhase.Work) LeaveWork(phase);
        NotePhase(_phase, phase);
        (_phase, _phaseSince, _zoneLowSpent) = (phase, _moment.At, false);
        if (phase != SessionPhase.Work) return FactOutcome.Accepted;
        _zoneSilence.WorkStarted(_moment.At, _work);
        _tally.WorkStarted();
        _prompts.WorkStarted(_moment, Person.Prescription?.Minutes);
        return FactOutcome.Accepted;
    }

    private void LeaveWork(SessionPhase next)
    {
        _answers.WorkEnded();
        _tally.WorkEnded(_moment.At, _history.Mean(10, 3), next == SessionPhase.CoolDown);
        _prompts.WorkEnded(_moment, next);
    }

    /// <summary>A resting rate speaks for its gate at once; other check-in facts leave the second it may take to tell them all.</summary>
    private FactOutcome Rest(int bpm)
    {
        var outcome = Replan(WithRestingHr(bpm));
        JudgeOne(AlertCode.RestGate);
        return outcome;
    }

    /// <summary>A time that no dose can have, or more medicines than anybody takes; null for one that counts.</summary>
    private FactOutcome? WhyNotTaken(MedicationTaken taken)
    {
        var ago = _moment.At - (taken.TakenAt ?? _moment.At);
        if (ago.TotalMinutes < -ClocksApartMinutes) return Refuse(Refusal.TakenInFuture);
        if (ago.TotalDays > LongestDoseYears * 365.25) return Refuse(Refusal.TakenLongAgo, Written(LongestDoseYears));
        if (taken.Atc.Length > LongestMedicineCode) return Refuse(Refusal.MedicineCodeTooLong, Written(LongestMedicineCode));
        return _checkIn.Taken.Count >= MostNamed && !_checkIn.Taken.ContainsKey(taken.Atc) ? Refuse(Refusal.MedicinesTooMany, Written(MostNamed)) : null;
    }

    /// <summary>The newest dose counts, in whatever order doses are told.</summary>
    private FactOutcome Take(string atc, DateTimeOffset at)
    {
        var newest = _checkIn.Taken.TryGetValue(atc, out var known) && known > at ? known : at;
        return Replan(_checkIn with { Taken = new Dictionary<string, DateTimeOffset>(_checkIn.Taken) { [atc] = newest } });
    }

    private FactOutcome Replan(CheckIn checkIn)
    {
        _checkIn = checkIn;
        _tally.CloseValue(_moment.At, Plan.Zone);
        Plan = _setup.PlanFor(Person, _checkIn, _on, _moment.At); // judged at new check-in facts (decisions 17)
        if (Plan.Mode != MonitoringMode.Zones) EndZoneAlerts();
        TellPlan();
        JudgeSymptoms();
        Judge(everything: false);
        return FactOutcome.Accepted;
    }

    /// <summary>Zones that no longer hold owe nobody anything: a reminder of one would be a zone alert in RPE mode (product.md, decision 2).</summary>
    private void EndZoneAlerts()
    {
        Track(AlertCode.ZoneHigh).Supersede(_moment);
        Track(AlertCode.ZoneLow).Supersede(_moment);
    }

    private void TellPlan()
    {
        _moment.CatalogueVersion = Plan.CatalogueVersion;
        _notices.Take(Plan);
        _moment.Emit(new PlanEvent { T = _moment.T, At = _moment.At, Plan = Plan });
        TellGates();
        PlanPrompts();
    }

    private FactOutcome SkipOver(MonitoringInterrupted gap, DateTimeOffset at, SessionStep output)
    {
        AdvanceTo(gap.From < at ? gap.From : at, output);
        _second = Math.Max(_second, (long)Math.Floor((at - StartedAt).TotalSeconds));
        if (EndedAt is not null) return FactOutcome.Accepted;
        _ordinal++;
        Move(at, output);
        _gate.StartOver(at);
        _toggle.Break();
        LookAwayFor(at - gap.From);
        if (!_resting) _tally.NotWatched((long)(at - gap.From).TotalSeconds, IsWorkPhase());
        var asksNow = _phase is SessionPhase.Work or SessionPhase.WarmUp && !_resting;
        _prompts.Withdraw(_moment, again: !asksNow);
        _prompts.Shift(at - gap.From);
        if (asksNow) _prompts.AskBecause(PromptReason.Signal, _moment);
        return FactOutcome.Accepted;
    }
}
