namespace HeartMonitor.Storage.Influx;

/// <summary>How often and how carefully a store is asked for what it should have.</summary>
public sealed record InfluxAuditOptions
{
    /// <summary>Between two rounds. Default 1 h.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A part of the journal that is counted at once, by its stamps. Default 1 h.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A window is closed when the newest row is so much later than its end. Default 5 min.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two windows, two parts of one that is sent again, and a fault and the next try. Default 10 s: a store is never flooded.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After a window was sent again, until it is counted again. Default 60 s: VictoriaMetrics shows new rows after some seconds.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A window that is further back is not looked at: the store may have let go of it. Default 48 h.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromHours(48);

    /// <summary>So often is a window sent again. Default 3.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Rows of a window that is sent again, in one part. Default 2,000.</summary>
    public int RowsPerSend { get; init; } = 2_000;
}

/// <summary>What counting has found.</summary>
/// <param name="Position">Journal position up to which everything was counted.</param>
/// <param name="Windows">Windows counted since the start.</param>
/// <param name="ShortWindows">Of these, those that lacked points when first counted.</param>
/// <param name="RowsResent">Rows sent again.</param>
/// <param name="Missing">Points that are missing however often they are sent; some in the newest such window.</param>
/// <param name="Surplus">Points that are there more often than once: VictoriaMetrics without <c>-dedup.minScrapeInterval=1ms</c>.</param>
/// <param name="LastFault">Why the last question had no answer; null when it had.</param>
public sealed record InfluxAuditStatus(long Position, long Windows, long ShortWindows, long RowsResent, long Missing, long Surplus, string? LastFault)
{
    internal static InfluxAuditStatus Begin { get; } = new(0, 0, 0, 0, 0, 0, null);
}
