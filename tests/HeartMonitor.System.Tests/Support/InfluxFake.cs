using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.System.Tests.Support;

/// <summary>An InfluxDB over real HTTP that answers as its script says and keeps what a real one would have kept.</summary>
public sealed class InfluxFake : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<Write> _writes = [];

    private InfluxFake(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>What a write request is answered; 204 unless told otherwise. Given the lines.</summary>
    public Func<HttpContext, string[], Task<int>> Answer { get; set; } = static (_, _) => Task.FromResult(204);

    /// <summary>Headers and body of <c>/ping</c>.</summary>
    public Func<HttpContext, Task> Ping { get; set; } = Version("1.8.10");

    public Func<HttpContext, Task> Health { get; set; } = static context =>
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    /// <summary>Every write request in order of arrival.</summary>
    public IReadOnlyList<Write> Writes
    {
        get { lock (_gate) return [.. _writes]; }
    }

    /// <summary>The lines of the requests that were answered with success.</summary>
    public IReadOnlyList<string> StoredLines => [.. Writes.Where(write => write.Status is >= 200 and < 300).SelectMany(write => write.Lines)];

    public static Func<HttpContext, Task> Version(string version) => context =>
    {
        context.Response.StatusCode = 204;
        context.Response.Headers["X-Influxdb-Version"] = version;
        return Task.CompletedTask;
    };

    /// <param name="port">Of loopback; 0 takes a free one.</param>
    public static async Task<InfluxFake> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(global::System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var app = builder.Build();
        var fake = new InfluxFake(app);
        app.Map("/ping", context => fake.Ping(context));
        app.Map("/health", context => fake.Health(context));
        app.MapFallback(fake.TakeWrite);
        await app.StartAsync();
        return fake;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeWrite(HttpContext context)
    {
        using var raw = new MemoryStream();
        await context.Request.Body.CopyToAsync(raw, context.RequestAborted);
        raw.Position = 0;
        var isCompressed = context.Request.Headers.ContentEncoding == "gzip";
        await using Stream body = isCompressed ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        var text = await new StreamReader(body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var status = await Answer(context, lines);
        if (!context.Response.HasStarted) context.Response.StatusCode = status;
        var address = $"{context.Request.Path}{context.Request.QueryString}";
        lock (_gate) _writes.Add(new(address, context.Request.Headers.Authorization.ToString(), isCompressed, text.Length, lines, status));
    }

    /// <summary>One write request as it arrived, and its answer.</summary>
    public sealed record Write(string Address, string Authorization, bool IsCompressed, int Length, string[] Lines, int Status);
}
