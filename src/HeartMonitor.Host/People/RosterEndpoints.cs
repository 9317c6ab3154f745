using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary><c>GET|PUT roster?day=</c>: who is expected on a day. A change names the revision that was seen, so that no tablet undoes another's without knowing.</summary>
internal static class RosterEndpoints
{
    private const int MostOnRoster = 200;

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/roster", (HttpContext context, PeopleDesk desk) => DayOf(context, desk) is { } day ? Answer(context, day, desk.SignIn.Store.Roster.Of(day)) : BadDay()).WithName("roster");
        api.MapPut("/roster", SetAsync).WithName("setRoster");
    }

    private static async Task<IResult> SetAsync(HttpContext context, PeopleDesk desk, CancellationToken cancellation)
    {
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation);
        if (refusal is not null) return refusal;
        if (DayOf(context, desk) is not { } day) return BadDay();
        if (PeopleOf(json) is not { } people) return SignInProblem.Form($"The body is {{people}}, a list of at most {MostOnRoster} pseudonyms.");
        if (PeopleEndpoints.IfMatch(context) is not { } seen) return PeopleProblem.Unconditional();
        var roster = desk.SignIn.Store.Roster;
        if (roster.Of(day) is var before && before.Revision != seen) return Changed(context, day, before);
        if (Array.Exists(people, p => desk.Find(p) is null)) return PeopleProblem.NotFound();
        var by = context.SignerOr(null) ?? "staff";
        if (roster.Set(day, people, seen, by, desk.SignIn.Now) is not { } after) return Changed(context, day, roster.Of(day));
        desk.SignIn.Audit(by, "roster", Text(day));
        return Answer(context, day, after);
    }

    private static string[]? PeopleOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("people", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= MostOnRoster
        && list.EnumerateArray().All(p => p.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(p => p.GetString()!).Distinct()]
            : null;

    private static IResult Answer(HttpContext context, DateOnly day, RosterDay roster)
    {
        context.Response.Headers.ETag = $"\"{roster.Revision}\"";
        return PeopleProblem.Json(BodyOf(day, roster));
    }

    /// <summary>Somebody was quicker: the list as it is now stands in the answer, for whoever puts their own change on top of it.</summary>
    private static IResult Changed(HttpContext context, DateOnly day, RosterDay now)
    {
        context.Response.Headers.ETag = $"\"{now.Revision}\"";
        var body = SignInProblem.Body(
            StatusCodes.Status412PreconditionFailed, "changed",
            $"{now.By ?? "Somebody"} has changed this day's list since you saw it (revision {now.Revision}): nothing was changed. The list as it is now is in this answer.");
        foreach (var (name, value) in BodyOf(day, now)) body[name] = value?.DeepClone();
        return PeopleProblem.Json(body, StatusCodes.Status412PreconditionFailed, "application/problem+json");
    }

    private static JsonObject BodyOf(DateOnly day, RosterDay roster) => new()
    {
        ["day"] = Text(day),
        ["rev"] = roster.Revision,
        ["by"] = roster.By,
        ["people"] = new JsonArray([.. roster.People.Select(p => (JsonNode)p)]),
    };

    private static DateOnly? DayOf(HttpContext context, PeopleDesk desk) => (string?)context.Request.Query["day"] is not { Length: > 0 } text ? desk.Today
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IResult BadDay() => SignInProblem.Form("day is a date such as 2026-03-02.");
}
