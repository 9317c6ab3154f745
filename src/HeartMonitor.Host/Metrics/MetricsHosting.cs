using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using OpenTelemetry.Metrics;

namespace HeartMonitor.Host.Metrics;

/// <summary><c>/metrics</c> in OpenMetrics text (contracts 7): at this machine for whoever asks, over the network for whoever is signed in or has a token.</summary>
internal static class MetricsHosting
{
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0";

    /// <summary>Of .NET itself: memory, collections, threads, CPU.</summary>
    private const string Runtime = "System.Runtime";

    internal static void AddMetrics(this IServiceCollection services, MonitorHost monitor, MonitorSettings settings)
    {
        services.AddSingleton(provider => new HostMetrics(monitor, settings, provider.GetRequiredService<LiveBoard>()));
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(MonitorMeter.Name, Runtime).AddPrometheusExporter());
    }

    internal static void MapMetrics(this WebApplication app)
    {
        app.Services.GetRequiredService<HostMetrics>();
        var hosts = app.Services.GetRequiredService<TabletOptions>();
        var scraping = app.MapPrometheusScrapingEndpoint("/metrics").AllowHereOr(RoleConventions.Readers);
        scraping.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => AnswerAsync(context, hosts, next);
        });
    }

    /// <summary>One format for everybody; the exporter would answer a browser or curl in another one.</summary>
    private static Task AnswerAsync(HttpContext context, TabletOptions hosts, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsGet(request.Method) || !hosts.Serves(request.Host.Host) || request.Headers.Origin.Count > 0)
        {
            response.StatusCode = HttpMethods.IsGet(request.Method) ? StatusCodes.Status403Forbidden : StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        request.Headers.Accept = OpenMetrics;
        return next(context);
    }
}
