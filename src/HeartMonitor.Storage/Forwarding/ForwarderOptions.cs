namespace HeartMonitor.Storage.Forwarding;

/// <summary>How a forwarder reads and waits.</summary>
public sealed record ForwarderOptions
{
    /// <summary>Rows handed to the target at once. 1 to 50,000; default 2,000 (some 5,000 InfluxDB lines).</summary>
    public int RowsPerSend { get; init; } = 2_000;

    /// <summary>
    /// After new rows were committed, wait this long for more before sending. 0 to 10 s. Default 0, right for alerts on MQTT; 1 s is
    /// right for InfluxDB (ecosystem-reliability 1b). Not applied while there is a backlog.
    /// </summary>
    public TimeSpan Gather { get; init; }

    /// <summary>
    /// After an outage the newest rows of this long go first, and what came before follows in order beside them. Null for a target that
    /// needs strict order (MQTT). 60 s is right for a store: dashboards live again at once.
    /// </summary>
    public TimeSpan? FreshFirst { get; init; }

    /// <summary>How often it is looked for something to do between rows when none come. Default 5 s.</summary>
    public TimeSpan ChoreEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Upper end of the first full-jitter wait after a failure. Default 1 s.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Upper end of the longest full-jitter wait. Default 60 s.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A wait that the receiver asks for is cut to this. Default 5 min (ecosystem-reliability 1b).</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Everything that is wrong with these options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (RowsPerSend is < 1 or > 50_000) faults.Add("RowsPerSend should be in range [1-50000].");
        if (Gather < TimeSpan.Zero || Gather > TimeSpan.FromSeconds(10)) faults.Add("Gather should be in range [0-10] s.");
        if (FreshFirst < TimeSpan.FromSeconds(1)) faults.Add("FreshFirst should be at least 1 s.");
        if (ChoreEvery <= TimeSpan.Zero) faults.Add("ChoreEvery should be over 0 s.");
        if (FirstBackoff <= TimeSpan.Zero) faults.Add("FirstBackoff should be over 0 s.");
        if (LongestBackoff < FirstBackoff) faults.Add("LongestBackoff should be at least FirstBackoff.");
        if (LongestRetryAfter <= TimeSpan.Zero) faults.Add("LongestRetryAfter should be over 0 s.");
        return faults;
    }
}
