using HeartMonitor.Host.Lan;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace HeartMonitor.Host.Tablet;

/// <summary>
/// Defends the console against other pages in the same browser. On loopback nobody may have to sign in, so any web page could otherwise send
/// commands here: by its own scripts (the origin tells), by a plain form (JSON and a header of its own are required of commands), or by
/// a name that it points at this machine (the host name tells).
/// </summary>
internal sealed class BrowserGuard(TabletOptions options)
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; " +
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Ours, 30 days: a tablet that comes once a week never asks in plain text, and a console that goes back to loopback is not locked out of its name for a year.</summary>
    private const string OnlyTls = "max-age=2592000";

    /// <summary>Filter of the page and its files.</summary>
    internal ValueTask<object?> ForPage(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        SetHeaders(context.HttpContext);
        return RefusalOf(context.HttpContext.Request) is { } reason ? ValueTask.FromResult<object?>(Refuse(reason)) : next(context);
    }

    /// <summary>Filter of data and commands: never cached, and only for pages of this host.</summary>
    internal ValueTask<object?> ForData(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        SetHeaders(context.HttpContext);
        response.Headers.CacheControl = "no-store";
        return (RefusalOf(request) ?? RefusalOfOtherSite(request)) is { } reason
            ? ValueTask.FromResult<object?>(Refuse(reason))
            : next(context);
    }

    private static ProblemHttpResult Refuse(string reason) => TypedResults.Problem(reason, statusCode: StatusCodes.Status403Forbidden);

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (context.Request.IsHttps && !LanNames.IsLoopback(context.Request.Host.Host)) headers.StrictTransportSecurity = OnlyTls;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)";
    }

    private string? RefusalOf(HttpRequest request)
    {
        var host = request.Host;
        if (!host.HasValue || !options.Serves(host.Host))
            return "This host name is not served here.";

        var origins = request.Headers.Origin;
        return origins.Count == 0 || IsOwn(origins, request) ? null : "Another origin may not ask here.";
    }

    private static bool IsOwn(StringValues origins, HttpRequest request) =>
        origins.Count == 1 && string.Equals(origins[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    // Another port of the same machine is "same-site" and no better than a stranger.
    private static string? RefusalOfOtherSite(HttpRequest request) =>
        (string?)request.Headers["Sec-Fetch-Site"] is null or "same-origin" or "none" ? null : "Another site may not ask here.";
}
