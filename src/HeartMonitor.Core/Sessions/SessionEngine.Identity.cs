using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity.Rules;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>Whose heart it is. While that is in doubt the zones are silent, safety rules go on, and no alert by heart rate clears.</content>
public sealed partial class SessionEngine
{
    private IdentityDoubted? _identityDoubt;
    private IdentityDoubted? _changedPlaces;
    private DateTimeOffset? _conflictNotedAt;

    /// <summary>A reading came since the strap was bound.</summary>
    public bool HasBeenRead => _gate.LastReadingAt is { } at && at > _boundAt;

    /// <summary>What the watch over straps that changed places may look at: the last whole second.</summary>
    public SeenLevel Seen => new(Id, EndedAt is null ? _history.Mean(1, 1) : double.NaN, _gate.NoContactSince is not null, Wearing);

    /// <summary>Two levels changed places. The same two once more, while that is in doubt or soon after somebody took note, are straps put right.</summary>
    private FactOutcome Doubt(IdentityDoubted doubt)
    {
        if (string.IsNullOrWhiteSpace(doubt.Other) || doubt.Other == Person.Id) return Refuse(Refusal.OtherPersonMissing);
        var another = _identityDoubt is not null && !IsBack(doubt);
        (_identityDoubt, _changedPlaces, _conflictNotedAt) = IsBack(doubt) ? (null, null, null) : (doubt, doubt, (DateTimeOffset?)null);
        if (another) Track(AlertCode.IdentityConflict).Refresh(IdentityConflictRule.Numbers(doubt, null), _moment);
        CompareNoMore();
        JudgeOne(AlertCode.IdentityConflict);
        return FactOutcome.Accepted;
    }

    private bool IsBack(IdentityDoubted doubt) =>
        _changedPlaces?.Other == doubt.Other
        && (_conflictNotedAt is not { } noted || (_moment.At - noted).TotalSeconds <= _rules.SwapBackSeconds);

    /// <summary>What came before is of another heart: rules that compare with it start over, as after a time in which nobody watched.</summary>
    private void CompareNoMore() => NoteMove(WorkMoveKind.Unwatched);

    private void IdentityNoted() => (_identityDoubt, _conflictNotedAt) = (null, _moment.At);

    /// <summary>The link to the strap is new: display only for the first seconds (domain-facts 5.1).</summary>
    private FactOutcome Reconnect()
    {
        _gate.Reconnected(_moment.At);
        return FactOutcome.Accepted;
    }

    /// <summary>A value that may be another person's cannot say that this one's condition is over (ecosystem-reliability, identity conflict).</summary>
    private bool MayClear(AlertCode code) => !Suppression.IsByHeartRate(code) || (_identityDoubt is null && _doubts.Worst is null && !IsBeforeThisStrap(code));
}
