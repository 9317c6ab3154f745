using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary>
/// <c>PATCH people/{id}</c>: the way to change a person. Staff write who somebody is and add medicines that they learn of; the rest is a clinician's, with the
/// password where something is signed.
/// </summary>
internal static class PatchEndpoint
{
    private static readonly string[] OfEverybody = ["name", "contact", .. PersonFile.OfStaff];

    internal static void Map(IEndpointRouteBuilder api) => api.MapPatch("/people/{id}", PatchAsync).WithName("patchPerson");

    private static async Task<IResult> PatchAsync(string id, HttpContext context, PeopleDesk desk, CancellationToken cancellation)
    {
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation, PartEndpoints.MaxBytes, "application/merge-patch+json");
        if (refusal is not null) return refusal;
        if (PeopleEndpoints.IfMatch(context) is not { } seen) return PeopleProblem.Unconditional();
        if (desk.Find(id) is not { } before) return PeopleProblem.NotFound();
        if (before.Revision != seen) return PeopleProblem.Changed(context, desk, seen, before);
        var (patched, fault) = PersonPatch.Apply(before, json);
        if (patched is null) return SignInProblem.Form(fault!);
        if (PeopleEndpoints.FaultOf(before, patched) is { } wrong) return SignInProblem.Form(wrong);
        return await SaveAsync(context, desk, before, patched, json, cancellation);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, PeopleDesk desk, PersonRecord before, PersonRecord patched, JsonElement json, CancellationToken cancellation)
    {
        var by = context.SignerOr(null) ?? "staff";
        var (file, signed) = (PersonFile.Parse(patched.File), PartEndpoints.Signed(json));
        if (PersonFile.Sign(file, PersonFile.Parse(before.File), signed, by) is { } unsigned) return SignInProblem.Form(unsigned);
        var after = patched with { File = file.ToJsonString() };
        var changed = PersonPatch.Differences(before, after);
        if (changed.Count == 0) return PeopleEndpoints.Full(context, before);
        if (RefusalOf(context, before, after, changed) is { } forbidden) return forbidden;
        if (PersonFile.Read(file, desk.Today) is { Faults: { Count: > 0 } faults }) return PeopleProblem.Faults(faults);
        var signs = changed.Contains("prescription") || signed.Count > 0;
        if (signs && await PartEndpoints.SignatureAsync(context, desk.SignIn, PartEndpoints.SecretOf(json), cancellation) is { } refused) return refused;
        return PartEndpoints.Save(context, desk, after, before, PartOf(changed), signs ? $"{PartOf(changed).Replace(' ', '-')}-signed" : null);
    }

    /// <summary>What somebody's role does not let them write; null when nothing is.</summary>
    private static IResult? RefusalOf(HttpContext context, PersonRecord before, PersonRecord after, IReadOnlyList<string> changed)
    {
        if (context.Asker() is null or { Caller.Role: Role.Clinician }) return null;
        var beyond = changed.Where(name => !OfEverybody.Contains(name) && !(name == "medications" && PersonPatch.IsLonger(before.File, after.File, name))).ToArray();
        if (beyond.Length == 0) return null;
        return SignInProblem.Of(StatusCodes.Status403Forbidden, "role", beyond.Contains("medications")
            ? "You may add a medicine; what is on the list, a clinician changes."
            : $"A clinician writes this: {string.Join(", ", beyond)}.");
    }

    /// <summary>The parts that were written, as the history names them.</summary>
    private static string PartOf(IReadOnlyList<string> changed) =>
        string.Join(' ', changed.Select(name => PersonFile.Parts.ContainsKey(name) ? name : "person").Distinct());
}
