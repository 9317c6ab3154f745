using System.Text.Json.Serialization;
using HeartMonitor.Host.Lan;
using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.Tablet;

/// <summary>What staff open from a tile: the session's card, and the code of the participant's page.</summary>
internal static class CardEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sessions/{sid}/card", (string sid, LiveBoard board) => board.FindCard(sid) is { } card
            ? Results.Json(card, CardJsonContext.Default.SessionCard)
            : TypedResults.NotFound()).WithName("card").AllowWatching();
        api.MapGet("/sessions/{sid}/code", (string sid, HttpContext context, LiveBoard board, ParticipantCodes codes) => IsRunning(board, sid)
            ? Results.Json(AnswerOf(context, codes.CodeOf(sid)), CardJsonContext.Default.CodeAnswer)
            : TypedResults.NotFound()).WithName("code");
        api.MapGet("/sessions/{sid}/code.svg", (string sid, HttpContext context, LiveBoard board, ParticipantCodes codes) => IsRunning(board, sid)
            ? Results.Text(QrPicture.Of(AnswerOf(context, codes.CodeOf(sid)).Url), "image/svg+xml")
            : TypedResults.NotFound()).WithName("codePicture");
    }

    private static bool IsRunning(LiveBoard board, string sid) => board.FindCard(sid) is { Ended: null };

    /// <summary>The whole address is the one that a phone finds, wherever the console itself was opened.</summary>
    private static CodeAnswer AnswerOf(HttpContext context, string code)
    {
        var host = context.RequestServices.GetService<ConsoleAddress>()?.For(context.Request) ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return new(code, $"/p/{code}", $"{host}/p/{code}", ConsoleAddress.IsReachable(host));
    }
}

/// <summary>The code of the participant's page, its path, and the whole address.</summary>
/// <param name="Reachable">False where the console is reached from its own machine alone, so that no phone can open it.</param>
internal sealed record CodeAnswer(string Code, string Path, string Url, bool Reachable);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionCard))]
[JsonSerializable(typeof(CodeAnswer))]
[JsonSerializable(typeof(ParticipantView))]
[JsonSerializable(typeof(TalkBody))]
[JsonSerializable(typeof(TabletBody))]
internal sealed partial class CardJsonContext : JsonSerializerContext;
