using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.Tablet;

/// <summary>Body of <c>POST alerts/{aid}/ack</c>.</summary>
/// <param name="Rev">Revision on the screen; null does not check.</param>
/// <param name="By">Staff pseudonym; null is <c>staff</c>.</param>
public sealed record AckBody(int? Rev, string? By);

/// <summary>Body of <c>POST prompts/{pid}/answer</c>.</summary>
/// <param name="Value">RPE, 6 to 20; others reach the rules and are refused there.</param>
/// <param name="By">Who said it; null is the participant.</param>
public sealed record AnswerBody(int? Value, AnsweredBy? By);

/// <summary>Commands from the tablet, through the one door that answers only after the journal's commit.</summary>
internal static class CommandEndpoints
{
    private const int LongestId = 64;

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/alerts/{aid}/ack", AcknowledgeAsync).WithName("acknowledge");
        api.MapPost("/prompts/{pid}/answer", AnswerAsync).WithName("answer");
        api.MapPost("/sessions/{sid}/events", EnterAsync).WithName("enter");
        api.MapPost("/sessions", StartAsync).WithName("start");
    }

    private static Task<IResult> AcknowledgeAsync(
        string aid, HttpContext context, SubmitCommand submit, LiveBoard board, CancellationToken cancellation) =>
        RunAsync(context, aid, submit, board, AckOf, cancellation);

    private static Task<IResult> AnswerAsync(
        string pid, HttpContext context, SubmitCommand submit, LiveBoard board, CancellationToken cancellation) =>
        RunAsync(context, pid, submit, board, AnswerOf, cancellation);

    private static Task<IResult> EnterAsync(
        string sid, HttpContext context, SubmitCommand submit, LiveBoard board, CancellationToken cancellation) =>
        RunAsync(context, sid, submit, board, EventOf, cancellation);

    /// <summary>Starts a session; the answer names it. What is known before the work (resting rate, medicines taken) follows as its events.</summary>
    private static Task<IResult> StartAsync(HttpContext context, SubmitCommand submit, LiveBoard board, CancellationToken cancellation) =>
        RunAsync(context, "", submit, board, (_, json) => context.RequestServices.GetService<SessionOpening>()?.Read(json) is { } opening
            ? new(null, opening.Start, opening.Fault)
            : new(null, null, "Sessions are not started from here."), cancellation);

    private static Reading AckOf(string aid, JsonElement json)
    {
        if (Bind(json, TabletJsonContext.Default.AckBody) is not { } body) return new(null, null, "The body is {rev, by}.");
        if (!FactDoor.IsPseudonym(body.By ?? "staff")) return new(null, null, "by is a pseudonym: a-z, 0-9, _ and -, at most 40.");
        return new(null, new AlertAcknowledged { Alert = aid, Rev = body.Rev, By = body.By ?? "staff" }, null);
    }

    private static Reading AnswerOf(string pid, JsonElement json)
    {
        if (Bind(json, TabletJsonContext.Default.AnswerBody) is not { Value: { } value } body)
            return new(null, null, "The body is {value, by}, value a whole number.");
        return new(null, new RpeAnswered(value) { By = body.By ?? AnsweredBy.Participant, Prompt = pid }, null);
    }

    private static Reading EventOf(string sid, JsonElement json)
    {
        var (fact, fault) = FactDoor.Read(json);
        return new(sid, fact, fault);
    }

    internal static T? Bind<T>(JsonElement json, JsonTypeInfo<T> typeInfo) where T : class
    {
        try
        {
            return json.Deserialize(typeInfo);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="isAnonymous">Whoever holds a code asks, and nobody who may be signed in on the same browser: nothing is signed with their name.</param>
    internal static async Task<IResult> RunAsync(
        HttpContext context,
        string id,
        SubmitCommand submit,
        LiveBoard board,
        Func<string, JsonElement, Reading> read,
        CancellationToken cancellation,
        bool isAnonymous = false)
    {
        if (KeyOf(context.Request) is not { } key)
            return TypedResults.Problem("The header Idempotency-Key is missing: 1 to 100 visible ASCII characters.", statusCode: 400);
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation);
        if (refusal is not null) return refusal;
        if (id.Length > LongestId) return CommandReply.Of(new(key, CommandResult.NotFound), board);

        var caller = isAnonymous ? null : context.Asker()?.Caller;
        var (session, fact, fault) = read(id, caller is null ? json : Signed(json, caller.Id));
        if (caller is not null && RefusalOf(context, fact, json) is { } forbidden) return forbidden;
        if (caller is not null) fact = fact?.SignedBy(caller.Id);
        var receipt = fact is null
            ? new CommandReceipt(key, CommandResult.Invalid, fault)
            : await submit(new Command(key, session, fact), cancellation);
        if (caller is not null && receipt.Result == CommandResult.Accepted) context.RequestServices.GetService<SignInDesk>()?.Audit(caller.Id, CommandAudit.WordOf(fact!), receipt.Session ?? id);
        return CommandReply.Of(receipt, board);
    }

    /// <summary>What takes a clinician in person: a gate's release, and a participant who stands in the request with a prescription and signatures of its own.</summary>
    private static IResult? RefusalOf(HttpContext context, SessionFact? fact, JsonElement json)
    {
        var isClinician = context.Asker() is { Caller.Role: Role.Clinician, Account: not null };
        if (isClinician) return null;
        if (fact is GateReleased) return SignInProblem.Of(StatusCodes.Status403Forbidden, "role", "A clinician signs the release of a gate.");
        return fact is SessionStarted && json.TryGetProperty("participant", out var whose) && whose.ValueKind == JsonValueKind.Object
            ? SignInProblem.Of(StatusCodes.Status403Forbidden, "role", "Enter the person in the people store first, and start the session with their pseudonym.")
            : null;
    }

    internal static string? KeyOf(HttpRequest request) =>
        request.Headers["Idempotency-Key"] is [{ Length: > 0 and <= 100 } key] && key.All(c => c is > ' ' and < '\x7f') ? key : null;

    /// <summary>What the body said: a fact for a session (null: the fact names its own), or a fault.</summary>
    internal readonly record struct Reading(string? Session, SessionFact? Fact, string? Fault);

    /// <summary>Where people sign in, what names nobody was said by whoever is signed in; answers about effort and symptoms know roles only.</summary>
    private static JsonElement Signed(JsonElement json, string caller)
    {
        if (json.ValueKind != JsonValueKind.Object || json.TryGetProperty("by", out _)) return json; // no member may stand there twice
        var isAnswer = !json.TryGetProperty("event", out var name) ? json.TryGetProperty("value", out _) : name.ValueKind == JsonValueKind.String && name.GetString() is "rpe" or "symptoms" or "talk-test";
        var members = json.GetRawText().AsSpan()[1..].TrimStart();
        using var signed = JsonDocument.Parse($"{{\"by\":\"{(isAnswer ? "staff" : caller)}\"{(members.StartsWith("}") ? "" : ",")}{members}");
        return signed.RootElement.Clone();
    }
}
