using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>Workload and dose: every second gets its METs and their source.</content>
public sealed partial class SessionEngine
{
    private const int LongestActivityCode = 20;

    private FactOutcome SetWorkload(WorkloadSet workload)
    {
        if (FaultOf(workload) is var (why, limit)) return Refuse(why, limit);
        var first = _work.Current is null;
        var step = _work.Set(workload, _moment.At);
        NoteWorkload(first, step);
        if (workload.Measured && !_resting) _tally.Dose.MeasuredMinute(_moment.T, _work.Estimate);
        var together = first && (_moment.At - _phaseSince).TotalSeconds <= TogetherSeconds; // decisions 26: not a step
        if (together) _zoneSilence.WorkTold(_work);
        if (_phase == SessionPhase.Work && !together && step)
        {
            _zoneSilence.WorkChanged(_moment.At, _work);
            _prompts.WorkloadStepped(_moment.At);
        }

        return new(CommandResult.Accepted, HintFor(workload));
    }

    private static (Refusal Why, string? Limit)? FaultOf(WorkloadSet workload)
    {
        double?[] numbers = [workload.Watts, workload.SpeedKmh, workload.GradePercent, workload.StepsPerMinute, workload.StepHeightM, workload.Mets];
        if (numbers.Any(n => n is { } value && !double.IsFinite(value))) return (Refusal.WorkloadNotFinite, null);
        if (workload is { Watts: < 0 or > 2500 } or { SpeedKmh: < 0 or > 100 } or { Mets: < 0 or > 30 } or { GradePercent: < -40 or > 60 }
            or { StepsPerMinute: < 0 or > 400 } or { StepHeightM: <= 0 or > 1 })
            return (Refusal.WorkloadRange, null);
        return workload.Activity is { } code && (string.IsNullOrWhiteSpace(code) || code.Length > LongestActivityCode)
            ? (Refusal.ActivityCode, Written(LongestActivityCode))
            : null;
    }

    /// <summary>The workload counts all the same; whoever entered the code is told that it gives no METs.</summary>
    private string? HintFor(WorkloadSet workload)
    {
        if (workload.Activity is not { } code || _setup.Activities.Find(code) is not null) return null;
        return ActivityUnknown(code);
    }

    private string ActivityUnknown(string code) => _setup.Activities.Meant(code) is { } meant
        ? _setup.Words.Reason(SummaryReason.ActivityUnknownMeant, code, meant)
        : _setup.Words.Reason(SummaryReason.ActivityUnknown, code);

    private void CountSecond(bool covered)
    {
        if (_resting) return;
        _tally.Second(covered, _phase == SessionPhase.Work);
        var estimate = EstimateNow();
        if (IsWorkPhase() || (_phase == SessionPhase.Recovery && estimate.Mets is not null)) _tally.Dose.Second(_moment.T, estimate); // before the first phase nobody exercises
    }

    private bool IsWorkPhase() => _phase is SessionPhase.WarmUp or SessionPhase.Work or SessionPhase.CoolDown;

    /// <summary>
    /// METs of the second that ended. A workload entered before the recovery has ended with the work; a measured one is told minute by minute,
    /// when the minute is over.
    /// </summary>
    private MetEstimate EstimateNow()
    {
        var work = _work.Estimate;
        var stands = _work.Current is { Measured: false } && (_phase != SessionPhase.Recovery || _work.CurrentSince >= _phaseSince);
        if (stands && work.Mets is not null) return work;
        var shown = IsWorkPhase() ? PersonMets.Of(Plan, _setup.Activities.Options, _history.Mean(1, 1), StandingAnswer()) : null;
        return shown ?? (work.Mets is null ? work : MetEstimate.Unknown(MetGap.NoWorkload));
    }

    private int? StandingAnswer() =>
        _answers.LastAt is { } at && at >= _phaseSince && (_moment.At - at).TotalSeconds <= _setup.Activities.Options.RpeStandsSeconds ? _answers.Last : null;

    private string WhyNoMets() => _work.Estimate.Why switch
    {
        MetGap.ActivityUnknown => ActivityUnknown(_work.Current!.Activity!),
        MetGap.BodyMassMissing => _setup.Words.Reason(SummaryReason.BodyMassMissing),
        MetGap.HandrailHeld => _setup.Words.Reason(SummaryReason.HandrailHeld),
        MetGap.Downhill => _setup.Words.Reason(SummaryReason.Downhill),
        MetGap.MachineUnknown => _setup.Words.Reason(SummaryReason.MachineUnknown),
        MetGap.StepHeightMissing => _setup.Words.Reason(SummaryReason.StepHeightMissing),
        MetGap.StepsOfWalking => _setup.Words.Reason(SummaryReason.StepsOfWalking),
        MetGap.None when _phase == SessionPhase.None && _work.Current is not null => _setup.Words.Reason(SummaryReason.PhaseNotTold),
        _ => _setup.Words.Reason(_phase == SessionPhase.None ? SummaryReason.NoPhase : SummaryReason.NoWorkload),
    };
}
