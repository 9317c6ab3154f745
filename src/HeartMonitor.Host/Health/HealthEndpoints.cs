using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Mqtt;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Pipeline.Gateways;
using HeartMonitor.Storage.Influx;

namespace HeartMonitor.Host.Health;

/// <summary><c>/health/live</c> (the process answers), <c>/health/ready</c> (journal writable, rules loaded, clock at the present), <c>/health/alarm-path</c> (would an alert reach somebody), <c>/contract/asyncapi.yaml</c>.</summary>
internal static class HealthEndpoints
{
    internal static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        // As the console: a page that points its own name at this machine learns nothing of it.
        endpoints = endpoints.MapGroup("").AddEndpointFilter(new BrowserGuard(endpoints.ServiceProvider.GetRequiredService<TabletOptions>()).ForData);
        endpoints.MapGet("/health/live", () => Results.Text("live\n")).AllowEverybody();
        endpoints.MapGet("/health/ready", (MonitorHost monitor, LiveBoard board) =>
        {
            var health = monitor.Health() with { Alerts = AlertsOf(board) };
            return Results.Json(health, statusCode: health.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).AllowHereOr(RoleConventions.Readers);
        endpoints.MapGet("/health/alarm-path", (MonitorHost monitor, LiveBoard board, TabletPresence presence) =>
        {
            var path = AlarmPath.Of(monitor, board, presence);
            return Results.Json(path, statusCode: path.IsWorking ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).AllowHereOr(RoleConventions.Readers);
        endpoints.MapGet("/contract/asyncapi.yaml", () => Results.Text(AsyncApiDocument.Text, "application/yaml")).AllowHereOr(RoleConventions.Readers);
    }

    private static ServiceAlert[] AlertsOf(LiveBoard board) =>
        [.. board.Snapshot().Alerts.Where(a => Identity.IsOfService(a.Subject)).Select(a => new ServiceAlert(a.Data.Aid, a.Data.Code, a.Data.Priority, a.Data.State, a.Data.Since))];
}

/// <summary>How the parts are. A store or a broker that is down is degraded, not unhealthy: monitoring goes on.</summary>
/// <param name="IsReady">The journal takes rows, and the clock has caught up.</param>
/// <param name="IsCatchingUp">The simulator's people have been at work for a while: that while is being played.</param>
/// <param name="BrokenSessions">Sessions that nothing watches: the fold broke, or a damaged journal did not give it back at the start and the person has begun no other since.</param>
/// <param name="Sinks">Each sink: name, state, rows behind, last error.</param>
internal sealed record MonitorHealth(
    bool IsReady,
    bool IsCatchingUp,
    string Journal,
    long JournalPending,
    long DroppedSamples,
    long RefusedAtTheDoor,
    long UnknownStraps,
    int Sessions,
    int BrokenSessions,
    IReadOnlyList<SinkHealth> Sinks,
    GatewayHealth Gateways)
{
    /// <summary>How many times faster than life the service's clock runs.</summary>
    public double ClockSpeed { get; init; } = 1;

    /// <summary>Open alerts of the service as a whole; none makes it unready.</summary>
    public IReadOnlyList<ServiceAlert> Alerts { get; init; } = [];
}

/// <summary>An open alert of the service, without its words: they may name people, and everybody may ask for health.</summary>
internal sealed record ServiceAlert(string Id, AlertCode Code, AlertPriority Priority, AlertState State, DateTimeOffset Since);

/// <summary>What came from gateways since the start, in packets, save for <paramref name="Malformed"/>, <paramref name="Held"/> and <paramref name="Standing"/>, in messages.</summary>
/// <param name="Heard">Gateways that are heard now.</param>
/// <param name="Taken">Packets that counted as now.</param>
/// <param name="Late">Stored and not judged.</param>
/// <param name="Duplicates">Came before, from this gateway or another.</param>
/// <param name="Unknown">Of straps that nobody wears.</param>
/// <param name="Refused">More than a strap can send.</param>
/// <param name="Malformed">Not in the form of the contract.</param>
/// <param name="Held">A gateway had too much under way.</param>
/// <param name="Standing">Messages of gateways whose clock stands still.</param>
internal sealed record GatewayHealth(int Heard, long Taken, long Late, long Duplicates, long Unknown, long Refused, long Malformed, long Held, long Standing)
{
    internal static GatewayHealth Of(GatewayTally straps, GatewayInboxState inbox) =>
        new(straps.Gateways, straps.Taken, straps.Late, straps.Duplicates, straps.Unknown, straps.Refused, inbox.Malformed, inbox.Held, straps.Standing);
}

/// <param name="Name">The sink's.</param>
/// <param name="State">Up, Down, or Refusing: it answers, and refused 10 rows for good within the hour.</param>
/// <param name="Behind">Committed rows that it does not have.</param>
/// <param name="LastError">Why it is down; of the MQTT link its newest failure, which stays. Holds no secret.</param>
internal sealed record SinkHealth(string Name, string State, long Behind, string? LastError)
{
    /// <summary>Of the rows behind, those of an outage, which follow the fresh ones.</summary>
    public long Backlog { get; init; }

    /// <summary>Age of the oldest row that it does not have.</summary>
    public double OldestSeconds { get; init; }

    /// <summary>Rows that it will never take as it is; <c>monitor dead-letters</c> lists them.</summary>
    public long DeadLetters { get; init; }

    public int DeadLettersLastHour { get; init; }

    /// <summary>What counting its points found; null where nothing is counted.</summary>
    public InfluxAuditStatus? Audit { get; init; }
}
