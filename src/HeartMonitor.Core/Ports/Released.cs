using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Ports;

/// <summary>
/// Something that may now be shown: it, and everything before it, is in the journal (or is marked as not stored when the disk did not
/// answer in 250 ms and it is an alert that cannot wait).
/// </summary>
/// <param name="Seq">Journal position of the row; 0 for live values, which are never stored, and for rows released before their commit.</param>
/// <param name="Session">Session id.</param>
/// <param name="Participant">Pseudonym.</param>
/// <param name="Fact">A fact that was applied, or null.</param>
/// <param name="Event">A decision, or null.</param>
/// <param name="Live">A live value, or null.</param>
/// <param name="IsStored">False only for an alert that went out before its commit.</param>
/// <param name="At">Stamp of a fact; decisions and live values carry their own.</param>
public readonly record struct Released(
    long Seq,
    string Session,
    string Participant,
    SessionFact? Fact,
    SessionEvent? Event,
    LiveData? Live,
    bool IsStored = true,
    DateTimeOffset At = default);
