using HeartMonitor.Core.Ports;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Research.Reports;

namespace HeartMonitor.Host.Query;

/// <summary><c>GET sessions/{sid}/chart</c> and <c>GET sessions/{sid}/report</c>: a session for somebody's eyes, while it runs and ever after.</summary>
internal static class ChartEndpoints
{
    /// <summary>The report is one file with its own style and no script.</summary>
    private const string ReportPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sessions/{sid}/chart", ChartAsync).WithName("chart").RequireRole(RoleConventions.Readers).AllowWatching();
        api.MapGet("/sessions/{sid}/report", ReportAsync).WithName("report").RequireRole(RoleConventions.Floor);
    }

    private static Task<IResult> ChartAsync(string sid, HttpContext context, StoredSessions store, TabletOptions tablet, CancellationToken cancellation)
    {
        var query = QueryText.Of(context, "language");
        var language = query.Text("language") is null ? null : query.Choice("language", "", [.. store.Setup.Alarms.Languages]);
        var isStaff = context.Asker() is not { Caller.Role: Role.Researcher };
        return QueryEndpoints.OfSessionAsync(sid, context, store, query, $"chart|{language}|{isStaff}", stored =>
        {
            var chart = new SessionChartBuilder(store.Read(stored), isStaff, alert => tablet.Languages?.In(alert, language) ?? alert.Text).Build();
            context.Response.Headers.CacheControl = "no-store"; // notes of staff are kept nowhere else
            return TypedResults.Json(chart, QueryJson.Context.SessionChart);
        }, cancellation);
    }

    private static Task<IResult> ReportAsync(string sid, HttpContext context, StoredSessions store, TabletOptions tablet, CancellationToken cancellation)
    {
        var query = QueryText.Of(context, "format", "language");
        var format = query.Choice("format", "html", "html", "pdf");
        var language = query.Text("language") is null ? tablet.Language : query.Choice("language", "en", [.. ReportWords.Languages]);
        return QueryEndpoints.OfSessionAsync(sid, context, store, query, $"report|{format}|{language}", stored =>
        {
            var words = ReportWords.In(language) ?? ReportWords.In("en")!;
            var report = store.ReportOf(stored, tablet.Languages?.SetupIn(words.Language) ?? store.Setup, words);
            context.Response.Headers.CacheControl = "no-store"; // it names medicines
            context.Response.Headers.ContentSecurityPolicy = ReportPolicy;
            context.Response.Headers.ContentDisposition = $"inline; filename=\"{stored.Session}.{format}\"";
            return format == "pdf" ? Results.Bytes(PdfReport.Write(report), "application/pdf") : Results.Bytes(HtmlReport.Write(report), "text/html; charset=utf-8");
        }, cancellation);
    }
}
