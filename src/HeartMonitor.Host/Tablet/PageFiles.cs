using System.Security.Cryptography;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.SignIn;

namespace HeartMonitor.Host.Tablet;

/// <summary>
/// The page's files, read once at the start and served by their exact names: no path of a request ever touches the disk.
/// </summary>
internal sealed class PageFiles
{
    private readonly List<PageFile> _files;

    private PageFiles(List<PageFile> files) => _files = files;

    /// <summary>Reads a folder.</summary>
    /// <exception cref="InvalidOperationException">There is no page in it: staff would face an empty screen.</exception>
    internal static PageFiles Load(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "index.html")))
            throw new InvalidOperationException($"The console's page is not in {folder}.");

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => TypeOf(path) is not null)
            .Select(path => Read(folder, path));
        return new([.. files]);
    }

    /// <summary>One endpoint for each file, and <c>/</c> for <c>index.html</c>.</summary>
    internal void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var file in _files)
        {
            Guard(file.Route, endpoints.MapGet(file.Route, context => file.SendAsync(context)));
            if (file.Route == "/index.html") Guard(file.Route, endpoints.MapGet("/", context => file.SendAsync(context)));
        }
    }

    /// <summary>
    /// The pages themselves hold nothing; whoever must sign in is shown the way when asking for one. Their parts are for everybody: the page of the
    /// sign-in is made of them.
    /// </summary>
    private static void Guard(string route, IEndpointConventionBuilder endpoint)
    {
        if (route == "/index.html") endpoint.RequireRole(RoleConventions.Floor).AllowWatching();
        else if (route == "/people/accounts.html") endpoint.RequireRole(Role.Admin);
        else if (route.StartsWith("/people/", StringComparison.Ordinal) && route.EndsWith(".html", StringComparison.Ordinal)) endpoint.RequireRole(RoleConventions.Floor);
        else endpoint.AllowEverybody();
    }

    private static PageFile Read(string folder, string path)
    {
        var content = File.ReadAllBytes(path);
        var route = "/" + Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        return new(route, TypeOf(path)!, content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
    }

    private static string? TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".webmanifest" => "application/manifest+json",
        ".svg" => "image/svg+xml",
        _ => null,
    };

    private sealed record PageFile(string Route, string ContentType, byte[] Content, string ETag)
    {
        internal async Task SendAsync(HttpContext context)
        {
            // Asked anew each time, so that a page never runs with another version's parts.
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.ETag = ETag;
            if (context.Request.Headers.IfNoneMatch.Contains(ETag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            context.Response.ContentType = ContentType;
            context.Response.ContentLength = Content.Length;
            await context.Response.Body.WriteAsync(Content, context.RequestAborted);
        }
    }
}
