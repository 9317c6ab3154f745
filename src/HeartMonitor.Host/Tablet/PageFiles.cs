using System.IO.Compression;
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

    /// <summary>Reads a folder, and takes documents that are in memory by their routes.</summary>
    /// <exception cref="InvalidOperationException">There is no page in it: staff would face an empty screen.</exception>
    internal static PageFiles Load(string folder, IReadOnlyDictionary<string, byte[]> documents)
    {
        if (!File.Exists(Path.Combine(folder, "index.html")))
            throw new InvalidOperationException($"The console's page is not in {folder}.");

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => TypeOf(path) is not null)
            .Select(path => Read(folder, path));
        return new([.. files, .. documents.Select(d => Make(d.Key, d.Value))]);
    }

    /// <summary>One endpoint for each file; <c>/</c> is <c>index.html</c>, and every <c>/p/CODE</c> the participant's page, whatever the code.</summary>
    internal void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var file in _files)
        {
            Guard(file.Route, endpoints.MapGet(file.Route, context => file.SendAsync(context)));
            if (file.Route == "/index.html") Guard(file.Route, endpoints.MapGet("/", context => file.SendAsync(context)));
            if (file.Route == "/install.html") Guard(file.Route, endpoints.MapGet("/install", context => file.SendAsync(context)));
            if (file.Route == "/participant.html") Guard(file.Route, endpoints.MapGet("/p/{code}", context => file.SendAsync(context)));
        }
    }

    /// <summary>
    /// The pages themselves hold nothing; whoever must sign in is shown the way when asking for one. Their parts are for everybody: the page of the
    /// sign-in is made of them.
    /// </summary>
    private static void Guard(string route, IEndpointConventionBuilder endpoint)
    {
        if (route == "/index.html") endpoint.RequireRole(RoleConventions.Floor).AllowWatching();
        else if (route == "/sessions.html") endpoint.RequireRole(RoleConventions.Readers);
        else if (route == "/people/accounts.html") endpoint.RequireRole(Role.Admin);
        else if (route.StartsWith("/people/", StringComparison.Ordinal) && route.EndsWith(".html", StringComparison.Ordinal)) endpoint.RequireRole(RoleConventions.Floor);
        else endpoint.AllowEverybody();
    }

    private static PageFile Read(string folder, string path) =>
        Make("/" + Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(path));

    private static PageFile Make(string route, byte[] content) =>
        new(route, TypeOf(route)!, content, Packed(content), $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");

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

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) brotli.Write(content);
        return packed.ToArray();
    }

    private sealed record PageFile(string Route, string ContentType, byte[] Content, byte[] Brotli, string ETag)
    {
        internal async Task SendAsync(HttpContext context)
        {
            // Asked anew each time, so that a page never runs with another version's parts.
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.ETag = ETag;
            context.Response.Headers.Vary = "Accept-Encoding";
            if (context.Request.Headers.IfNoneMatch.Contains(ETag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            var packs = Brotli.Length < Content.Length && TakesBrotli(context.Request);
            if (packs) context.Response.Headers.ContentEncoding = "br";
            context.Response.ContentType = ContentType;
            var body = packs ? Brotli : Content;
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }

        // Browsers name it on loopback and TLS only; one that forbids it (q=0) gets the plain file.
        private static bool TakesBrotli(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding
            .Any(e => e.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && e.Quality is null or > 0);
    }
}
