using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Ports;

/// <summary>Why rows of a session are not there.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RowLoss>))]
public enum RowLoss
{
    /// <summary>They are not what was written: their checksum says so.</summary>
    Damaged,

    /// <summary>Packets whose time to be kept was over.</summary>
    Deleted,
}

/// <summary>Rows of a session that were stored once and cannot be read.</summary>
/// <param name="FirstSeq">Position of the first.</param>
/// <param name="LastSeq">Position of the last; between them stand rows that can be read, too.</param>
/// <param name="Rows">How many.</param>
/// <param name="Why">Why.</param>
/// <param name="ArePackets">They were packets; false where nobody can say what they were.</param>
/// <param name="From">Stamp of the row before them: their own are not to be trusted. Null when there is none.</param>
/// <param name="To">Stamp of the row after them; null when there is none.</param>
public sealed record LostRows(long FirstSeq, long LastSeq, long Rows, RowLoss Why, bool ArePackets, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>One session as the journal holds it, and what of it cannot be read any more: whoever reads a session tells both.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Rows">Its rows, oldest first.</param>
/// <param name="Lost">What is not among them, by position; empty nearly always.</param>
public sealed record SessionRows(string Session, IReadOnlyList<JournalRow> Rows, IReadOnlyList<LostRows> Lost);
