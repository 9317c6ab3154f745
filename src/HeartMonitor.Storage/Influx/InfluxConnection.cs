using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HeartMonitor.Storage.Influx;

/// <summary>One server over HTTP: finds out what it is, posts lines to it. Never follows a redirect, so a token goes to one host only.</summary>
public sealed class InfluxConnection : IInfluxWire
{
    /// <summary>More of an error body than this is not read.</summary>
    private const int LongestError = 2_048;

    /// <summary>More of an answer than this is not read.</summary>
    private const int LongestBody = 1 << 20;

    private readonly InfluxOptions _options;
    private readonly TimeProvider _time;
    private readonly MemoryStream _compressed = new();
    private readonly HttpClient _http;

    /// <exception cref="ArgumentException"><paramref name="options"/> cannot be used; the message names every fault.</exception>
    public InfluxConnection(InfluxOptions options, TimeProvider time)
    {
        if (options.Faults() is { Count: > 0 } faults) throw new ArgumentException(string.Join(' ', faults), nameof(options));
        (_options, _time) = (options, time);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Posts uncompressed <paramref name="lines"/>; any fault of the world is an answer.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public Task<InfluxAnswer> PostAsync(InfluxDialect dialect, ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, InfluxEndpoint.Write(_options, dialect.Version))
        {
            Content = Compress(lines),
        };
        return AnswerAsync(request, dialect.Version, null, cancellation);
    }

    /// <summary>Asks the server what it is; the answer says why when that is null.</summary>
    public async Task<(InfluxDialect? Dialect, InfluxAnswer Answer)> ProbeAsync(CancellationToken cancellation)
    {
        if (_options.Version != InfluxVersion.Auto && _options.StringFields != StringFields.Auto)
            return (new(_options.Version, _options.StringFields == StringFields.On, _options.SessionTag), new(InfluxVerdict.Stored, ""));

        var probe = new InfluxProbe(_options);
        var answer = await SendAsync(Get("ping"), probe.ReadPing, cancellation).ConfigureAwait(false);
        if (!probe.IsDone && probe.WasReached)
            answer = await SendAsync(Get("health"), probe.ReadHealth, cancellation).ConfigureAwait(false);
        return (probe.WasReached ? probe.Conclude() : null, answer);
    }

    /// <summary>Asks a question; the body is the answer's whole text, at most 1 MB of it, or null when it is not told.</summary>
    internal async Task<(string? Body, InfluxAnswer Answer)> AskAsync(HttpRequestMessage question, InfluxVersion version, CancellationToken cancellation)
    {
        string? told = null;
        var answer = await AnswerAsync(question, version, (response, body) => told = response.IsSuccessStatusCode ? body : null, cancellation).ConfigureAwait(false);
        return (told, answer);
    }

    public void Dispose()
    {
        _http.Dispose();
        _compressed.Dispose();
    }

    private HttpRequestMessage Get(string path) => new(HttpMethod.Get, InfluxEndpoint.At(_options, path));

    private async Task<InfluxAnswer> AnswerAsync(
        HttpRequestMessage request, InfluxVersion version, Action<HttpResponseMessage, string>? look, CancellationToken cancellation)
    {
        try
        {
            request.Headers.Authorization = InfluxEndpoint.Authorization(_options, version);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            request.Dispose();
            return new(InfluxVerdict.Misconfigured, "The file with the password or token cannot be read.");
        }

        return await SendAsync(request, look, cancellation).ConfigureAwait(false);
    }

    /// <param name="look">Reads an answer; null for a write, whose answer is judged as one.</param>
    private async Task<InfluxAnswer> SendAsync(
        HttpRequestMessage request, Action<HttpResponseMessage, string>? look, CancellationToken cancellation)
    {
        using var disposed = request;
        using var patience = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var isStored = look is null && response.StatusCode == HttpStatusCode.NoContent;
            var body = isStored ? "" : await ReadStartAsync(response, look is null ? LongestError : LongestBody, either.Token).ConfigureAwait(false);
            look?.Invoke(response, body);
            return look is null
                ? InfluxAnswer.OfWrite(response, body, _time.GetUtcNow())
                : InfluxAnswer.Of(response.StatusCode, body, response.Headers.RetryAfter, _time.GetUtcNow());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(InfluxVerdict.Busy, "No answer in time.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new(InfluxVerdict.Busy, $"Not reachable: {(fault.InnerException ?? fault).Message}");
        }
    }

    private static async Task<string> ReadStartAsync(HttpResponseMessage response, int longest, CancellationToken cancellation)
    {
        var buffer = new byte[(int)Math.Min(longest, response.Content.Headers.ContentLength ?? longest)];
        var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var _ = body.ConfigureAwait(false);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private ByteArrayContent Compress(ReadOnlyMemory<byte> lines)
    {
        _compressed.SetLength(0);
        using (var gzip = new GZipStream(_compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(lines.Span);
        var content = new ByteArrayContent(_compressed.GetBuffer(), 0, (int)_compressed.Length);
        content.Headers.ContentType = new("text/plain", "utf-8");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
