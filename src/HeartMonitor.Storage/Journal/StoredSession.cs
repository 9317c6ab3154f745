using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Storage.Journal;

/// <summary>A session as the journal lists it.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Participant">Pseudonym.</param>
/// <param name="Started">Stamp of its start.</param>
/// <param name="Ended">Stamp of its end; null while it is open.</param>
/// <param name="Samples">Packets stored.</param>
/// <param name="Facts">Facts stored.</param>
/// <param name="Events">Decisions stored.</param>
public sealed record StoredSession(
    string Session,
    string Participant,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    long Samples,
    long Facts,
    long Events);

/// <summary>An alert in one of its revisions, and whose it is.</summary>
public sealed record StoredAlert(string Session, string Participant, AlertEvent Alert);

/// <summary>A row that a sink will never take.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Seq">Position of the row in the journal.</param>
/// <param name="Reason">The receiver's words.</param>
/// <param name="At">When it was refused, by the system's clock.</param>
public sealed record StoredDeadLetter(string Sink, long Seq, string Reason, DateTimeOffset At);
