using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.People;

/// <summary>
/// <c>GET people/{id}/session</c> says whether the person exercises just now, by which plan, and whether that is of the file as it is;
/// <c>POST people/{id}/apply {confirmed}</c> puts the file in force in that session, at once.
/// </summary>
internal static class RunningEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/people/{id}/session", Show).WithName("personSession").AllowWatching(); // the page asks again and again: that is nobody
        api.MapPost("/people/{id}/apply", ApplyAsync).WithName("applyPerson");
    }

    private static IResult Show(string id, PeopleDesk desk, FileWatch watch, LiveBoard board)
    {
        if (desk.Find(id) is null) return PeopleProblem.NotFound();
        if (watch.RunningOf(id) is not { } running) return PeopleProblem.Json(new JsonObject { ["session"] = null });
        var news = watch.NewsOf(running);
        var card = board.FindCard(running.Session);
        return PeopleProblem.Json(new JsonObject
        {
            ["session"] = running.Session,
            ["planOf"] = PeopleEndpoints.Instant(running.File.Since),
            ["isCurrent"] = news.ChangedAt is null,
            ["changedAt"] = news.ChangedAt is { } at ? PeopleEndpoints.Instant(at) : null,
            ["by"] = news.By,
            ["plan"] = card?.Plan is { } plan ? JsonSerializer.SerializeToNode(plan, MonitorJson.Context.MonitoringPlan) : null,
        });
    }

    private static async Task<IResult> ApplyAsync(string id, HttpContext context, PeopleDesk desk, FileWatch watch, SubmitCommand submit, LiveBoard board, CancellationToken cancellation)
    {
        if (CommandEndpoints.KeyOf(context.Request) is not { } key) return SignInProblem.Of(StatusCodes.Status400BadRequest, "form", "The header Idempotency-Key is missing: 1 to 100 visible ASCII characters.");
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation);
        if (refusal is not null) return refusal;
        if (json.ValueKind != JsonValueKind.Object || json.EnumerateObject().Any(m => m.Name != "confirmed" || m.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)))
            return SignInProblem.Form("The body is {confirmed}, true when a plan that asks for less care is wanted.");
        if (desk.Find(id) is not { } record) return PeopleProblem.NotFound();
        if (PeopleEndpoints.IfMatch(context) is { } seen && seen != record.Revision) return PeopleProblem.Changed(context, desk, seen, record);
        if (watch.RunningOf(id) is not { } running) return SignInProblem.Of(StatusCodes.Status409Conflict, "not-running", "This person is in no session that runs; the next check-in uses the file as it is.");
        if (PeopleDesk.ParticipantOn(record, running.File.On) is not { } person) return SignInProblem.Form("This person's file cannot be read: mend it in the editor first.");

        var by = context.SignerOr(null) ?? "staff";
        var confirmed = json.TryGetProperty("confirmed", out var told) && told.GetBoolean();
        var receipt = await submit(new Command(key, running.Session, new ParticipantChanged(by) { Participant = person, Confirmed = confirmed }), cancellation);
        if (receipt.Result == CommandResult.Accepted) desk.SignIn.Audit(by, confirmed ? "file-applied-looser" : "file-applied", running.Session);
        return CommandReply.Of(receipt, board);
    }
}
