using System.Text.Json.Serialization;
using HeartMonitor.Host.SignIn;
using QRCoder;

namespace HeartMonitor.Host.Tablet;

/// <summary>What staff open from a tile: the session's card, and the code of the participant's page.</summary>
internal static class CardEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sessions/{sid}/card", (string sid, LiveBoard board) => board.FindCard(sid) is { } card
            ? Results.Json(card, CardJsonContext.Default.SessionCard)
            : TypedResults.NotFound()).WithName("card").AllowWatching();
        api.MapGet("/sessions/{sid}/code", (string sid, LiveBoard board, ParticipantCodes codes) => IsRunning(board, sid)
            ? Results.Json(new CodeAnswer(codes.CodeOf(sid), $"/p/{codes.CodeOf(sid)}"), CardJsonContext.Default.CodeAnswer)
            : TypedResults.NotFound()).WithName("code");
        api.MapGet("/sessions/{sid}/code.svg", (string sid, HttpContext context, LiveBoard board, ParticipantCodes codes) => IsRunning(board, sid)
            ? Results.Text(Picture($"{context.Request.Scheme}://{context.Request.Host}/p/{codes.CodeOf(sid)}"), "image/svg+xml")
            : TypedResults.NotFound()).WithName("codePicture");
    }

    private static bool IsRunning(LiveBoard board, string sid) => board.FindCard(sid) is { Ended: null };

    private static string Picture(string url)
    {
        using var data = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(new System.Drawing.Size(320, 320), "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}

/// <summary>The code of the participant's page, and its path.</summary>
internal sealed record CodeAnswer(string Code, string Path);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionCard))]
[JsonSerializable(typeof(CodeAnswer))]
[JsonSerializable(typeof(ParticipantView))]
[JsonSerializable(typeof(TalkBody))]
internal sealed partial class CardJsonContext : JsonSerializerContext;
