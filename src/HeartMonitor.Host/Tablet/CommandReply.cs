using System.Text.Json;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Tablet;

/// <summary>The answer to a command, as <c>hrm.reply</c> on MQTT.</summary>
/// <param name="Re">Id of the command.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Detail">One plain sentence when it was not accepted.</param>
/// <param name="Current">The alert or prompt as it stands, in the form of the stream.</param>
/// <param name="Session">The session that took it; null when none did.</param>
/// <param name="At">The session's own time of it; null where <paramref name="Session"/> is.</param>
public sealed record CommandReply(string Re, CommandResult Result, string? Detail, JsonElement? Current, string? Session = null, DateTimeOffset? At = null)
{
    /// <summary>Why it was not taken, as a word that programs read: a tablet says it in its own language.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>Who, what or which limit <see cref="Code"/> is about.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? About { get; init; }

    internal static IResult Of(CommandReceipt receipt, LiveBoard board)
    {
        var why = board.WhyOf(receipt.Detail);
        var reply = new CommandReply(receipt.CommandId, receipt.Result, receipt.Detail, CurrentOf(receipt.Current, board), receipt.Session, receipt.At)
        {
            Code = why is { } told ? Core.KebabCase.Of(told.Why) : null,
            About = why?.Name,
        };
        return TypedResults.Json(reply, TabletJsonContext.Default.CommandReply, statusCode: StatusOf(receipt.Result));
    }

    private static int StatusOf(CommandResult result) => result switch
    {
        CommandResult.Accepted or CommandResult.Duplicate => StatusCodes.Status200OK,
        CommandResult.Expired or CommandResult.Stale or CommandResult.Unconfirmed => StatusCodes.Status409Conflict,
        CommandResult.Invalid => StatusCodes.Status422UnprocessableEntity,
        CommandResult.NotFound => StatusCodes.Status404NotFound,
        CommandResult.NotStored => StatusCodes.Status503ServiceUnavailable,
    };

    private static JsonElement? CurrentOf(SessionEvent? current, LiveBoard board) => current switch
    {
        AlertEvent alert => JsonSerializer.SerializeToElement(
            board.Told(alert, board.FindAlert(alert.Id)?.Data.Participant ?? ""), MessageJsonContext.Default.AlertData),
        PromptEvent prompt => JsonSerializer.SerializeToElement(
            prompt.ToMessage(board.ParticipantOfPrompt(prompt.Id) ?? ""), MessageJsonContext.Default.PromptData),
        _ => null,
    };
}
