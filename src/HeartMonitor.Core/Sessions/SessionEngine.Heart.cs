using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Sessions;

/// <content>What the heart-rate rules look back on: what moved the work, half an hour of minutes, whether the sensor is worn.</content>
public sealed partial class SessionEngine
{
    private const int SecondsAMinute = 60;
    private const double RestMets = 1; // by definition of the MET

    private readonly WorkMoves _moves = new();
    private readonly EffortTrend _trend = new();
    private readonly OpticalWear _wear;
    private SensorClass _sensor;
    private StrapClass _strap;
    private readonly SignalFigures _figures;
    private bool _irregular;
    private long _beatsBeforeRest;
    private double? _roomCelsius;
    private WorkloadSet? _movedTo;
    private double? _movedToMets;

    private bool IsWorking => _phase is SessionPhase.Work or SessionPhase.WarmUp && !_resting;

    private DateTimeOffset? NotWornSince => _strap.WornByPattern ? _wear.ImplausibleSince : null;

    private GateVerdict JudgeSample(in DecodeResult decoded, DateTimeOffset at)
    {
        var facts = Plan.Facts;
        _gate.StepsAreNatural = facts.InAtrialFibrillation || facts.Paced;
        _gate.IntervalsAreUneven = facts.InAtrialFibrillation;
        _gate.StandingStillIsOdd = IsWorking && !facts.Paced;
        (_gate.MayCountSteps, _gate.StepsPerMinute) = (_strap.MayCountSteps, _work.Current?.StepsPerMinute);
        var verdict = _gate.Judge(decoded, at);
        if (decoded.IsMeasurement && !verdict.Label.Reasons.HasFlag(SignalReasons.Duplicate)) FollowStrap(decoded.Measurement, at);
        if (!decoded.Measurement.HeartRate.IsReading) return verdict;
        _wear.Reading(at, decoded.Measurement.HeartRate.Bpm);
        if (_doubts.Worst is not null) return new(new(verdict.Label.Quality < SignalQuality.Bad ? verdict.Label.Quality : SignalQuality.Bad, verdict.Label.Reasons | SignalReasons.Identity), verdict.Bpm);
        if (NotWornSince is null) return verdict;
        var quality = verdict.Label.Quality == SignalQuality.Good ? SignalQuality.Suspect : verdict.Label.Quality;
        return new(new(quality, verdict.Label.Reasons | SignalReasons.NotWorn), double.NaN);
    }

    private void EndSecond()
    {
        var readingAge = (_moment.At - (_gate.LastReadingAt ?? StartedAt)).TotalSeconds;
        if (!_resting) _figures.Second(readingAge);
        HintAtIrregularity();
        EndSignsThatWereNotSeen();
        if (_second % SecondsAMinute == 0) _trend.Minute(_moment.At, _history.Mean(SecondsAMinute, SecondsAMinute / 2));
        _wear.Second(_moment.At, MustRaiseHeartRate() ? Plan.Facts.RestingHr : null);
    }

    /// <summary>
    /// Only at rest or in a cool-down, from intervals that all came there on the skin, and never where the record explains the pattern
    /// (domain-facts 5.7); once a session.
    /// </summary>
    private void HintAtIrregularity()
    {
        if (!_rules.IrregularityHint || _irregular || !_strap.IntervalsAreBeats) return;
        if ((IsWorking && _work.Mets is not <= RestMets) || !IsOnTheSkin()) _beatsBeforeRest = _gate.Beats.Beats;
        else if (_gate.Beats.Beats - _beatsBeforeRest >= RrPattern.Beats && Plan.Facts is { InAtrialFibrillation: false, Paced: false, Transplanted: false })
            _irregular = RrPattern.IsIrregular(_gate.Beats, _rules);
    }

    private bool IsOnTheSkin() => SignalIsValid() && _gate.NoContactSince is null && !_label.Reasons.HasFlag(SignalReasons.StartOfWear);

    /// <summary>Work that would raise the heart rate of this person for certain (decisions 7: not blunted).</summary>
    private bool MustRaiseHeartRate() =>
        IsWorking && _work.Mets >= _rules.NearRestMets && Plan.Facts is { Blunted: false, RisesLittle: false, Paced: false, Transplanted: false };

    /// <summary>The service was away: those seconds have no heart rate, and nobody knows what was done in them.</summary>
    private void LookAwayFor(TimeSpan gap)
    {
        _history.Skip((int)Math.Min(gap.TotalSeconds, int.MaxValue));
        _wear.StartOver();
        if (!_resting) _figures.NotWatched(gap.TotalSeconds);
        NoteMove(WorkMoveKind.Unwatched);
    }

    private void NoteMove(WorkMoveKind kind) => _moves.Add(new(
        _moment.At,
        kind,
        kind switch { WorkMoveKind.Start or WorkMoveKind.Resume => WorkDirection.Up, WorkMoveKind.Unwatched => WorkDirection.Unknown, _ => WorkDirection.Down },
        null,
        _work.Mets,
        Planned: false,
        HeartRateBefore()));

    /// <summary>A fall against the work that is done now was told: that heart rate did not rise is the same news.</summary>
    private bool FallIsTold() => Track(AlertCode.HrFallsWhileWorkRises) is var fall
        && (fall.IsOwed || (fall.Last is { } told && _moves.Last is { } move && told.At >= move.At));

    private FactOutcome Note(RoomMeasured room)
    {
        _roomCelsius = room.Celsius;
        return FactOutcome.Accepted;
    }

    /// <summary>A phase moves the work unless it goes from warm-up to work: what is done then is told by the workload.</summary>
    private void NotePhase(SessionPhase before, SessionPhase now)
    {
        if (now is SessionPhase.Work or SessionPhase.WarmUp)
        {
            if (before is not (SessionPhase.Work or SessionPhase.WarmUp)) NoteMove(WorkMoveKind.Start);
        }
        else
        {
            NoteMove(WorkMoveKind.Stop);
        }
    }

    /// <summary>
    /// A workload is a move when it is far enough from that of the last move: a machine that wavers moves nothing, and what creeps does in the end. One
    /// that came together with the start of work is a rise from rest; any other first one cannot be compared.
    /// </summary>
    private void NoteWorkload(bool first, bool step)
    {
        if (!_resting) _moves.Levels.Set(_moment.At, _work.Level);
        if (!first && !IsMove(step)) return;
        var fromRest = first && _moves.Last is { Kind: WorkMoveKind.Start } start && (_moment.At - start.At).TotalSeconds <= TogetherSeconds;
        _moves.Add(new(
            _moment.At,
            WorkMoveKind.Workload,
            fromRest ? WorkDirection.Up : _work.Compare(_movedTo, _movedToMets),
            fromRest ? RestMets : _movedToMets,
            _work.Mets,
            _work.Current!.Planned,
            HeartRateBefore()));
        (_movedTo, _movedToMets) = (_work.Current, _work.Mets);
    }

    private bool IsMove(bool step)
    {
        var distance = _work.DistanceMets(_movedTo, _movedToMets);
        if (double.IsNaN(distance) || _work.Current is { Measured: true } or { Planned: true }) return step;
        return distance >= _rules.WorkMoveMets;
    }

    private void NotePause()
    {
        NoteMove(WorkMoveKind.Pause);
        _moves.Levels.Set(_moment.At, RestMets);
    }

    /// <summary>A short pause was no change of work; its seconds of rest count all the same.</summary>
    private void NoteResumption()
    {
        _moves.Levels.Set(_moment.At, _work.Level);
        if (WasShort(_pausedAt) && _moves.Last is { Kind: WorkMoveKind.Pause }) _moves.TakeBackLast();
        else NoteMove(WorkMoveKind.Resume);
    }

    private bool WasShort(DateTimeOffset pausedAt) => (_moment.At - pausedAt).TotalSeconds < _rules.ShortPauseSeconds;

    private double HeartRateBefore() => Plan.Facts.InAtrialFibrillation
        ? _history.Mean(SecondsAMinute, SecondsAMinute / 2)
        : _history.Mean(30, _rules.MeanNeedsSeconds);
}
