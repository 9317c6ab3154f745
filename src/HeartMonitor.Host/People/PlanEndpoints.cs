using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.People;

/// <summary><c>POST plan</c>, <c>GET catalogue/medicines|conditions</c> and <c>GET programmes</c>: what the editor asks while somebody types.</summary>
internal static class PlanEndpoints
{
    private const int LongestQuery = 60;

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/plan", PlanAsync).WithName("plan");
        api.MapGet("/catalogue/medicines", (HttpContext context, PeopleDesk desk) => (string?)context.Request.Query["q"] is { Length: <= LongestQuery } typed && desk.Setup.Medicines is { } catalogue
            ? PeopleProblem.Json(MedicineSearch.Find(catalogue, typed, LanguageOf(context, desk)))
            : SignInProblem.Form($"q is what was typed, at most {LongestQuery} characters.")).WithName("findMedicines");
        api.MapGet("/catalogue/conditions", (PeopleDesk desk) => PeopleProblem.Json(new JsonArray([.. (desk.Setup.Medicines?.Conditions ?? []).Select(c => (JsonNode)c.Code)]))).WithName("conditions");
        api.MapGet("/programmes", (HttpContext context, PeopleDesk desk) => PeopleProblem.Json(desk.Programmes.In(LanguageOf(context, desk)))).WithName("programmes").RequireRole(RoleConventions.Readers);
    }

    /// <summary>The plan as <c>monitor plan</c> prints it, and its gates.</summary>
    internal static JsonObject BodyOf(MonitoringPlan plan) => new()
    {
        ["plan"] = JsonSerializer.SerializeToNode(plan, MonitorJson.Context.MonitoringPlan),
        ["gates"] = new JsonArray([.. plan.Facts.Gates.Select(g => (JsonNode)new JsonObject { ["code"] = g.Code, ["state"] = KebabCase.Of(g.State) })]),
    };

    internal static string LanguageOf(HttpContext context, PeopleDesk desk) => (string?)context.Request.Query["lang"] is { Length: 2 } asked ? asked : desk.Setup.Language;

    private static async Task<IResult> PlanAsync(HttpContext context, PeopleDesk desk, CancellationToken cancellation)
    {
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation, PartEndpoints.MaxBytes);
        if (refusal is not null) return refusal;
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("participant", out var told)) return SignInProblem.Form("The body is {participant, checkIn}.");
        var reading = told.ValueKind == JsonValueKind.String && desk.Find(told.GetString()!) is { } known
            ? ParticipantReader.Read(known.File, desk.Today)
            : ParticipantReader.Read(told, "participant", desk.Today);
        var (checkIn, fault) = json.TryGetProperty("checkIn", out var day) && day.ValueKind != JsonValueKind.Null ? CheckInBody.Read(day) : (CheckInBody.Nothing, null);
        if (fault is not null) return SignInProblem.Form(fault);
        var body = reading.Participant is { } person
            ? BodyOf(desk.PlanOf(StoredPeople.WithoutBirthday(person, desk.Today), checkIn!.ToCheckIn([]), LanguageOf(context, desk)))
            : new JsonObject { ["plan"] = null, ["gates"] = new JsonArray() };
        body["faults"] = PeopleProblem.ListOf(reading.Faults);
        body["remarks"] = PeopleProblem.ListOf(reading.Remarks);
        return PeopleProblem.Json(body);
    }
}
