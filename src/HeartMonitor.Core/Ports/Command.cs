using System.Text.Json.Serialization;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Ports;

/// <summary>Something that staff, a participant or a program asks of a session: an answer, an acknowledgement, a phase, its end.</summary>
/// <param name="Id">Idempotency key: a repeat of the same id never acts twice. 1 to 100 characters.</param>
/// <param name="Session">Session id; null when the fact names an alert or a prompt that belongs to just one session.</param>
/// <param name="Fact">What is asked.</param>
public sealed record Command(string Id, string? Session, SessionFact Fact);

/// <summary>What became of a command. Names are the reply's on MQTT (ecosystem-reliability 1a).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CommandResult>))]
public enum CommandResult
{
    /// <summary>Stored and applied. Given only after the journal's commit.</summary>
    Accepted,

    /// <summary>This id was here before; nothing happened again.</summary>
    Duplicate,

    /// <summary>The prompt is closed; the answer was kept with its own time as an unprompted one where it is an answer.</summary>
    Expired,

    /// <summary>The alert has moved on: its revision is not the one named.</summary>
    Stale,

    /// <summary>A value outside its range, or a fact that this session cannot take now.</summary>
    Invalid,

    /// <summary>It would make the plan looser, and whoever sent it did not say that they want that.</summary>
    Unconfirmed,

    /// <summary>No such session, alert or prompt.</summary>
    NotFound,

    /// <summary>The journal could not store it. Nothing was acknowledged; try again with the same id.</summary>
    NotStored,
}

/// <summary>The answer to a command.</summary>
/// <param name="CommandId">The command's id.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Detail">One plain sentence when it was not accepted.</param>
/// <param name="Current">The current state of the alert or prompt it named, where there is one.</param>
public sealed record CommandReceipt(string CommandId, CommandResult Result, string? Detail = null, SessionEvent? Current = null)
{
    /// <summary>The session that took it; null when none did, or for a command of an earlier run of the service.</summary>
    public string? Session { get; init; }

    /// <summary>The stamp that the door gave it, the session's own time; null where <see cref="Session"/> is.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>
/// The one door for commands. Returns after the journal's commit (or its refusal), so a caller may tell its own caller "stored" exactly
/// when the result is <see cref="CommandResult.Accepted"/> or <see cref="CommandResult.Duplicate"/>. Safe to call from any thread.
/// </summary>
#pragma warning disable RS0030 // A port is where asynchronous edges meet the core; no rule calls it.
public delegate Task<CommandReceipt> SubmitCommand(Command command, CancellationToken cancellation);
#pragma warning restore RS0030
