using System.Text;
using HeartMonitor.Storage.Influx;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;

namespace HeartMonitor.InfluxDbClient;

/// <summary>
/// Lines to <c>/api/v2/write</c> by the package InfluxDB.Client. It carries bytes and nothing else: what a line says, what an answer means, waiting, halving and the
/// queue are ours, as for our own HTTP.
/// </summary>
/// <remarks>
/// What the library would do worse, and what is done about it (5.1.0, from its sources): its batching <c>WriteApi</c> keeps points in memory without a bound and
/// drops them after five retries, so only <c>WriteApiAsync</c> is used, and awaited. Its exception for a refused write is built with
/// <c>Convert.ToInt32(Retry-After)</c>, which throws on a date or nonsense and hides the status, so the answer is heard beneath it.
/// </remarks>
public sealed class InfluxDbClientWire : IInfluxWire
{
    /// <summary>The library refuses an empty one before it asks; VictoriaMetrics looks at none, and InfluxDB says what is wrong with this.</summary>
    private const string NoOrganisation = "-";

    private readonly InfluxOptions _options;
    private readonly TimeProvider _time;
    private readonly InfluxConnection _probe;
    private readonly Overhear _ear;
    private readonly HttpClient _http;
    private InfluxDBClient? _client;
    private string? _token;

    /// <param name="options">Where to. Version 2 or <see cref="InfluxVersion.Auto"/>.</param>
    /// <param name="time">What a date in <c>Retry-After</c> is compared with.</param>
    /// <exception cref="ArgumentException"><paramref name="options"/> cannot be used; the message names every fault.</exception>
    public InfluxDbClientWire(InfluxOptions options, TimeProvider time)
    {
        (_options, _time, _probe, _ear) = (options, time, new(options, time), new(time));
        _http = new(_ear) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Asked by our own HTTP: the library takes any server that answers a ping for one that it can write to.</summary>
    public async Task<(InfluxDialect? Dialect, InfluxAnswer Answer)> ProbeAsync(CancellationToken cancellation)
    {
        var (dialect, answer) = await _probe.ProbeAsync(cancellation).ConfigureAwait(false);
        return (dialect is null ? null : dialect with { Version = InfluxVersion.V2 }, answer);
    }

    public async Task<InfluxAnswer> PostAsync(InfluxDialect dialect, ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        if (ReadToken() is not { } token) return new(InfluxVerdict.Misconfigured, "The file with the token cannot be read.");
        using var patience = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        _ear.Heard = null;
        try
        {
            await ClientWith(token).GetWriteApiAsync().WriteRecordAsync(
                Encoding.UTF8.GetString(lines.Span).TrimEnd('\n'), WritePrecision.Us, _options.Bucket,
                _options.Org.Length == 0 ? NoOrganisation : _options.Org, either.Token).ConfigureAwait(false);
            return _ear.Heard ?? new(InfluxVerdict.Busy, "The library sent nothing.");
        }
#pragma warning disable CA1031 // What the library throws at a fault of the world is not told by its types; what the server said was heard.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            cancellation.ThrowIfCancellationRequested();
            return _ear.Heard ?? new(InfluxVerdict.Busy, patience.IsCancellationRequested ? "No answer in time." : $"Not reachable: {(fault.InnerException ?? fault).Message}");
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _http.Dispose();
        _probe.Dispose();
    }

    /// <summary>The token as the file has it now; empty without a file, null when it cannot be read.</summary>
    private string? ReadToken()
    {
        try
        {
            return _options.TokenFile is { } file ? System.IO.File.ReadAllText(file).Trim() : "";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A client for each token: the library takes it at its making.</summary>
    private InfluxDBClient ClientWith(string token)
    {
        if (_client is not null && _token == token) return _client;
        _client?.Dispose();
        var settings = new InfluxDBClientOptions(_options.Url.AbsoluteUri) { Timeout = _options.Timeout, AllowHttpRedirects = false, HttpClient = _http };
        if (token.Length > 0) settings.Token = token;
        (_client, _token) = (new InfluxDBClient(settings), token);
        _client.EnableGzip();
        return _client;
    }
}
