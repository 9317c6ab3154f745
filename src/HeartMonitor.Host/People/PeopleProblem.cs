using System.Text.Json.Nodes;
using HeartMonitor.Core.Patients;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary>Answers of the people's endpoints.</summary>
internal static class PeopleProblem
{
    internal static IResult Json(JsonNode body, int status = StatusCodes.Status200OK, string type = "application/json") => Results.Text(body.ToJsonString(), type, statusCode: status);

    /// <summary>Every fault at once, each with the place in the participant file.</summary>
    internal static IResult Faults(IReadOnlyList<InputFault> faults)
    {
        var body = SignInProblem.Body(StatusCodes.Status422UnprocessableEntity, "faults", string.Join(' ', faults.Take(5).Select(f => $"{f.Path}: {f.Text}.")));
        body["faults"] = ListOf(faults);
        return Json(body, StatusCodes.Status422UnprocessableEntity, "application/problem+json");
    }

    internal static JsonArray ListOf(IReadOnlyList<InputFault> faults) =>
        new([.. faults.Take(50).Select(f => (JsonNode)new JsonObject { ["path"] = f.Path, ["text"] = f.Text })]);

    internal static IResult NotFound() => SignInProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is nobody with this pseudonym.");

    /// <summary>Somebody was quicker: who, when, and what of it; the person as they are now stands in the answer, so that nothing typed need be lost.</summary>
    internal static IResult Changed(HttpContext context, PeopleDesk desk, int seen, PersonRecord now)
    {
        var before = seen == 0 ? desk.FindListed(now.Id) : desk.Store.History(now.Id).FirstOrDefault(r => r.Person.Revision == seen)?.Person;
        var changed = before is null ? [] : PersonPatch.Differences(before, now);
        context.Response.Headers.ETag = $"\"{now.Revision}\"";
        var body = SignInProblem.Body(StatusCodes.Status412PreconditionFailed, "changed", $"{now.By} has changed this person since you opened it (revision {now.Revision}). Nothing of yours was saved: look at it as it is now, then send your change on top of it.");
        (body["rev"], body["by"], body["at"]) = (now.Revision, now.By, PeopleEndpoints.Instant(now.At));
        (body["changed"], body["person"]) = (new JsonArray([.. changed.Select(name => (JsonNode)name)]), PeopleEndpoints.BodyOf(now));
        return Json(body, StatusCodes.Status412PreconditionFailed, "application/problem+json");
    }

    internal static IResult Unconditional() =>
        SignInProblem.Of(StatusCodes.Status428PreconditionRequired, "if-match", "Say which revision you have seen, as If-Match: \"1\".");
}
