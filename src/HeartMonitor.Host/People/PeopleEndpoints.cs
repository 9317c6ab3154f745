using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary><c>people</c>, their parts, history and the roster, under <c>/api/v1</c>.</summary>
internal static class PeopleEndpoints
{
    private const int LongestName = 100;
    private const int LongestContact = 300;

    internal static void MapPeople(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapApi().RequireRole(RoleConventions.Floor);
        api.MapGet("/people", (PeopleDesk desk) => PeopleProblem.Json(new JsonArray([.. desk.All().Select(p => Short(p, desk))]))).WithName("people");
        api.MapGet("/people/{id}", Show).WithName("person");
        api.MapGet("/people/{id}/history", History).WithName("personHistory");
        api.MapPost("/people", AddAsync).WithName("addPerson");
        api.MapPut("/people/{id}", ChangeAsync).WithName("changePerson");
        api.MapDelete("/people/{id}", Forget).WithName("forgetPerson").RequireRole(Role.Admin).RequireAccount();
        foreach (var part in PersonFile.Parts.Keys)
            api.MapPut($"/people/{{id}}/{part}", (string id, HttpContext context, PeopleDesk desk, CancellationToken cancellation) => PartEndpoints.ChangeAsync(id, part, context, desk, cancellation))
                .WithName($"change-{part}").RequireRole(Role.Clinician);
        RosterEndpoints.Map(api);
        PatchEndpoint.Map(api);
        RunningEndpoints.Map(api);
        PlanEndpoints.Map(api);
        CheckInEndpoint.Map(api);
    }

    /// <summary>The person as the editor needs it, with its revision as the answer's ETag.</summary>
    internal static IResult Full(HttpContext context, PersonRecord person, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = $"\"{person.Revision}\"";
        return PeopleProblem.Json(BodyOf(person), status);
    }

    internal static JsonObject BodyOf(PersonRecord person)
    {
        var body = Base(person);
        body["contact"] = person.Contact;
        body["participant"] = JsonNode.Parse(person.File);
        return body;
    }

    /// <summary>What is wrong with a name or a contact after a change; null when nothing is. Somebody of the people file may have no name yet; a name is not taken away.</summary>
    internal static string? FaultOf(PersonRecord before, PersonRecord person)
    {
        if (before.Name is not null && person.Name is null) return $"name is the person's name, at most {LongestName} characters.";
        if (person.Name is { Length: > LongestName }) return $"name is the person's name, at most {LongestName} characters.";
        if (person.Name is { } name && !PlainText.Is(name)) return $"name {PlainText.Why}.";
        return FaultOfContact(person.Contact);
    }

    private static string? FaultOfContact(string? contact)
    {
        if (contact is null) return null;
        return contact.Length > LongestContact ? $"contact has at most {LongestContact} characters." : PlainText.Is(contact) ? null : $"contact {PlainText.Why}.";
    }

    /// <summary>The revision that was seen; null when the request does not say.</summary>
    internal static int? IfMatch(HttpContext context) =>
        context.Request.Headers.IfMatch is [{ } tag] && int.TryParse(tag.Trim('"'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var revision) ? revision : null;

    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject Base(PersonRecord person) => new()
    {
        ["id"] = person.Id,
        ["rev"] = person.Revision,
        ["source"] = person.Revision == 0 ? "file" : "store",
        ["name"] = person.Name,
        ["at"] = person.Revision == 0 ? null : Instant(person.At),
        ["by"] = person.By,
    };

    private static JsonObject Short(PersonRecord person, PeopleDesk desk)
    {
        var row = Base(person);
        row["age"] = desk.ParticipantOf(person)?.Age;
        return row;
    }

    private static IResult Show(string id, HttpContext context, PeopleDesk desk) => desk.Find(id) is { } person ? Full(context, person) : PeopleProblem.NotFound();

    private static IResult History(string id, PeopleDesk desk)
    {
        if (desk.Find(id) is null) return PeopleProblem.NotFound();
        return PeopleProblem.Json(new JsonArray([.. desk.Store.History(id).Select(r =>
        {
            var row = Base(r.Person);
            row["part"] = r.Part;
            row["participant"] = JsonNode.Parse(r.Person.File);
            return (JsonNode)row;
        })]));
    }

    private static async Task<IResult> AddAsync(HttpContext context, PeopleDesk desk, CancellationToken cancellation)
    {
        if (CommandEndpoints.KeyOf(context.Request) is not { } key) return SignInProblem.Form("The header Idempotency-Key is missing: 1 to 100 visible ASCII characters.");
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation, PartEndpoints.MaxBytes);
        if (refusal is not null) return refusal;
        var file = new JsonObject { ["id"] = desk.NewId() };
        if (FaultOf(json) is { } fault) return SignInProblem.Form(fault);
        if (json.TryGetProperty("participant", out var told) && PersonFile.SetOwn(file, told) is { } notHere) return SignInProblem.Form(notHere);
        if (PersonFile.Read(file, desk.Today) is { Faults: { Count: > 0 } faults }) return PeopleProblem.Faults(faults);
        var by = context.SignerOr(null) ?? "staff";
        var person = desk.Store.Add(new((string)file["id"]!, 0, NameOf(json, "name"), NameOf(json, "contact"), file.ToJsonString(), desk.SignIn.Now, by), $"{by}:{key}");
        if (person is null) return SignInProblem.Of(StatusCodes.Status409Conflict, "taken", "Try again.");
        var isNew = person.Id == (string)file["id"]!;
        if (!isNew && !IsSame(desk.Store.MadeBy($"{by}:{key}"), json, file)) return SignInProblem.Of(StatusCodes.Status422UnprocessableEntity, "id-used", $"This Idempotency-Key was used for somebody else ({person.Id}): nobody was made. Send another key.");
        if (isNew) desk.SignIn.Audit(by, "person-made", person.Id);
        return Full(context, person, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, PeopleDesk desk, CancellationToken cancellation)
    {
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation, PartEndpoints.MaxBytes);
        if (refusal is not null) return refusal;
        if (IfMatch(context) is not { } seen) return PeopleProblem.Unconditional();
        if (desk.Find(id) is not { } before) return PeopleProblem.NotFound();
        if (before.Revision != seen) return PeopleProblem.Changed(context, desk, seen, before);
        if (FaultOf(json) is { } fault) return SignInProblem.Form(fault);
        var file = PersonFile.Parse(before.File);
        if (json.TryGetProperty("participant", out var told) && PersonFile.SetOwn(file, told) is { } notHere) return SignInProblem.Form(notHere);
        if (PersonFile.Read(file, desk.Today) is { Faults: { Count: > 0 } faults }) return PeopleProblem.Faults(faults);
        return PartEndpoints.Save(context, desk, before with { Name = NameOf(json, "name"), Contact = NameOf(json, "contact"), File = file.ToJsonString() }, before, "person", null);
    }

    private static IResult Forget(string id, HttpContext context, PeopleDesk desk, FileWatch watch)
    {
        if (IfMatch(context) is not { } seen) return PeopleProblem.Unconditional();
        if (desk.Find(id) is not { } before) return PeopleProblem.NotFound();
        if (before.Revision != seen) return PeopleProblem.Changed(context, desk, seen, before);
        if (watch.RunningOf(id) is not null) return SignInProblem.Of(StatusCodes.Status409Conflict, "running", "This person is in a session just now: end it first.");
        if (!desk.Store.Forget(id)) return SignInProblem.Of(StatusCodes.Status409Conflict, "file", "This person stands in the people file; delete them there.");
        desk.SignIn.Audit(context.Asker()!.Caller.Id, "person-forgotten", id);
        return Results.NoContent();
    }

    /// <summary>A repeat says what the request said that made the person; their pseudonym was drawn anew.</summary>
    private static bool IsSame(PersonRecord? made, JsonElement json, JsonObject file)
    {
        if (made is null || made.Name != NameOf(json, "name") || made.Contact != NameOf(json, "contact")) return false;
        file["id"] = made.Id;
        return JsonNode.DeepEquals(PersonFile.Parse(made.File), file);
    }

    private static string? FaultOf(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return "The body is {name, contact, participant}.";
        if (json.EnumerateObject().FirstOrDefault(m => m.Name is not ("name" or "contact" or "participant")) is { Value.ValueKind: not JsonValueKind.Undefined } other) return $"\"{other.Name}\" is not read here; the body is {{name, contact, participant}}.";
        if (NameOf(json, "name") is not { Length: <= LongestName } name) return $"name is the person's name, at most {LongestName} characters.";
        if (!PlainText.Is(name)) return $"name {PlainText.Why}.";
        return FaultOfContact(NameOf(json, "contact"));
    }

    /// <summary>A text without blanks around it; null when it is missing or empty.</summary>
    private static string? NameOf(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
}
