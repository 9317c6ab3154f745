using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.Lan;

/// <summary>What a tablet needs before anybody can sign in on it: the address as a picture, and the CA to trust. Nothing here is secret.</summary>
internal static class InstallEndpoints
{
    /// <summary>What Android, iOS and Windows take as a certificate to install (RFC 2585 has none for this use; it is Netscape's, and everybody's).</summary>
    private const string AuthorityType = "application/x-x509-ca-cert";

    internal static void MapInstall(this IEndpointRouteBuilder endpoints)
    {
        var guard = new BrowserGuard(endpoints.ServiceProvider.GetRequiredService<TabletOptions>());
        var open = endpoints.MapGroup("").AddEndpointFilter(guard.ForPage).AllowEverybody();
        open.MapGet("/ca.crt", (HttpContext context, SiteTrust trust) => Authority(context, trust)).ExcludeFromDescription();
        open.MapGet("/install.svg", (HttpContext context, ConsoleAddress address) => NotKept(context, address.Lan is { } lan ? Results.Text(QrPicture.Of($"{lan}/install"), "image/svg+xml") : TypedResults.NotFound())).ExcludeFromDescription();
        endpoints.MapApi(guard).MapGet("/install", Answer).WithName("install").AllowEverybody();
    }

    private static IResult Answer(ConsoleAddress address, SiteTrust trust)
    {
        using var authority = trust.Authority();
        return Results.Json(
            new InstallAnswer
            {
                Url = address.Lan,
                Authority = authority?.GetNameInfo(X509NameType.SimpleName, false),
                Fingerprint = authority is null ? null : SiteAuthority.FingerprintOf(authority),
                EndsAt = authority is null ? null : new DateTimeOffset(authority.NotAfter.ToUniversalTime()),
            },
            InstallJsonContext.Default.InstallAnswer);
    }

    private static IResult Authority(HttpContext context, SiteTrust trust)
    {
        using var authority = trust.Authority();
        return NotKept(context, authority is null ? TypedResults.NotFound() : Results.File(authority.RawData, AuthorityType, "heartmonitor-ca.crt"));
    }

    private static IResult NotKept(HttpContext context, IResult result)
    {
        context.Response.Headers.CacheControl = "no-store";
        return result;
    }
}

/// <summary>How a tablet comes to trust this console.</summary>
internal sealed record InstallAnswer
{
    /// <summary>Address for tablets and phones; null where none can reach the console.</summary>
    public string? Url { get; init; }

    /// <summary>Name of the site's CA as tablets list it; null where none is needed.</summary>
    public string? Authority { get; init; }

    /// <summary>Its SHA-256, in pairs of hex digits.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>It ends then.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InstallAnswer))]
internal sealed partial class InstallJsonContext : JsonSerializerContext;
