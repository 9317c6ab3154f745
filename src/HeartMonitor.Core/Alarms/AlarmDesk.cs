using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Alarms;

/// <summary>What staff do with alerts, of a session or of the service: take note, put aside, bring back. Each is signed.</summary>
/// <param name="tracks">The alerts.</param>
/// <param name="moment">Their time and rules.</param>
/// <param name="words">In which a refusal is told.</param>
/// <param name="noted">Told when somebody took note.</param>
internal sealed class AlarmDesk(AlarmTrack[] tracks, AlarmMoment moment, StaffWords words, Action<AlertCode>? noted = null)
{
    private const int LongestReason = 200;

    internal bool Has(string id) => Array.Exists(tracks, track => track.Id == id);

    internal FactOutcome Acknowledge(AlertAcknowledged ack)
    {
        if (Find(ack.Alert, ack.Code) is not { } track) return NoSuchAlert();
        if (ack.Rev is { } rev && rev != track.Rev)
            return new(CommandResult.Stale, words.Refused(Refusal.AlertRevision, Written(track.Rev)), track.Last);
        if (!StaffName.Signs(ack.By)) return Refuse(Refusal.AckUnsigned);
        if (ack.By == KebabCase.Of(AnsweredBy.Participant)) return Refuse(Refusal.AckByParticipant);
        if (!track.Acknowledge(ack.By, moment)) return new(CommandResult.Stale, WhyNotAcknowledged(track), track.Last);
        noted?.Invoke(track.Code);
        return new(CommandResult.Accepted, Current: track.Last);
    }

    internal FactOutcome Shelve(AlertShelved shelve)
    {
        if (!StaffName.Signs(shelve.By)) return Refuse(Refusal.ShelfUnsigned);
        if (shelve.Seconds < 1 || shelve.Seconds > moment.Rules.ShelfLongestSeconds)
            return Refuse(Refusal.ShelfSeconds, Written(moment.Rules.ShelfLongestSeconds));
        if (shelve.Reason is { Length: > LongestReason }) return Refuse(Refusal.ShelfReason);
        if (Find(shelve.Alert, shelve.Code) is not { } track) return NoSuchAlert();
        if (track.PutAside(new(moment.At.AddSeconds(shelve.Seconds), shelve.By), moment)) return new(CommandResult.Accepted, Current: track.Last);
        return track.Priority == AlertPriority.High
            ? new(CommandResult.Invalid, words.Refused(Refusal.ShelfHigh), track.Last)
            : new(CommandResult.Stale, WhyNotShelved(track), track.Last);
    }

    internal FactOutcome Unshelve(AlertUnshelved unshelve)
    {
        if (!StaffName.Signs(unshelve.By)) return Refuse(Refusal.UnshelfUnsigned);
        if (Find(unshelve.Alert, unshelve.Code) is not { } track) return NoSuchAlert();
        return track.BringBack(moment)
            ? new(CommandResult.Accepted, Current: track.Last)
            : new(CommandResult.Stale, words.Refused(Refusal.NotShelved), track.Last);
    }

    private string WhyNotAcknowledged(AlarmTrack track) =>
        track.Shelf is { } shelf ? words.Refused(Refusal.AckShelved, shelf.By)
        : track.AckedBy is { } by ? words.Refused(Refusal.AckAlready, by)
        : words.Refused(Refusal.AckClosed);

    private string WhyNotShelved(AlarmTrack track) =>
        track.Shelf is { } shelf ? words.Refused(Refusal.ShelvedAlready, shelf.By)
        : track.IsActive ? words.Refused(Refusal.ShelfSuppressed)
        : words.Refused(Refusal.ShelfEnded);

    private AlarmTrack? Find(string? id, AlertCode? code) =>
        id is not null ? Array.Find(tracks, t => t.Id == id) : Array.Find(tracks, t => t.Code == code && t.IsOwed);

    private FactOutcome NoSuchAlert() => new(CommandResult.NotFound, words.Refused(Refusal.NoSuchAlert));

    private FactOutcome Refuse(Refusal why, string? name = null) => FactOutcome.Invalid(words.Refused(why, name));

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
