using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.SignIn;

/// <summary><c>accounts</c>, <c>tokens</c> and <c>audit</c> under <c>/api/v1</c>, for admins.</summary>
internal static class AccountEndpoints
{
    private const int LongestName = 100;
    private const int MostDays = 3650;
    private const int MostLines = 500;

    internal static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapApi().RequireRole(Role.Admin).RequireAccount();
        api.MapGet("/accounts", (SignInDesk desk) => Results.Json([.. desk.Store.Accounts.All().Select(a => RowOf(a, desk.Now))], SignInJsonContext.Default.IReadOnlyListAccountRow)).WithName("accounts");
        api.MapPost("/accounts", AddAsync).WithName("addAccount");
        api.MapPut("/accounts/{id}", ChangeAsync).WithName("changeAccount");
        api.MapGet("/tokens", (SignInDesk desk) => Results.Json([.. desk.Store.Tokens.All().Select(t => new TokenRow(t.Id, t.Role, t.By, t.MadeAt, t.EndsAt, t.EndsAt <= desk.Now))], SignInJsonContext.Default.IReadOnlyListTokenRow)).WithName("tokens");
        api.MapPost("/tokens", AddTokenAsync).WithName("addToken");
        api.MapDelete("/tokens/{id}", Revoke).WithName("revokeToken");
        api.MapGet("/audit", ReadAudit).WithName("audit");
    }

    /// <summary>What is wrong with an id and a name; null when nothing is.</summary>
    internal static string? FaultOf(string? id, string? name)
    {
        if (!SignInEndpoints.IsId(id)) return "id is a pseudonym, 1 to 40 of a-z, 0-9, _ and -, such as nurse-1: it signs what is done, also on MQTT, so it is no person's name.";
        return NameFault(name);
    }

    private static string? NameFault(string? name) =>
        name?.Trim() is not { Length: > 0 and <= LongestName } trimmed ? $"name is the person's name, at most {LongestName} characters." : PlainText.Is(trimmed) ? null : $"name {PlainText.Why}.";

    private static async Task<IResult> AddAsync(HttpContext context, SignInDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await SignInEndpoints.ReadAsync(context, SignInJsonContext.Default.AccountBody, "{id, name, role, secret}", cancellation);
        if (refusal is not null) return refusal;
        if (FaultOf(body!.Id, body.Name) is { } fault) return SignInProblem.Form(fault);
        if (body.Role is not { } role || role == Role.Gateway) return SignInProblem.Form("role is staff, clinician, researcher or admin.");
        if (SecretRules.Fault(body.Secret ?? "", body.Id!, role == Role.Staff) is { } weak) return SignInProblem.Form(weak);
        var account = new Account(body.Id!, body.Name!.Trim(), role, SecretRules.IsPin(body.Secret!), body.Disabled ?? false) { MadeAt = desk.Now };
        if (!desk.Store.Accounts.Add(account, await HashAsync(body.Secret!, desk, cancellation), desk.Now))
            return SignInProblem.Of(StatusCodes.Status409Conflict, "taken", "This id is taken, by an account or a token; ids are never given twice.");
        desk.Audit(context.Asker()!.Caller.Id, "account-made", account.Id);
        return Results.Json(RowOf(account, desk.Now), SignInJsonContext.Default.AccountRow, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, SignInDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await SignInEndpoints.ReadAsync(context, SignInJsonContext.Default.AccountBody, "{name, role, secret, disabled}", cancellation);
        if (refusal is not null) return refusal;
        if (id.Length > 40 || desk.Store.Accounts.Find(id) is not { } before) return SignInProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is no such account.");
        if (NameFault(body!.Name ?? before.Name) is { } fault) return SignInProblem.Form(fault);
        var role = body.Role ?? before.Role;
        if (role == Role.Gateway) return SignInProblem.Form("role is staff, clinician, researcher or admin.");
        if (body.Secret is { } secret && SecretRules.Fault(secret, id, role == Role.Staff) is { } weak) return SignInProblem.Form(weak);
        if (body.Secret is null && before.IsPin && role != Role.Staff) return SignInProblem.Form("Only staff sign in with a PIN: give the account a password with its new role.");
        var after = before with { Name = (body.Name ?? before.Name).Trim(), Role = role, IsDisabled = body.Disabled ?? before.IsDisabled, IsPin = body.Secret is { } s ? SecretRules.IsPin(s) : before.IsPin };
        return Store(context, desk, before, after, body.Secret is { } given ? await HashAsync(given, desk, cancellation) : null);
    }

    private static IResult Store(HttpContext context, SignInDesk desk, Account before, Account after, string? secret)
    {
        try
        {
            desk.Store.Accounts.Change(after, secret);
        }
        catch (LastAdminException)
        {
            return SignInProblem.Of(StatusCodes.Status409Conflict, "last-admin", "This is the last admin that can sign in; make another one first.");
        }

        var by = context.Asker()!.Caller.Id;
        if (before.IsDisabled != after.IsDisabled) desk.Audit(by, after.IsDisabled ? "account-disabled" : "account-enabled", after.Id);
        if (before.Role != after.Role) desk.Audit(by, $"role-{KebabCase.Of(after.Role)}", after.Id);
        if (secret is not null) desk.Audit(by, "secret-set", after.Id);
        if (before.Name != after.Name) desk.Audit(by, "account-renamed", after.Id);
        if (secret is not null || before.Role != after.Role || before.IsDisabled != after.IsDisabled) desk.Drop(after.Id);
        return Results.Json(RowOf(desk.Store.Accounts.Find(after.Id) ?? after, desk.Now), SignInJsonContext.Default.AccountRow);
    }

    private static async Task<IResult> AddTokenAsync(HttpContext context, SignInDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await SignInEndpoints.ReadAsync(context, SignInJsonContext.Default.TokenBody, "{id, role, days}", cancellation);
        if (refusal is not null) return refusal;
        if (!SignInEndpoints.IsId(body!.Id)) return SignInProblem.Form("id names the script or the gateway: 1 to 40 of a-z, 0-9, _ and -.");
        if (body.Role is not { } role || role == Role.Admin) return SignInProblem.Form("role is staff, clinician, researcher or gateway; accounts are managed by people.");
        if (body.Days is not (>= 1 and <= MostDays)) return SignInProblem.Form($"days is a whole number from 1 to {MostDays}.");
        var secret = SignInDesk.TokenPrefix + DrawnSecret.New();
        var token = new ScriptToken(body.Id!, role, context.Asker()!.Caller.Id, desk.Now, desk.Now.AddDays(body.Days.Value));
        if (!desk.Store.Tokens.Add(token, secret)) return SignInProblem.Of(StatusCodes.Status409Conflict, "taken", "This id is taken, by an account or a token that has not ended.");
        desk.Audit(token.By, "token-made", token.Id);
        return Results.Json(new MadeToken(token.Id, token.Role, secret, token.EndsAt), SignInJsonContext.Default.MadeToken, statusCode: StatusCodes.Status201Created);
    }

    private static IResult Revoke(string id, HttpContext context, SignInDesk desk)
    {
        if (id.Length > 40 || !desk.Store.Tokens.Revoke(id, desk.Now)) return SignInProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is no such token.");
        desk.Audit(context.Asker()!.Caller.Id, "token-ended", id);
        desk.Drop(id);
        return Results.NoContent();
    }

    private static IResult ReadAudit(HttpContext context, SignInDesk desk)
    {
        var before = long.TryParse(context.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
        var most = int.TryParse(context.Request.Query["most"], NumberStyles.None, CultureInfo.InvariantCulture, out var many) ? Math.Clamp(many, 1, MostLines) : 100;
        return Results.Json([.. desk.Store.Audit.Before(before, most).Select(r => new AuditLine(r.Number, r.At, r.Who, r.What, r.About))], SignInJsonContext.Default.IReadOnlyListAuditLine);
    }

    private static Task<string> HashAsync(string secret, SignInDesk desk, CancellationToken cancellation) => Task.Run(() => SecretHash.Of(secret, desk.Options.Rounds), cancellation);

    private static AccountRow RowOf(Account a, DateTimeOffset now) => new(a.Id, a.Name, a.Role, a.IsPin, a.IsDisabled, a.MadeAt, a.LockedUntil > now ? a.LockedUntil : null);
}
