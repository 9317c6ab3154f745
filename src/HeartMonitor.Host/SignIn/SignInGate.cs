using System.Net;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Host.SignIn;

/// <summary>
/// Stands before every endpoint: finds out who asks, and lets in whom <see cref="AllowedRoles"/> of the endpoint names. A page is answered with the
/// way to the sign-in, data with 401 or 403. What a browser sends with its cookie must come from a page of ours, whatever else the endpoint checks.
/// </summary>
internal sealed class SignInGate(RequestDelegate next, SignInDesk desk)
{
    private const string Bearer = "Bearer ";

    private static readonly string[] ForwardedHeaders = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null)
        {
            await next(context);
            return;
        }

        if (!TryFindAsker(context, out var asker))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "token", "This token is not known, or it has ended.");
            return;
        }

        if (asker is not null) context.Features.Set(asker);
        if (RefusalOf(context, endpoint, asker) is var (status, code, text) && status != 0)
        {
            await RefuseAsync(context, status, code, text);
            return;
        }

        Note(context, endpoint, asker);
        await next(context);
    }

    /// <summary>The cookie's name: with TLS one that no other host of the site can set.</summary>
    internal static string CookieName(HttpRequest request) => request.IsHttps ? "__Host-hrm" : "hrm";

    /// <summary>False when a token was shown that opens nothing: the cookie beside it is not looked at then.</summary>
    private bool TryFindAsker(HttpContext context, out Asker? asker)
    {
        asker = null;
        if (!desk.IsRequired) return true;
        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count > 0)
        {
            var text = authorization.ToString();
            asker = text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? desk.ByToken(text[Bearer.Length..].Trim()) : null;
            return asker is not null;
        }

        if (context.Request.Cookies.TryGetValue(CookieName(context.Request), out var cookie)) asker = desk.ByCookie(cookie);
        return true;
    }

    private (int Status, string Code, string Text) RefusalOf(HttpContext context, Endpoint endpoint, Asker? asker)
    {
        var allowed = endpoint.Metadata.GetMetadata<AllowedRoles>();
        if (asker?.SignIn is not null && IsForged(context.Request)) return (403, "foreign", "Another page may not ask here.");
        if (allowed is { Everybody: true } || (allowed is { Here: true } && IsHere(context))) return default;
        if (!desk.IsRequired)
        {
            if (endpoint.Metadata.GetMetadata<AccountsOnly>() is not null) return (403, "no-accounts", "There are no accounts yet: the first admin is made with the code that the service printed at its start.");
            return IsHere(context) ? default : (401, "sign-in", "Sign in first.");
        }

        if (asker is null) return (401, "sign-in", "Sign in first.");
        if (allowed is null || !allowed.Roles.Contains(asker.Caller.Role)) return (403, "role", $"This is not for the role {HeartMonitor.Core.KebabCase.Of(asker.Caller.Role)}.");
        return asker.IsLocked && endpoint.Metadata.GetMetadata<Watching>() is null ? (401, "locked", "Locked, because nobody did anything for a while: enter your PIN or password.") : default;
    }

    /// <summary>Somebody is there; and what stays open ends when the sign-in does.</summary>
    private void Note(HttpContext context, Endpoint endpoint, Asker? asker)
    {
        if (asker?.SignIn is not { } signIn) return;
        var isWatching = endpoint.Metadata.GetMetadata<Watching>() is not null;
        if (isWatching) context.Response.RegisterForDispose(signIn.Ended.Register(context.Abort));
        else if (!asker.IsLocked && endpoint.Metadata.GetMetadata<AllowedRoles>() is { Everybody: false }) desk.Sessions.Touch(signIn);
    }

    /// <summary>Somebody at this machine; what a proxy hands on may come from anywhere.</summary>
    internal static bool IsHere(HttpContext context) => context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && !ForwardedHeaders.Any(context.Request.Headers.ContainsKey);

    /// <summary>A browser tells where a request comes from. SameSite keeps the cookie at home already; this stands behind it.</summary>
    private static bool IsForged(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return false;
        var site = (string?)request.Headers["Sec-Fetch-Site"];
        if (site is not (null or "same-origin" or "none")) return true;
        var origins = request.Headers.Origin;
        return origins.Count > 0 && !(origins.Count == 1 && string.Equals(origins[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase));
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, string text)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (code is "sign-in" or "locked" or "role" && IsPage(context.Request))
        {
            response.Redirect($"/signin.html?why={code}&next={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return Task.CompletedTask;
        }

        if (status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        return System.Text.Json.JsonSerializer.SerializeAsync(response.Body, new SignInProblem(status, code, text), SignInJsonContext.Default.SignInProblem, context.RequestAborted);
    }

    private static bool IsPage(HttpRequest request) => HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api")
        && request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
