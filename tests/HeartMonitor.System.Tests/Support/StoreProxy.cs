using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.System.Tests.Support;

/// <summary>
/// Stands before a real store and spoils the way there as its script says: answers in its place, cuts the connection after the store took the lines, lets
/// lines fall under the table. Everything that is not a write goes through.
/// </summary>
public sealed class StoreProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Uri _store;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly Lock _gate = new();
    private readonly List<string> _firstSeen = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _writes;

    private StoreProxy(WebApplication app, Uri store) => (_app, _store) = (app, store);

    public Uri Url => new(_app.Urls.First());

    /// <summary>What becomes of a write; the store's own answer unless told otherwise.</summary>
    public Func<ProxiedWrite, Task<int>> Answer { get; set; } = static write => write.PassAsync(write.Lines);

    /// <summary>Writes that came, whatever became of them.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Lines in the order in which they first came to the store.</summary>
    public IReadOnlyList<string> Arrived
    {
        get { lock (_gate) return [.. _firstSeen]; }
    }

    public static async Task<StoreProxy> StartAsync(Uri store)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new StoreProxy(app, store);
        app.MapFallback(proxy.TakeAsync);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!path.Contains("write", StringComparison.Ordinal))
        {
            await CopyAsync(context, new(new HttpMethod(context.Request.Method), At(context)));
            return;
        }

        Interlocked.Increment(ref _writes);
        await using var body = new GZipStream(context.Request.Body, CompressionMode.Decompress);
        var lines = (await new StreamReader(body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var status = await Answer(new(context, lines, some => PassAsync(context, some)));
        if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested) context.Response.StatusCode = status;
    }

    private async Task<int> PassAsync(HttpContext context, IEnumerable<string> lines)
    {
        var some = lines.ToList();
        if (some.Count == 0) return 204;
        try
        {
            using var content = new StringContent(string.Join('\n', some) + "\n");
            using var answer = await _http.PostAsync(At(context), content); // not with the client's token: what the store took it took
            if (answer.IsSuccessStatusCode) lock (_gate) _firstSeen.AddRange(some.Where(_seen.Add));
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 502;
        }
    }

    private async Task CopyAsync(HttpContext context, HttpRequestMessage request)
    {
        try
        {
            using (request)
            using (var answer = await _http.SendAsync(request, context.RequestAborted))
            {
                context.Response.StatusCode = (int)answer.StatusCode;
                foreach (var name in new[] { "X-Influxdb-Version", "X-Server-Hostname" })
                    if (answer.Headers.TryGetValues(name, out var values)) context.Response.Headers[name] = values.First();
                if (answer.StatusCode != global::System.Net.HttpStatusCode.NoContent) await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            }
        }
        catch (HttpRequestException)
        {
            context.Response.StatusCode = 502;
        }
    }

    private Uri At(HttpContext context) => new(_store, $"{context.Request.Path}{context.Request.QueryString}");
}

/// <summary>A write on its way.</summary>
/// <param name="Context">The request.</param>
/// <param name="Lines">What it holds.</param>
/// <param name="PassAsync">Writes some lines to the store and returns its status.</param>
public sealed record ProxiedWrite(HttpContext Context, string[] Lines, Func<IEnumerable<string>, Task<int>> PassAsync);
