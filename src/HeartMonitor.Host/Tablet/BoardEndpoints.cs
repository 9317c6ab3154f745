using System.Text.Json.Serialization;
using HeartMonitor.Core.Alarms.Burden;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.Tablet;

/// <summary><c>GET /api/v1/participants</c> and <c>GET /api/v1/sessions</c>: the board, once.</summary>
internal static class BoardEndpoints
{
    /// <summary>A value this old is none (domain-facts 5.1).</summary>
    private const long OldMs = 5_000;

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/participants", (LiveBoard board) =>
            TypedResults.Json(ParticipantsOf(board.Snapshot()), TabletJsonContext.Default.IReadOnlyListParticipantRow)).WithName("participants").RequireRole(RoleConventions.Readers).AllowWatching();
        api.MapGet("/sessions", (LiveBoard board) =>
            TypedResults.Json(SessionsOf(board.Snapshot()), TabletJsonContext.Default.IReadOnlyListSessionRow)).WithName("sessions").RequireRole(RoleConventions.Readers).AllowWatching();
    }

    /// <summary>The board's sessions, oldest first.</summary>
    internal static IReadOnlyList<SessionRow> SessionsOf(SnapshotData board) =>
        [.. board.Sessions.OrderBy(s => s.Session.Started).ThenBy(s => s.Sid, StringComparer.Ordinal).Select(row => RowOf(row, board))];

    private static IReadOnlyList<ParticipantRow> ParticipantsOf(SnapshotData board) =>
        [.. SessionsOf(board)
            .GroupBy(s => s.Participant, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ParticipantRow(g.Key, g.LastOrDefault(s => s.Ended is null)?.Id, [.. g.Select(s => s.Id)]))];

    private static SessionRow RowOf(BoardRow row, SnapshotData board) => new()
    {
        Id = row.Sid,
        Participant = row.Session.Participant,
        State = row.Session.State,
        Mode = row.Session.Mode,
        Phase = row.Session.Phase,
        Started = row.Session.Started,
        Ended = row.Session.Ended,
        Binding = row.Session.Binding,
        Hr = row.Session.Ended is null && row.LiveAgeMs < OldMs ? row.Live?.Hr : null,
        OpenAlerts = board.Alerts.Count(a => string.Equals(a.Subject, row.Sid, StringComparison.Ordinal)),
        OpenPrompt = row.Prompt?.Pid,
    };
}

/// <summary>A participant.</summary>
/// <param name="Id">Pseudonym.</param>
/// <param name="Session">The session that runs, or null.</param>
/// <param name="Sessions">All sessions on the board, oldest first.</param>
public sealed record ParticipantRow(string Id, string? Session, IReadOnlyList<string> Sessions)
{
    /// <summary>Sessions in the store; null where there is none to ask.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? StoredSessions { get; init; }

    /// <summary>Start of the newest session, UTC.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastStarted { get; init; }
}

/// <summary>A session, on the board or in the store.</summary>
public sealed record SessionRow
{
    public required string Id { get; init; }

    public required string Participant { get; init; }

    /// <summary><c>active</c>, <c>paused</c>, <c>recovery</c>, <c>ended</c> or <c>aborted</c>.</summary>
    public required string State { get; init; }

    public required MonitoringMode Mode { get; init; }

    public required SessionPhase Phase { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>How sure it is that the strap is on the person.</summary>
    public BindingState Binding { get; init; }

    /// <summary>Beats per minute as on the tile; null when there is no value.</summary>
    public int? Hr { get; init; }

    public int OpenAlerts { get; init; }

    public string? OpenPrompt { get; init; }

    /// <summary>Seconds from the start to the end; of an open session so far.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LengthSeconds { get; init; }

    /// <summary>Packets stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Samples { get; init; }

    /// <summary>Alerts by the highest priority that each reached; of an ended session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlertCounts? Alerts { get; init; }

    /// <summary>Questions about effort: opened, answered, missed; of an ended session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PromptCounts? Prompts { get; init; }

    /// <summary>Seconds with a value that the rules could use, 0 to 100 %; of an ended session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CoveragePercent { get; init; }

    /// <summary>MET-minutes, not rounded; of an ended session where they are known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MetMinutes { get; init; }

    /// <summary>Rules in force, in order; of an ended session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? RulesVersions { get; init; }

    /// <summary>Medicines in force, in order; of an ended session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CatalogueVersions { get; init; }
}

/// <summary>Generated serialisers of the HTTP face; camelCase as all of the product's JSON outside MQTT and the stream.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<ParticipantRow>))]
[JsonSerializable(typeof(IReadOnlyList<SessionRow>))]
[JsonSerializable(typeof(AckBody))]
[JsonSerializable(typeof(AnswerBody))]
[JsonSerializable(typeof(CommandReply))]
[JsonSerializable(typeof(AlertBurden))]
[JsonSerializable(typeof(IReadOnlyList<Composition.StrapRow>))]
internal sealed partial class TabletJsonContext : JsonSerializerContext;
