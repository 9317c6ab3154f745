namespace HeartMonitor.Storage.Journal;

/// <summary>Why a journal cannot be used as it is. Nothing on disk was changed.</summary>
public enum JournalRefusal
{
    /// <summary>The SQLite library is older than 3.51.3, which can corrupt a journal (ecosystem-reliability D8).</summary>
    SqliteTooOld,

    /// <summary>The file was written by a newer version of this program.</summary>
    NewerVersion,

    /// <summary>The file belongs to another program.</summary>
    ForeignFile,

    /// <summary>Another process writes to this journal.</summary>
    InUse,

    /// <summary>The options are out of range.</summary>
    BadOptions,
}

/// <summary>The journal refuses to open; the message is one plain sentence for the operator.</summary>
public sealed class JournalRefusedException(JournalRefusal refusal, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of refusal it is.</summary>
    public JournalRefusal Refusal { get; } = refusal;
}
