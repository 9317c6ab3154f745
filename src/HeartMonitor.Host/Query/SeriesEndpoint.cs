using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;
using Microsoft.Net.Http.Headers;

namespace HeartMonitor.Host.Query;

/// <summary><c>GET sessions/{sid}/series</c>: packets, beats, or means over 1 s, 10 s or 1 min, as JSON, CSV, Parquet or an Arrow stream.</summary>
internal static class SeriesEndpoint
{
    internal static readonly string[] Resolutions = ["raw", "beats", "1s", "10s", "1m"];

    private static readonly SeriesFormat[] Formats =
    [
        new("json", "application/json", JsonTable.WriteAsync),
        new("csv", "text/csv", CsvTable.WriteAsync),
        new("parquet", "application/vnd.apache.parquet", ParquetTable.WriteAsync),
        new("arrow", "application/vnd.apache.arrow.stream", ArrowTable.WriteAsync),
    ];

    internal static IEnumerable<string> MediaTypes => Formats.Select(f => f.MediaType);

    /// <summary>Columns of a resolution, for whoever asks for some of them.</summary>
    internal static IReadOnlyList<DataColumn> ColumnsOf(string resolution) => TableOf(Empty, resolution).Columns;

    internal static Task<IResult> AnswerAsync(string sid, HttpContext context, StoredSessions store, CancellationToken cancellation)
    {
        var query = QueryText.Of(context, "resolution", "fields", "format");
        var resolution = query.Choice("resolution", "raw", Resolutions);
        var fields = query.Names("fields", [.. ColumnsOf(resolution).Select(c => c.Name)]);
        var named = query.Choice("format", "", [.. Formats.Select(f => f.Name)]);
        var format = named.Length > 0 ? Formats.Single(f => f.Name == named) : Accepted(context.Request);
        if (query.Fault is null && format is null)
            return Task.FromResult<IResult>(TypedResults.Problem($"This is told as {string.Join(", ", MediaTypes)}.", statusCode: StatusCodes.Status406NotAcceptable));
        context.Response.Headers.Vary = "Accept";
        var view = $"{resolution}|{(fields is null ? "" : string.Join(',', fields.Order(StringComparer.Ordinal)))}|{format?.Name}";
        return QueryEndpoints.OfSessionAsync(sid, context, store, query, view, stored =>
        {
            var table = TableOf(store.Read(stored).Series, resolution);
            return new TableResult(fields is null ? table : table.Only(fields), format!, $"{stored.Session}.{resolution}");
        }, cancellation);
    }

    /// <summary>The format that the client likes best of ours; JSON for one that says nothing.</summary>
    private static SeriesFormat? Accepted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var wanted) || wanted.Count == 0) return Formats[0];
        return wanted.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1)
            .Select(w => Formats.FirstOrDefault(f => new MediaTypeHeaderValue(f.MediaType).IsSubsetOf(w)))
            .FirstOrDefault(f => f is not null);
    }

    private static DataTable TableOf(SessionSeries series, string resolution) => resolution switch
    {
        "beats" => SeriesTables.Beats(series),
        "1s" => SeriesTables.Means(series, 1, resolution),
        "10s" => SeriesTables.Means(series, 10, resolution),
        "1m" => SeriesTables.Means(series, 60, resolution),
        _ => SeriesTables.Packets(series),
    };

    private static readonly SessionSeries Empty = new()
    {
        Session = "",
        Participant = "",
        StartedAt = default,
        LastAt = default,
        Person = new(null, null, null, null),
        Straps = [],
        Plans = [],
        Samples = [],
        Beats = [],
        Gaps = [],
        Phases = [],
        Pauses = [],
        Interruptions = [],
        Workloads = [],
        Answers = [],
        Words = [],
        Prompts = [],
        Alerts = [],
        Qualities = [],
        Gates = [],
        Bindings = [],
        Versions = new([], [], []),
    };
}

/// <summary>A way to write a table.</summary>
internal sealed record SeriesFormat(string Name, string MediaType, Func<DataTable, Stream, CancellationToken, Task> WriteAsync);

/// <summary>A table on its way out, a block at a time.</summary>
internal sealed class TableResult(DataTable table, SeriesFormat format, string name) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = format.MediaType;
        response.Headers["HeartMonitor-Rules"] = Version("rulesVersions");
        response.Headers["HeartMonitor-Catalogue"] = Version("catalogueVersions");
        if (table.Facts.TryGetValue("rowsLost", out var lost) && lost != "[]") response.Headers["HeartMonitor-Rows-Lost"] = lost;
        if (format.Name == "csv") response.Headers.Link = $"</api/v1/dictionary?table={table.Name}&format=csv>; rel=\"describedby\"; type=\"text/csv\"";
        if (format.Name != "json") response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{format.Name}\"";
        await format.WriteAsync(table, response.Body, httpContext.RequestAborted);
    }

    private string Version(string fact) => table.Facts.TryGetValue(fact, out var json) ? json : "[]";
}
