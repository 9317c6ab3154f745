using System.Text.Json;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary>
/// <c>PUT people/{id}/medications|conditions|tests|prescription</c>, by a clinician, on top of the revision that they saw. A prescription and the signing of tests
/// ask for the clinician's password again.
/// </summary>
internal static class PartEndpoints
{
    /// <summary>A hundred medicines with everything that is known of them, and room to spare.</summary>
    internal const int MaxBytes = 128 * 1024;

    internal static async Task<IResult> ChangeAsync(string id, string part, HttpContext context, PeopleDesk desk, CancellationToken cancellation)
    {
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation, MaxBytes);
        if (refusal is not null) return refusal;
        if (PeopleEndpoints.IfMatch(context) is not { } seen) return PeopleProblem.Unconditional();
        if (desk.Find(id) is not { } before) return PeopleProblem.NotFound();
        if (before.Revision != seen) return PeopleProblem.Changed(context, desk, seen, before);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(part, out var told)) return SignInProblem.Form($"The body is {{{part}}}.");
        var file = PersonFile.Parse(before.File);
        if (PersonFile.SetPart(file, part, told) is { } fault) return SignInProblem.Form(fault);
        var by = context.SignerOr(null) ?? "staff";
        if (part == "tests" && PersonFile.Sign(file, PersonFile.Parse(before.File), Signed(json), by) is { } unsigned) return SignInProblem.Form(unsigned);
        if (PersonFile.Read(file, desk.Today) is { Faults: { Count: > 0 } faults }) return PeopleProblem.Faults(faults);
        var isSigned = part == "prescription" || (part == "tests" && Signed(json).Count > 0);
        if (isSigned && await SignatureAsync(context, desk.SignIn, SecretOf(json), cancellation) is { } refused) return refused;
        return Save(context, desk, before with { File = file.ToJsonString() }, before, part, isSigned ? $"{part}-signed" : null);
    }

    internal static IResult Save(HttpContext context, PeopleDesk desk, PersonRecord after, PersonRecord before, string part, string? word)
    {
        var by = context.SignerOr(null) ?? "staff";
        var saved = desk.Save(after with { By = by, At = desk.SignIn.Now }, before.Revision, part, $"{by}:{Guid.NewGuid():n}");
        if (saved is null) return desk.Find(before.Id) is { } now ? PeopleProblem.Changed(context, desk, before.Revision, now) : PeopleProblem.NotFound();
        desk.SignIn.Audit(by, word ?? $"{part}-changed", saved.Id);
        context.RequestServices.GetService<FileWatch>()?.Look();
        return PeopleEndpoints.Full(context, saved);
    }

    /// <summary>Null when whoever signs has shown once more who they are; where nobody has an account there is nothing to show.</summary>
    internal static async Task<IResult?> SignatureAsync(HttpContext context, SignInDesk desk, string? secret, CancellationToken cancellation)
    {
        if (context.Asker() is not { } asker) return null;
        if (asker.Account is not { } account) return SignInProblem.Of(StatusCodes.Status403Forbidden, "signature", "A token signs nothing; a clinician does.");
        if (string.IsNullOrEmpty(secret)) return SignInProblem.Of(StatusCodes.Status403Forbidden, "signature", "Sign with your password: secret is missing.");
        var (verdict, _, wait) = await desk.Secrets.CheckAsync(account.Id, secret, SignInEndpoints.AddressOf(context), cancellation);
        return verdict switch
        {
            SecretVerdict.Right => null,
            SecretVerdict.Locked => SignInProblem.Wait(context, wait),
            _ => SignInProblem.Of(StatusCodes.Status403Forbidden, "wrong", "This is not your password; nothing was signed or saved."),
        };
    }

    internal static string? SecretOf(JsonElement json) => json.TryGetProperty("secret", out var secret) && secret.ValueKind == JsonValueKind.String ? secret.GetString() : null;

    internal static List<int> Signed(JsonElement json) => json.TryGetProperty("sign", out var list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Take(100).Select(i => i.ValueKind == JsonValueKind.Number && i.TryGetInt32(out var place) ? place : -1)]
        : [];
}
