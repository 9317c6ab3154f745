using System.Globalization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <content>What staff do with alerts: take note, put aside, bring back.</content>
public sealed partial class SessionEngine
{
    private const int LongestBy = 40;
    private const int LongestShelfReason = 200;

    /// <summary>The open alert that explains why a rule by heart rate cannot judge; null when the signal is there.</summary>
    private AlertCode? CauseFor(AlertCode code)
    {
        if (!Suppression.IsByHeartRate(code)) return null;
        foreach (var cause in Suppression.Causes)
            if (Track(cause).IsActive && !(cause == AlertCode.SignalDoubtful && SignalIsUsable())) return cause;
        return code is AlertCode.ZoneHigh or AlertCode.ZoneLow && (_identityDoubt is not null || _doubts.Worst is not null) ? AlertCode.IdentityConflict : null;
    }

    private FactOutcome Acknowledge(AlertAcknowledged ack)
    {
        if (Find(ack.Alert, ack.Code) is not { } track) return NoSuchAlert();
        if (ack.Rev is { } rev && rev != track.Rev)
            return new(CommandResult.Stale, Say(Refusal.AlertRevision, Written(track.Rev)), track.Last);
        if (!IsSignature(ack.By)) return Refuse(Refusal.AckUnsigned);
        if (ack.By == KebabCase.Of(AnsweredBy.Participant)) return Refuse(Refusal.AckByParticipant);
        if (!track.Acknowledge(ack.By, _moment)) return new(CommandResult.Stale, WhyNotAcknowledged(track), track.Last);
        Noted(track.Code);
        return new(CommandResult.Accepted, Current: track.Last);
    }

    private string WhyNotAcknowledged(AlarmTrack track) =>
        track.Shelf is { } shelf ? Say(Refusal.AckShelved, shelf.By)
        : track.AckedBy is { } by ? Say(Refusal.AckAlready, by)
        : Say(Refusal.AckClosed);

    private FactOutcome Shelve(AlertShelved shelve)
    {
        if (!IsSignature(shelve.By)) return Refuse(Refusal.ShelfUnsigned);
        if (shelve.Seconds < 1 || shelve.Seconds > _rules.ShelfLongestSeconds)
            return Refuse(Refusal.ShelfSeconds, Written(_rules.ShelfLongestSeconds));
        if (shelve.Reason is { Length: > LongestShelfReason }) return Refuse(Refusal.ShelfReason);
        if (Find(shelve.Alert, shelve.Code) is not { } track) return NoSuchAlert();
        if (track.PutAside(new(_moment.At.AddSeconds(shelve.Seconds), shelve.By), _moment)) return new(CommandResult.Accepted, Current: track.Last);
        return track.Priority == AlertPriority.High
            ? new(CommandResult.Invalid, Say(Refusal.ShelfHigh), track.Last)
            : new(CommandResult.Stale, WhyNotShelved(track), track.Last);
    }

    private string WhyNotShelved(AlarmTrack track) =>
        track.Shelf is { } shelf ? Say(Refusal.ShelvedAlready, shelf.By)
        : track.IsActive ? Say(Refusal.ShelfSuppressed)
        : Say(Refusal.ShelfEnded);

    private FactOutcome Unshelve(AlertUnshelved unshelve)
    {
        if (!IsSignature(unshelve.By)) return Refuse(Refusal.UnshelfUnsigned);
        if (Find(unshelve.Alert, unshelve.Code) is not { } track) return NoSuchAlert();
        return track.BringBack(_moment)
            ? new(CommandResult.Accepted, Current: track.Last)
            : new(CommandResult.Stale, Say(Refusal.NotShelved), track.Last);
    }

    private AlarmTrack? Find(string? id, AlertCode? code) =>
        id is not null ? Array.Find(_tracks, t => t.Id == id) : Array.Find(_tracks, t => t.Code == code && t.IsOwed);

    private FactOutcome NoSuchAlert() => new(CommandResult.NotFound, Say(Refusal.NoSuchAlert));

    /// <summary>A pseudonym that can be read: characters without width sign nothing.</summary>
    private static bool IsSignature(string? by) => by?.Length <= LongestBy && by.Any(char.IsLetterOrDigit);
}
