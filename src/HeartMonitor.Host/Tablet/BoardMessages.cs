using System.Text.Json.Serialization;
using HeartMonitor.Core.Messages;

namespace HeartMonitor.Host.Tablet;

/// <summary>One server-sent event, ready to write; the same bytes go to every tablet.</summary>
/// <param name="Event"><c>snapshot live alert prompt session file heartbeat</c>.</param>
/// <param name="Seq">Journal position, or 0 when there is none.</param>
/// <param name="Data">The envelope.</param>
/// <param name="Stamp">Monotonic stamp of its making.</param>
/// <param name="RaisedAt">Of an alert's first revision: when what it tells was complete, by the host's clock.</param>
public readonly record struct BoardMessage(string Event, long Seq, byte[] Data, long Stamp, DateTimeOffset? RaisedAt = null);

/// <summary>Data of <c>hrm.heartbeat</c>, once a second.</summary>
public sealed record HeartbeatData
{
    public required DateTimeOffset ServerTime { get; init; }

    /// <summary>The server's monotonic clock in ms: a page sees by it that the way here has become slow.</summary>
    public required long MonoMs { get; init; }

    /// <summary>Sessions that have not ended.</summary>
    public required int Active { get; init; }

    /// <summary>Milliseconds since anything was shown; long although sessions are active means that the rules stand still.</summary>
    public required long SilentMs { get; init; }
}

/// <summary>Data of <c>hrm.snapshot</c>: the whole board. A page that has it needs nothing from before.</summary>
public sealed record SnapshotData
{
    public required DateTimeOffset ServerTime { get; init; }

    public required long MonoMs { get; init; }

    /// <summary><c>seq</c> of the last change that is in here; the next one on this stream is one more.</summary>
    public required long LastSeq { get; init; }

    public required IReadOnlyList<BoardRow> Sessions { get; init; }

    public required IReadOnlyList<AlertRow> Alerts { get; init; }

    /// <summary>Closed alerts, newest first, at most 50.</summary>
    public required IReadOnlyList<AlertRow> Recent { get; init; }
}

/// <summary>An alert with the members that an envelope has around it.</summary>
public sealed record AlertRow(string Subject, DateTimeOffset Time, AlertData Data);

/// <summary>One session on the board.</summary>
public sealed record BoardRow
{
    public required string Sid { get; init; }

    public required SessionData Session { get; init; }

    public LiveData? Live { get; init; }

    /// <summary>Milliseconds since <see cref="Live"/> came, to be added to its ages.</summary>
    public long? LiveAgeMs { get; init; }

    /// <summary>Heart rate of the last 300 s, one a second, oldest first; null where there was none.</summary>
    public required IReadOnlyList<int?> Hr { get; init; }

    /// <summary>The person's file was changed and the session does not use it yet; null when it uses it as it is.</summary>
    public FileNews? File { get; init; }

    /// <summary>The open prompt.</summary>
    public PromptData? Prompt { get; init; }

    public int? Rpe { get; init; }

    public long? RpeAgeS { get; init; }
}

/// <summary>Generated serialisers of the stream's own data; snake_case as on MQTT.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HeartbeatData))]
[JsonSerializable(typeof(SnapshotData))]
[JsonSerializable(typeof(FileNews))]
internal sealed partial class BoardJsonContext : JsonSerializerContext;
