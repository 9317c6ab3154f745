namespace HeartMonitor.Storage.Journal;

/// <summary>Rows that are not what was written: their checksum says so. They are left out of everything that is read.</summary>
/// <param name="FirstSeq">Position of the first.</param>
/// <param name="LastSeq">Position of the last; between them stand rows of other sessions, too.</param>
/// <param name="Session">Whose they are.</param>
/// <param name="Rows">How many.</param>
/// <param name="IsBlock">They are packed samples.</param>
public sealed record JournalDamage(long FirstSeq, long LastSeq, string Session, long Rows, bool IsBlock);
