using System.Globalization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;

namespace HeartMonitor.Core.Sessions;

/// <content>What was said or entered, one arm a fact.</content>
public sealed partial class SessionEngine
{
    private const int TogetherSeconds = 10; // two taps of one hand: work starts, and what it is

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
        if (EndedAt is not null && fact is not (AlertAcknowledged or RpeAnswered or RpeWithdrawn or HelpRequested or SymptomsReported)) return FactOutcome.Invalid("The session has ended.");
        if (LacksItsText(fact)) return FactOutcome.Invalid("A text that this event must have is missing or empty.");
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
            TalkTestAnswered talk => Talk(talk),
            SymptomsReported symptoms => Report(symptoms),
            HelpRequested => Help(),
            AlertAcknowledged ack => Acknowledge(ack),
            AlertShelved shelve => Shelve(shelve),
            AlertUnshelved unshelve => Unshelve(unshelve),
            MedicationTaken taken => Take(taken.Atc, taken.TakenAt ?? _moment.At),
            RestingHeartRateMeasured rest => rest.Bpm is >= 20 and <= 250
                ? Rest(rest.Bpm)
                : FactOutcome.Invalid("A resting heart rate is between 20 and 250 bpm."),
            TemperatureMeasured body => body.Celsius is >= 30 and <= 45
                ? Replan(_checkIn with { TemperatureCelsius = body.Celsius })
                : FactOutcome.Invalid("A body temperature is between 30 and 45 degrees Celsius."),
            SubstanceReported substance => Report(substance),
            GateReleased release => Release(release),
            IdentityDoubted doubt => Doubt(doubt),
            StrapConnected => Reconnect(),
            RoomMeasured room => room.Celsius is >= -40 and <= 60 ? Note(room) : FactOutcome.Invalid("A room is between -40 and 60 degrees Celsius."),
            _ => FactOutcome.Invalid("This fact is not for a session."),
        };
    }

    /// <summary>JSON may hold null where the fact cannot do without.</summary>
    private static bool LacksItsText(SessionFact fact) => fact switch
    {
        SymptomsReported report => report.Symptoms is null || report.Symptoms.Any(string.IsNullOrWhiteSpace),
        MedicationTaken taken => string.IsNullOrWhiteSpace(taken.Atc),
        SubstanceReported substance => string.IsNullOrWhiteSpace(substance.Name),
        GateReleased release => string.IsNullOrWhiteSpace(release.Code),
        TalkTestAnswered talk => string.IsNullOrWhiteSpace(talk.Value),
        _ => false,
    };

    private FactOutcome Start()
    {
        TellPlan();
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
        if (_resting) return FactOutcome.Invalid("The session is paused already.");
        (_resting, _pausedAt) = (true, _moment.At);
        NotePause();
        _tally.CloseValue(_moment.At, Plan.Zone);
        _prompts.Pause(_moment);
        _answers.Paused();
        return FactOutcome.Accepted;
    }

    private FactOutcome Resume()
    {
        if (!_resting) return FactOutcome.Invalid("The session is not paused.");
        _resting = false;
        NoteResumption();
        _prompts.Resume(_pausedAt, _moment);
        _zoneSilence.Resumed(_moment.At, _pausedAt, _work);
        return FactOutcome.Accepted;
    }

    private FactOutcome Enter(SessionPhase phase)
    {
        if (phase == SessionPhase.None) return FactOutcome.Invalid("There is no such phase.");
        if (phase == _phase) return FactOutcome.Accepted;
        if (phase is SessionPhase.Work or SessionPhase.WarmUp && Plan.Mode == MonitoringMode.Hold)
            return FactOutcome.Invalid("The start is refused: " + string.Join(", ", Plan.Facts.Gates.Where(g => g.State == GateState.Refused).Select(g => g.Code)) + ". The plan says why.");

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
        if (EndedAt is not null) return FactOutcome.Accepted;
        _ordinal++;
        _second = Math.Max(_second, (long)Math.Floor((at - StartedAt).TotalSeconds));
        Move(at, output);
        _gate.StartOver(at);
        LookAwayFor(at - gap.From);
        if (!_resting) _tally.NotWatched((long)(at - gap.From).TotalSeconds, IsWorkPhase());
        var asksNow = _phase is SessionPhase.Work or SessionPhase.WarmUp && !_resting;
        _prompts.Withdraw(_moment, again: !asksNow);
        _prompts.Shift(at - gap.From);
        if (asksNow) _prompts.AskBecause(PromptReason.Signal, _moment);
        return FactOutcome.Accepted;
    }
}
