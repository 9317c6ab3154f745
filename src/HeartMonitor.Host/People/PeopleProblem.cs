using System.Text.Json.Nodes;
using HeartMonitor.Core.Patients;
using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.People;

/// <summary>Answers of the people's endpoints.</summary>
internal static class PeopleProblem
{
    internal static IResult Json(JsonNode body, int status = StatusCodes.Status200OK, string type = "application/json") => Results.Text(body.ToJsonString(), type, statusCode: status);

    /// <summary>Every fault at once, each with the place in the participant file.</summary>
    internal static IResult Faults(IReadOnlyList<InputFault> faults) => Json(
        new JsonObject { ["status"] = 422, ["code"] = "faults", ["detail"] = string.Join(' ', faults.Take(5).Select(f => $"{f.Path}: {f.Text}.")), ["faults"] = ListOf(faults) },
        StatusCodes.Status422UnprocessableEntity,
        "application/problem+json");

    internal static JsonArray ListOf(IReadOnlyList<InputFault> faults) =>
        new([.. faults.Take(50).Select(f => (JsonNode)new JsonObject { ["path"] = f.Path, ["text"] = f.Text })]);

    internal static IResult NotFound() => SignInProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is nobody with this pseudonym.");

    internal static IResult Changed(int revision, string by) =>
        SignInProblem.Of(StatusCodes.Status412PreconditionFailed, "changed", $"{by} has changed this person since you opened it (revision {revision}). Look at it as it is now, then enter your change again.");

    internal static IResult Unconditional() =>
        SignInProblem.Of(StatusCodes.Status428PreconditionRequired, "if-match", "Say which revision you have seen, as If-Match: \"1\".");
}
