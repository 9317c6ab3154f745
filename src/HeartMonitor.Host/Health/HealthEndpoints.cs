using HeartMonitor.Core;
using HeartMonitor.Host.Composition;
using HeartMonitor.Mqtt;

namespace HeartMonitor.Host.Health;

/// <summary><c>/health/live</c> (the process answers), <c>/health/ready</c> (journal writable, rules loaded), <c>/contract/asyncapi.yaml</c>.</summary>
internal static class HealthEndpoints
{
    internal static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => Results.Text("live\n"));
        endpoints.MapGet("/health/ready", (MonitorHost monitor) =>
        {
            var health = monitor.Health();
            return Results.Json(health, statusCode: health.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        endpoints.MapGet("/contract/asyncapi.yaml", () => Results.Text(AsyncApiDocument.Text, "application/yaml"));
    }
}

/// <summary>How the parts are. A store or a broker that is down is degraded, not unhealthy: monitoring goes on.</summary>
/// <param name="IsReady">The journal takes rows.</param>
/// <param name="Sinks">Each sink: name, state, rows behind, last error.</param>
internal sealed record MonitorHealth(
    bool IsReady,
    string Journal,
    long JournalPending,
    long DroppedSamples,
    long RefusedAtTheDoor,
    long UnknownStraps,
    int Sessions,
    int BrokenSessions,
    IReadOnlyList<SinkHealth> Sinks);

internal sealed record SinkHealth(string Name, string State, long Behind, string? LastError);
