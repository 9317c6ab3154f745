using System.Globalization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;

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
        if (_doubts.Worst is not null) return AlertCode.IdentityConflict;
        return code is AlertCode.ZoneHigh or AlertCode.ZoneLow && _identityDoubt is not null ? AlertCode.IdentityConflict : null;
    }

    private FactOutcome Acknowledge(AlertAcknowledged ack)
    {
        if (Find(ack.Alert, ack.Code) is not { } track) return NoSuchAlert();
        if (ack.Rev is { } rev && rev != track.Rev)
            return new(CommandResult.Stale, string.Create(CultureInfo.InvariantCulture, $"The alert is at revision {track.Rev}."), track.Last);
        if (!IsSignature(ack.By)) return FactOutcome.Invalid("An acknowledgement names who gave it, in at most 40 characters.");
        if (ack.By == KebabCase.Of(AnsweredBy.Participant)) return FactOutcome.Invalid("Staff take note of an alert, not the person it is about.");
        if (!track.Acknowledge(ack.By, _moment)) return new(CommandResult.Stale, WhyNotAcknowledged(track), track.Last);
        Noted(track.Code);
        return new(CommandResult.Accepted, Current: track.Last);
    }

    private static string WhyNotAcknowledged(AlarmTrack track) =>
        track.Shelf is { } shelf ? $"The alert is shelved by {shelf.By}: bring it back first."
        : track.AckedBy is { } by ? $"The alert is acknowledged by {by} already."
        : "The alert is closed already.";

    private FactOutcome Shelve(AlertShelved shelve)
    {
        if (!IsSignature(shelve.By)) return FactOutcome.Invalid("A shelf is signed, in at most 40 characters.");
        if (shelve.Seconds < 1 || shelve.Seconds > _rules.ShelfLongestSeconds)
            return FactOutcome.Invalid(string.Create(CultureInfo.InvariantCulture, $"A shelf lasts from 1 to {_rules.ShelfLongestSeconds} seconds."));
        if (shelve.Reason is { Length: > LongestShelfReason }) return FactOutcome.Invalid("The reason for a shelf has at most 200 characters.");
        if (Find(shelve.Alert, shelve.Code) is not { } track) return NoSuchAlert();
        if (track.PutAside(new(_moment.At.AddSeconds(shelve.Seconds), shelve.By), _moment)) return new(CommandResult.Accepted, Current: track.Last);
        return track.Priority == AlertPriority.High
            ? new(CommandResult.Invalid, "A high alert cannot be shelved: go to the person, then acknowledge it.", track.Last)
            : new(CommandResult.Stale, WhyNotShelved(track), track.Last);
    }

    private static string WhyNotShelved(AlarmTrack track) =>
        track.Shelf is { } shelf ? $"The alert is shelved by {shelf.By} already: it comes back before it can be shelved again."
        : track.IsActive ? "The alert is suppressed until the signal is back: there is nothing to shelve."
        : "The condition has ended: there is nothing to shelve.";

    private FactOutcome Unshelve(AlertUnshelved unshelve)
    {
        if (!IsSignature(unshelve.By)) return FactOutcome.Invalid("Whoever brings an alert back signs, in at most 40 characters.");
        if (Find(unshelve.Alert, unshelve.Code) is not { } track) return NoSuchAlert();
        return track.BringBack(_moment)
            ? new(CommandResult.Accepted, Current: track.Last)
            : new(CommandResult.Stale, "The alert is not on the shelf.", track.Last);
    }

    private AlarmTrack? Find(string? id, AlertCode? code) =>
        id is not null ? Array.Find(_tracks, t => t.Id == id) : Array.Find(_tracks, t => t.Code == code && t.IsOwed);

    private static FactOutcome NoSuchAlert() => new(CommandResult.NotFound, "There is no such alert in this session.");

    /// <summary>A pseudonym that can be read: characters without width sign nothing.</summary>
    private static bool IsSignature(string? by) => by?.Length <= LongestBy && by.Any(char.IsLetterOrDigit);
}
