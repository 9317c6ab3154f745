using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.People;

/// <summary>
/// <c>POST check-in {participant, strap, sensor, checkIn, release, secret}</c>: looks at the plan of the day first. A gate that refuses makes no session and says what to
/// do; else a session is opened in check-in and hears what was learnt. A release is a clinician's, with a signature.
/// </summary>
internal static class CheckInEndpoint
{
    private static readonly string[] Members = ["participant", "strap", "sensor", "checkIn", "release", "secret"];

    private const string Form = "The body is {participant, strap, sensor, checkIn, release, secret}.";

    internal static void Map(IEndpointRouteBuilder api) => api.MapPost("/check-in", CheckAsync).WithName("checkIn");

    private static async Task<IResult> CheckAsync(HttpContext context, PeopleDesk desk, SessionOpening opening, SubmitCommand submit, LiveBoard board, CancellationToken cancellation)
    {
        if (CommandEndpoints.KeyOf(context.Request) is not { } key) return SignInProblem.Form("The header Idempotency-Key is missing: 1 to 100 visible ASCII characters.");
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation);
        if (refusal is not null) return refusal;
        if (json.ValueKind != JsonValueKind.Object || TextOf(json, "participant") is not { } id || desk.Find(id) is not { } record) return json.ValueKind == JsonValueKind.Object ? PeopleProblem.NotFound() : SignInProblem.Form(Form);
        if (json.EnumerateObject().Select(m => m.Name).FirstOrDefault(name => !Members.Contains(name)) is { } unknown)
            return SignInProblem.Form($"\"{(unknown.Length > 40 ? unknown[..40] : unknown)}\" is not known here: nothing was taken. {Form} What is said at check-in (restingHr, symptoms and the like) stands inside checkIn.");
        var (checkIn, fault) = json.TryGetProperty("checkIn", out var told) && told.ValueKind != JsonValueKind.Null ? CheckInBody.Read(told) : (CheckInBody.Nothing, null);
        if (fault is not null) return SignInProblem.Form(fault);
        if (desk.ParticipantOf(record) is not { } person) return SignInProblem.Form("This person's file cannot be read: open it in the editor first.");
        var released = Released(json);
        if (released.Count > 0 && await ReleaseRefusedAsync(context, desk, TextOf(json, "secret"), cancellation) is { } unsigned) return unsigned;

        var plan = desk.PlanOf(person, checkIn!.ToCheckIn(released), PlanEndpoints.LanguageOf(context, desk));
        if (plan.Mode == MonitoringMode.Hold) return Held(plan);
        var (start, wrong) = opening.Read(RequestOf(json, id), mustBeHeard: true);
        if (start is null) return SignInProblem.Form(wrong!);
        // A session that does not hear what the plan counted on would run by another plan: so nothing starts.
        return desk.WhyNotTaken(start, checkIn.Facts()) is { } untaken
            ? SignInProblem.Form($"{untaken} Nothing was taken, and no session was opened.")
            : await OpenAsync(context, desk, submit, board, key, start, checkIn, released, plan, cancellation);
    }

    /// <summary>Nobody starts: what to do stands in the plan's reasons.</summary>
    private static IResult Held(MonitoringPlan plan)
    {
        var body = SignInProblem.Body(StatusCodes.Status409Conflict, "hold", string.Join(' ', plan.Reasons.Select(r => r.Text)));
        foreach (var (name, value) in PlanEndpoints.BodyOf(plan)) body[name] = value?.DeepClone();
        return PeopleProblem.Json(body, StatusCodes.Status409Conflict, "application/problem+json");
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, PeopleDesk desk, SubmitCommand submit, LiveBoard board, string key, SessionStarted start, CheckInBody checkIn, List<string> released, MonitoringPlan plan, CancellationToken cancellation)
    {
        var by = context.SignerOr(null) ?? "staff";
        var opened = await submit(new Command(key, null, start.SignedBy(by)), cancellation);
        if (opened.Result is not (CommandResult.Accepted or CommandResult.Duplicate) || opened.Session is not { } session) return CommandReply.Of(opened, board);
        var refused = new JsonArray();
        var part = 0;
        foreach (var fact in checkIn.Facts().Concat(released.Select(code => new GateReleased(code, by))))
        {
            var receipt = await submit(new Command(PartOf(key, part++), session, fact.SignedBy(by)), cancellation);
            if (receipt.Result is not (CommandResult.Accepted or CommandResult.Duplicate)) refused.Add((JsonNode?)receipt.Detail ?? "");
        }

        desk.SignIn.Audit(by, released.Count > 0 ? "check-in-released" : "check-in", session);
        var body = PlanEndpoints.BodyOf(plan);
        (body["session"], body["refused"]) = (session, refused);
        return PeopleProblem.Json(body);
    }

    private static async Task<IResult?> ReleaseRefusedAsync(HttpContext context, PeopleDesk desk, string? secret, CancellationToken cancellation) =>
        context.Asker() is { Caller.Role: not Role.Clinician }
            ? SignInProblem.Of(StatusCodes.Status403Forbidden, "role", "A clinician signs the release of a gate.")
            : await PartEndpoints.SignatureAsync(context, desk.SignIn, secret, cancellation);

    private static JsonElement RequestOf(JsonElement json, string id)
    {
        var request = new JsonObject { ["participant"] = id };
        if (TextOf(json, "strap") is { Length: > 0 } strap) request["strap"] = strap;
        if (TextOf(json, "sensor") is { Length: > 0 } sensor) request["sensor"] = sensor;
        using var document = JsonDocument.Parse(request.ToJsonString());
        return document.RootElement.Clone();
    }

    private static List<string> Released(JsonElement json) => json.TryGetProperty("release", out var list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Take(10).Where(c => c.ValueKind == JsonValueKind.String).Select(c => c.GetString()!).Where(c => c.Length is > 0 and <= 100)]
        : [];

    private static string? TextOf(JsonElement json, string member) => json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A key of its own for each part, so that a repeat of the whole repeats each.</summary>
    private static string PartOf(string key, int part) => $"ci-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}-{part}";
}
