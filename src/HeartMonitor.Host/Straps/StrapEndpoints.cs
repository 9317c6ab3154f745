using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.Straps;

/// <summary>
/// <c>GET /api/v1/straps/known</c>, <c>POST .../straps/{id}/owner</c> and <c>.../straps/{id}/forget</c>: the straps that are known here. To bind one to a
/// session is an event of that session.
/// </summary>
internal static class StrapEndpoints
{
    private const string NotSigned = "by is a pseudonym: a-z, 0-9, _ and -, at most 40.";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/straps/known", (HttpContext context) => context.RequestServices.GetService<StrapDesk>() is { } desk
            ? Results.Json(desk.Rows(), StrapsJsonContext.Default.IReadOnlyListKnownStrapRow)
            : Results.NotFound()).WithName("knownStraps").AllowWatching();
        api.MapPost("/straps/{id}/owner", GiveAsync).WithName("strapOwner");
        api.MapPost("/straps/{id}/forget", ForgetAsync).WithName("strapForget");
    }

    private static Task<IResult> GiveAsync(string id, HttpContext context, LiveBoard board, CancellationToken cancellation) =>
        RunAsync(context, board, StrapsJsonContext.Default.OwnerBody, (desk, told) =>
            (told with { By = context.SignerOr(told.By) }) is var body && !FactDoor.IsPseudonym(body.By) ? (CommandResult.Invalid, NotSigned)
            : body.Owner is { } owner && !FactDoor.IsPseudonym(owner) ? (CommandResult.Invalid, "owner is a participant's pseudonym, or null for a spare.")
            : desk.Give(id, body.Owner, body.By!), cancellation);

    private static Task<IResult> ForgetAsync(string id, HttpContext context, LiveBoard board, CancellationToken cancellation) =>
        RunAsync(context, board, StrapsJsonContext.Default.ForgetBody, (desk, body) =>
            FactDoor.IsPseudonym(context.SignerOr(body.By)) ? desk.Forget(id) : (CommandResult.Invalid, NotSigned), cancellation);

    private static async Task<IResult> RunAsync<T>(
        HttpContext context, LiveBoard board, JsonTypeInfo<T> type, Func<StrapDesk, T, (CommandResult Result, string? Detail)> act, CancellationToken cancellation)
        where T : class
    {
        if (CommandEndpoints.KeyOf(context.Request) is not { } key)
            return TypedResults.Problem("The header Idempotency-Key is missing: 1 to 100 visible ASCII characters.", statusCode: 400);
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation);
        if (refusal is not null) return refusal;
        if (context.RequestServices.GetService<StrapDesk>() is not { } desk) return CommandReply.Of(new(key, CommandResult.NotFound), board);
        var (result, detail) = CommandEndpoints.Bind(json, type) is { } body ? act(desk, body) : (CommandResult.Invalid, "The body is {owner, by}; to forget, {by}.");
        return CommandReply.Of(new(key, result, detail), board);
    }
}
