namespace HeartMonitor.Storage.Forwarding;

/// <summary>How a receiver is, for the health page.</summary>
/// <param name="Name">Name of the target.</param>
/// <param name="IsUp">False from the first failure to the next success.</param>
/// <param name="Since">When it came to be up or down.</param>
/// <param name="Position">Journal position up to which everything was delivered or dead-lettered.</param>
/// <param name="LagRows">Committed rows beyond <paramref name="Position"/>.</param>
/// <param name="OldestAge">Age of the oldest row that is not delivered; zero when there is none.</param>
/// <param name="LastError">Why it is down; null while it is up. Holds no secret.</param>
/// <param name="Sent">Rows delivered since the start.</param>
/// <param name="DeadLetters">Rows that the receiver will never take, as stored.</param>
/// <param name="DeadLettersLastHour">Of these, those of the last hour; see <see cref="IsRefusing"/>.</param>
public sealed record ForwarderStatus(
    string Name,
    bool IsUp,
    DateTimeOffset Since,
    long Position,
    long LagRows,
    TimeSpan OldestAge,
    string? LastError,
    long Sent,
    long DeadLetters,
    int DeadLettersLastHour)
{
    /// <summary>Of <see cref="LagRows"/>, those of an outage that are sent after the fresh ones.</summary>
    public long BacklogRows { get; init; }

    /// <summary>10 rows in an hour were refused for good: somebody should look at why (ecosystem-reliability 1b).</summary>
    public bool IsRefusing => DeadLettersLastHour >= 10;
}
