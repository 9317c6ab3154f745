using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.System.Tests.Support;

/// <summary>An InfluxDB 2.x or 3.x that keeps points as a real one does, by series and time, and can count them when asked in Flux or SQL.</summary>
public sealed partial class CountingStore : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Series, long At), long> _points = [];
    private readonly List<string> _queries = [];

    private CountingStore(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>Lines that it says 204 to and does not keep.</summary>
    public Func<string, bool> Loses { get; set; } = static _ => false;

    /// <summary>Questions are answered with 403.</summary>
    public bool Refuses { get; set; }

    public int Points
    {
        get { lock (_gate) return _points.Count; }
    }

    /// <summary>Positions of the points of a measurement.</summary>
    public IReadOnlyList<long> PositionsOf(string measurement)
    {
        lock (_gate) return [.. _points.Where(point => point.Key.Series.StartsWith(measurement + ",", StringComparison.Ordinal)).Select(point => point.Value)];
    }

    /// <summary>Addresses of the questions.</summary>
    public IReadOnlyList<string> Queries
    {
        get { lock (_gate) return [.. _queries]; }
    }

    public static async Task<CountingStore> StartAsync(string version)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var store = new CountingStore(app);
        app.Map("/ping", InfluxFake.Version(version).Invoke);
        app.MapPost("/api/v2/write", store.WriteAsync);
        app.MapPost("/api/v3/write_lp", store.WriteAsync);
        app.MapPost("/api/v2/query", context => store.QueryAsync(context, FluxQuestion(), "\r\n,result,table,_value\r\n,_result,0,{0}\r\n\r\n"));
        app.MapPost("/api/v3/query_sql", context => store.QueryAsync(context, SqlQuestion(), "[{{\"c\":{0}}}]"));
        await app.StartAsync();
        return store;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task WriteAsync(HttpContext context)
    {
        await using var body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        var text = await new StreamReader(body, Encoding.UTF8).ReadToEndAsync();
        lock (_gate)
        {
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (Loses(line)) continue;
                var point = Point().Match(line);
                _points[(point.Groups["series"].Value, Long(point, "time"))] = Long(point, "n");
            }
        }

        context.Response.StatusCode = 204;
    }

    /// <summary>A question that is not word for word in the form of the language is a 400.</summary>
    private async Task QueryAsync(HttpContext context, Regex form, string answer)
    {
        var text = await new StreamReader(context.Request.Body, Encoding.UTF8).ReadToEndAsync();
        if (text.StartsWith('{')) text = Regex.Unescape(text);
        lock (_gate) _queries.Add($"{context.Request.Path}{context.Request.QueryString}");
        var question = form.Match(text);
        context.Response.StatusCode = Refuses ? 403 : question.Success ? 200 : 400;
        if (!question.Success || Refuses) await context.Response.WriteAsync("no");
        else await context.Response.WriteAsync(string.Format(CultureInfo.InvariantCulture, answer, Count(question)));
    }

    private long Count(Match question)
    {
        var (from, to) = (Time(question.Groups["from"].Value), Time(question.Groups["to"].Value));
        var isInclusive = question.Groups["to"].Value.EndsWith('Z');
        lock (_gate)
        {
            return _points.Count(point => point.Key.Series.StartsWith(question.Groups["m"].Value + ",", StringComparison.Ordinal)
                && point.Key.Series.Contains(",site=" + question.Groups["site"].Value, StringComparison.Ordinal)
                && point.Value > Long(question, "after") && point.Value <= Long(question, "upto")
                && point.Key.At >= from && (isInclusive ? point.Key.At <= to : point.Key.At < to));
        }
    }

    /// <summary>Nanoseconds, or an ISO instant, to microseconds.</summary>
    private static long Time(string text) => text.EndsWith('Z')
        ? (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / 10
        : long.Parse(text, CultureInfo.InvariantCulture) / 1_000;

    private static long Long(Match match, string name) => long.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<series>(?:\\.|[^ ])+) .*\bn=(?<n>\d+)i (?<time>-?\d+)$")]
    private static partial Regex Point();

    [GeneratedRegex("""^from\(bucket: "b?\\?"?1?[a-z]*"\)\n  \|> range\(start: time\(v: (?<from>\d+)\), stop: time\(v: (?<to>\d+)\)\)\n  \|> filter\(fn: \(r\) => r\._measurement == "(?<m>\w+)" and r\._field == "n" and r\.site == "(?<site>\w+)" and r\._value > (?<after>\d+) and r\._value <= (?<upto>\d+)\)\n  \|> group\(\)\n  \|> count\(\)$""")]
    private static partial Regex FluxQuestion();

    [GeneratedRegex("""^\{"db":"d1","q":"SELECT count\(n\) AS c FROM (?<m>\w+) WHERE site = '(?<site>\w+)' AND n > (?<after>\d+) AND n <= (?<upto>\d+) AND time >= TIMESTAMP '(?<from>[^']+)' AND time <= TIMESTAMP '(?<to>[^']+)'","format":"json"\}$""")]
    private static partial Regex SqlQuestion();
}
