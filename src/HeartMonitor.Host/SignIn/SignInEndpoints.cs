using System.Text.Json.Serialization.Metadata;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.SignIn;

/// <summary><c>POST sign-in</c>, <c>sign-out</c>, <c>unlock</c>, <c>first-run</c>, <c>me/secret</c> and <c>GET me</c>, all under <c>/api/v1</c>.</summary>
internal static class SignInEndpoints
{
    /// <summary>Wrong secrets in a row of one sign-in, whatever else is done between them; then it is signed out.</summary>
    private const int TriesWhileLocked = 5;

    private const string Wrong = "This name and this PIN or password do not belong together.";

    internal static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapApi();
        api.MapPost("/sign-in", SignInAsync).WithName("signIn").AllowEverybody();
        api.MapPost("/sign-out", SignOut).WithName("signOut").AllowEverybody();
        api.MapPost("/lock", Lock).WithName("lock").RequireRole(RoleConventions.Readers).RequireAccount().AllowWatching(); // it is no sign that somebody is there
        api.MapPost("/unlock", UnlockAsync).WithName("unlock").AllowEverybody();
        api.MapPost("/first-run", FirstRunAsync).WithName("firstRun").AllowEverybody();
        api.MapPost("/me/secret", ChangeSecretAsync).WithName("ownSecret").RequireRole(Role.Staff, Role.Clinician, Role.Researcher, Role.Admin).RequireAccount();
    }

    /// <summary>Part of the console, which asks it: also where there is no sign-in at all.</summary>
    internal static void MapMe(IEndpointRouteBuilder api) =>
        api.MapGet("/me", (HttpContext context) => Me(context.RequestServices.GetService<SignInDesk>(), context.Asker(), SignInGate.IsHere(context))).WithName("me").AllowEverybody();

    internal static async Task<(T? Body, IResult? Refusal)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string form, CancellationToken cancellation) where T : class
    {
        var (json, refusal) = await RequestBody.ReadJson(context.Request, cancellation);
        if (refusal is not null) return (null, refusal);
        return CommandEndpoints.Bind(json, type) is { } body ? (body, null) : (null, SignInProblem.Form($"The body is {form}."));
    }

    /// <summary>Pseudonyms that sign: they go out on MQTT, so they are no names of people.</summary>
    internal static bool IsId(string? id) => FactDoor.IsPseudonym(id) && Core.Medications.Signature.IsGiven(id) && !Reserved.Contains(id);

    /// <summary>Words that stand for nobody in the journal and the audit.</summary>
    private static readonly string[] Reserved = ["nobody", "service", "participant", "anon", "svc", "staff"];

    private static async Task<IResult> SignInAsync(HttpContext context, SignInDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ReadAsync(context, SignInJsonContext.Default.SignInBody, "{id, secret}", cancellation);
        if (refusal is not null) return refusal;
        if (body!.Id is not { } id || body.Secret is not { Length: > 0 } secret) return SignInProblem.Form("The body is {id, secret}.");
        var slowest = Task.Delay(desk.Options.WrongTakes, cancellation);
        var (verdict, account, wait) = await desk.Secrets.CheckAsync(id, secret, AddressOf(context), cancellation);
        if (verdict is SecretVerdict.Wrong && IsId(id) && desk.Store.Accounts.Find(id) is not null) desk.Audit("nobody", "wrong-secret", id);
        if (verdict is SecretVerdict.Wrong) await slowest;
        return verdict switch
        {
            SecretVerdict.Right => Begin(context, desk, account!),
            SecretVerdict.Wrong => SignInProblem.Of(StatusCodes.Status401Unauthorized, "wrong", Wrong),
            SecretVerdict.Locked => SignInProblem.Wait(context, wait),
            SecretVerdict.Busy => SignInProblem.Of(StatusCodes.Status503ServiceUnavailable, "busy", "Too many people are trying. Try again in a moment."),
        };
    }

    private static IResult Begin(HttpContext context, SignInDesk desk, Account account)
    {
        if (context.Request.Cookies.TryGetValue(SignInGate.CookieName(context.Request), out var before)) desk.Sessions.End(before);
        var signedIn = desk.Sessions.Begin(account.Id);
        desk.Audit(account.Id, "sign-in", account.Id);
        context.Response.Cookies.Append(SignInGate.CookieName(context.Request), signedIn.Cookie, CookieOf(context));
        return Me(desk, new(new(account.Id, account.Role), account, signedIn, false));
    }

    private static IResult SignOut(HttpContext context, SignInDesk desk)
    {
        if (context.Asker() is { SignIn: { } signIn } asker)
        {
            desk.Sessions.End(signIn.Cookie);
            desk.Audit(asker.Caller.Id, "sign-out", asker.Caller.Id);
        }

        context.Response.Cookies.Delete(SignInGate.CookieName(context.Request), CookieOf(context));
        return Me(desk, null);
    }

    private static IResult Lock(HttpContext context, SignInDesk desk)
    {
        if (context.Asker() is not { SignIn: { } signIn, Account: { } account }) return SignInProblem.Of(StatusCodes.Status403Forbidden, "role", "A token locks nothing.");
        desk.Sessions.Lock(signIn);
        desk.Audit(account.Id, "lock", account.Id);
        return Results.NoContent();
    }

    /// <summary>Counts for itself: whoever locks an account from elsewhere keeps nobody from a tablet that is signed in.</summary>
    private static async Task<IResult> UnlockAsync(HttpContext context, SignInDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ReadAsync(context, SignInJsonContext.Default.UnlockBody, "{secret}", cancellation);
        if (refusal is not null) return refusal;
        if (context.Asker() is not { SignIn: { } signIn, Account: { } account } asker) return SignInProblem.Of(StatusCodes.Status401Unauthorized, "sign-in", "Sign in first.");
        // Counted before it is looked at: tries side by side are as many as tries one after the other.
        var tries = Interlocked.Increment(ref signIn.Failures);
        if (tries > TriesWhileLocked || !await desk.Secrets.IsRightAsync(account.Id, body!.Secret ?? "", cancellation)) return WrongAtLock(context, desk, signIn, tries);
        Interlocked.Exchange(ref signIn.Failures, 0);
        desk.Sessions.Touch(signIn);
        desk.Audit(account.Id, "unlock", account.Id);
        return Me(desk, asker with { IsLocked = false });
    }

    private static IResult WrongAtLock(HttpContext context, SignInDesk desk, SignedIn signIn, int tries)
    {
        desk.Audit("nobody", "wrong-secret", signIn.Account);
        if (tries < TriesWhileLocked) return SignInProblem.Of(StatusCodes.Status401Unauthorized, "wrong", "This is not your PIN or password.");
        desk.Sessions.End(signIn.Cookie);
        context.Response.Cookies.Delete(SignInGate.CookieName(context.Request), CookieOf(context));
        return SignInProblem.Of(StatusCodes.Status401Unauthorized, "sign-in", "Too many wrong tries: signed out. Sign in again.");
    }

    private static async Task<IResult> FirstRunAsync(HttpContext context, SignInDesk desk, CancellationToken cancellation)
    {
        const string Form = "{code, id, name, secret}";
        var (body, refusal) = await ReadAsync(context, SignInJsonContext.Default.FirstRunBody, Form, cancellation);
        if (refusal is not null) return refusal;
        if (desk.IsRequired) return SignInProblem.Of(StatusCodes.Status409Conflict, "taken", "There are accounts already; an admin makes further ones.");
        if (AccountEndpoints.FaultOf(body!.Id, body.Name) is { } fault) return SignInProblem.Form(fault);
        if (SecretRules.Fault(body.Secret ?? "", body.Id!, mayBePin: false) is { } weak) return SignInProblem.Form(weak);
        var admin = new Account(body.Id!, body.Name!.Trim(), Role.Admin, IsPin: false, IsDisabled: false);
        var (verdict, wait) = await Task.Run(() => desk.MakeFirst(body.Code ?? "", admin, body.Secret!), cancellation);
        return verdict switch
        {
            SecretVerdict.Right => Begin(context, desk, admin),
            SecretVerdict.Locked => SignInProblem.Wait(context, wait),
            _ => SignInProblem.Of(StatusCodes.Status401Unauthorized, "wrong", "This is not the code that the service printed at its start; it is also in first-run.txt in the data folder."),
        };
    }

    private static async Task<IResult> ChangeSecretAsync(HttpContext context, SignInDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ReadAsync(context, SignInJsonContext.Default.NewSecretBody, "{current, secret}", cancellation);
        if (refusal is not null) return refusal;
        if (context.Asker() is not { Account: { } account }) return SignInProblem.Of(StatusCodes.Status403Forbidden, "role", "A token has no secret of its own to change.");
        if (SecretRules.Fault(body!.Secret ?? "", account.Id, account.Role == Role.Staff) is { } weak) return SignInProblem.Form(weak);
        var (verdict, _, wait) = await desk.Secrets.CheckAsync(account.Id, body.Current ?? "", AddressOf(context), cancellation);
        if (verdict == SecretVerdict.Locked) return SignInProblem.Wait(context, wait);
        if (verdict != SecretVerdict.Right) return SignInProblem.Of(StatusCodes.Status403Forbidden, "wrong", "This is not your present PIN or password.");
        account = account with { IsPin = SecretRules.IsPin(body.Secret!) };
        desk.Store.Accounts.Change(account, await Task.Run(() => SecretHash.Of(body.Secret!, desk.Options.Rounds), cancellation));
        desk.Audit(account.Id, "new-secret", account.Id);
        desk.Drop(account.Id);
        return Begin(context, desk, account);
    }

    private static IResult Me(SignInDesk? desk, Asker? asker, bool isHere = true) => Results.Json(
        new MeRow
        {
            SignInRequired = desk is not null && (desk.IsRequired || !isHere),
            FirstRun = desk is { IsRequired: false } && !isHere ? true : null,
            Id = asker?.Caller.Id,
            Name = asker?.Account?.Name,
            Role = asker?.Caller.Role,
            Pin = asker?.Account?.IsPin,
            Locked = asker?.IsLocked ?? false,
            LocksInSeconds = desk is not null && asker?.SignIn is { } signIn ? Math.Max(0, (int)(signIn.SeenAt + desk.Options.Idle - desk.Now).TotalSeconds) : null,
            EndsAt = asker?.SignIn?.EndsAt,
        },
        SignInJsonContext.Default.MeRow);

    internal static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static CookieOptions CookieOf(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
