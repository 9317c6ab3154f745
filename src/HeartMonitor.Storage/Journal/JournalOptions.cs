namespace HeartMonitor.Storage.Journal;

/// <summary>How the journal keeps what it is given. The defaults are those of ecosystem-reliability 1f.</summary>
public sealed record JournalOptions
{
    /// <summary>Data folder; made when absent. Holds <c>journal.db</c>, its <c>-wal</c> and <c>-shm</c>, <c>journal.lock</c> and <c>journal.ballast</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Plain samples may wait this long for their commit. Over 0 s, at most 10 s; default 1 s. Shorter shows live values sooner and
    /// syncs the disk more often.
    /// </summary>
    public TimeSpan SampleDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Decisions, answers and acknowledgements gather this long before a commit. 0 to 100 ms; default 5 ms.</summary>
    public TimeSpan UrgentDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>An alert that is not committed this long after it was appended is shown all the same. Default 250 ms (aesthetics B3).</summary>
    public TimeSpan EarlyAlertAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whoever waits for a commit is told "not stored" after this. Default 5 s.</summary>
    public TimeSpan RefuseAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A clean stop waits this long for a disk that does not answer. Default 5 s.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// First bound of the buffer, in steps waiting for a commit: above it, plain samples are dropped and counted. Default 200,000
    /// (some 40 MB; a day of nothing but a dead disk for two straps, 200 s for a thousand).
    /// </summary>
    public int SampleCapacity { get; init; } = 200_000;

    /// <summary>
    /// Second bound, in steps beyond <see cref="SampleCapacity"/>: above it everything is refused and counted. Default 50,000.
    /// </summary>
    public int ReserveCapacity { get; init; } = 50_000;

    /// <summary>Steps in one transaction at most; bounds the write-ahead log while a backlog is worked off. Default 10,000.</summary>
    public int StepsPerCommit { get; init; } = 10_000;

    /// <summary>The check of all pages when the file is opened ends after this, finished or not; default 2 s, some gigabytes of a quick disk.</summary>
    public TimeSpan CheckWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the journal looks for something to pack, delete or give back while there is nothing. Default 30 s.</summary>
    public TimeSpan UpkeepEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sessions are packed this long after their end, once every sink has them: a class that ends together is packed together. Default 10 min.</summary>
    public TimeSpan PackAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The same whatever the sinks have; one that was switched off for good must not keep a file large. Default 1 day.</summary>
    public TimeSpan PackAnywayAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Samples in a block at most, 16 to 65,536. More take less room and longer to read a part of. Default 1,024, 17 min of a strap.</summary>
    public int SamplesPerBlock { get; init; } = 1_024;

    /// <summary>Packed packets are deleted this long after their session's end, once every sink has them; null, the default, keeps them for ever.</summary>
    public TimeSpan? KeepPackets { get; init; }

    /// <summary>Ids of commands are remembered this long: a repeat that comes later acts again. Default 30 days.</summary>
    public TimeSpan KeepCommands { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What a sink refused for good is listed this long; the rows themselves stay. Default 400 days.</summary>
    public TimeSpan KeepDead { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Bytes set aside in the file <c>journal.ballast</c>, which go when the disk is full; 0 for none. Default 16 MiB: alerts and answers of many days.</summary>
    public long BallastBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>Everything that is wrong with these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Folder)) faults.Add("The journal's folder is empty.");
        if (SampleDelay <= TimeSpan.Zero || SampleDelay > TimeSpan.FromSeconds(10)) faults.Add("SampleDelay should be over 0 s and at most 10 s.");
        if (UrgentDelay < TimeSpan.Zero || UrgentDelay > TimeSpan.FromMilliseconds(100)) faults.Add("UrgentDelay should be in range [0-100] ms.");
        if (EarlyAlertAfter <= TimeSpan.Zero) faults.Add("EarlyAlertAfter should be over 0 s.");
        if (RefuseAfter <= TimeSpan.Zero) faults.Add("RefuseAfter should be over 0 s.");
        if (SampleCapacity < 1) faults.Add("SampleCapacity should be at least 1.");
        if (ReserveCapacity < 1) faults.Add("ReserveCapacity should be at least 1.");
        if (StepsPerCommit < 1) faults.Add("StepsPerCommit should be at least 1.");
        if (SamplesPerBlock is < 16 or > 65_536) faults.Add("SamplesPerBlock should be in range [16-65536].");
        if (UpkeepEvery <= TimeSpan.Zero) faults.Add("UpkeepEvery should be over 0 s.");
        if (CheckWithin < TimeSpan.Zero || PackAfter < TimeSpan.Zero || PackAnywayAfter < TimeSpan.Zero) faults.Add("CheckWithin, PackAfter and PackAnywayAfter should not be below 0.");
        if (KeepPackets < TimeSpan.Zero || KeepCommands < TimeSpan.Zero || KeepDead < TimeSpan.Zero) faults.Add("KeepPackets, KeepCommands and KeepDead should not be below 0.");
        if (BallastBytes < 0) faults.Add("BallastBytes should not be below 0.");
        return faults;
    }
}
