namespace HeartMonitor.Storage.Journal;

/// <summary>Whether commits go through.</summary>
public enum JournalState
{
    /// <summary>The last commit went through, or none was needed yet.</summary>
    Writing,

    /// <summary>The last commit failed; it is tried again until it goes through.</summary>
    Failing,

    /// <summary>Disposed.</summary>
    Stopped,
}

/// <summary>How the journal is, for the health page.</summary>
/// <param name="State">Whether commits go through.</param>
/// <param name="Since">When it came into this state.</param>
/// <param name="LastError">The last failure in SQLite's words, or null when there was none since the start.</param>
/// <param name="IsDiskFull">The last failure was a full disk: <c>storage-low</c> with high priority (decisions 44).</param>
/// <param name="PendingSteps">Steps that wait for their commit.</param>
/// <param name="DroppedSamples">Plain samples dropped since the start because the buffer was full.</param>
/// <param name="RefusedSteps">Facts and decisions that were never stored since the start: buffer over its second bound, or unwritable.</param>
/// <param name="LastSeq">Position of the newest committed row; 0 for an empty journal.</param>
/// <param name="LastCommit">How long the last commit took, sync included.</param>
/// <param name="SetAside">Path of the damaged file that was set aside since the start, or null: the host raises <c>journal-corrupt</c>.</param>
public sealed record JournalHealth(
    JournalState State,
    DateTimeOffset Since,
    string? LastError,
    bool IsDiskFull,
    int PendingSteps,
    long DroppedSamples,
    long RefusedSteps,
    long LastSeq,
    TimeSpan LastCommit,
    string? SetAside)
{
    /// <summary>Rows that the fresh journal took over from the damaged one.</summary>
    public long SavedRows { get; init; }

    /// <summary>Rows met since the start whose checksum was wrong; they are left out. Over 0 or with <see cref="SetAside"/>: <c>journal-corrupt</c>.</summary>
    public long DamagedRows { get; init; }

    /// <summary>Everything that can be packed is, and nothing waits to be deleted or given back.</summary>
    public bool IsTidy { get; init; }

    /// <summary>How much room the disk has: <c>storage-low</c>, with high priority when full.</summary>
    public DiskRoom Disk { get; init; }
}

/// <summary>How much room the journal's disk has.</summary>
public enum DiskRoom
{
    /// <summary>Enough.</summary>
    Enough,

    /// <summary>Under a tenth of the disk and under 4 GiB are free.</summary>
    Low,

    /// <summary>Under a twentieth of the disk and under 1 GiB are free.</summary>
    VeryLow,

    /// <summary>A write found no room: the ballast went, packets are not stored, everything else is.</summary>
    Full,
}
