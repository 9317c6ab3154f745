using HeartMonitor.Core.Messages;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// The time-series store with everything that goes there: rows as points, minutes of heart rate, minutes of the dose while it grows, and the count of
/// what arrived. One server, one request at a time, two positions in the journal.
/// </summary>
internal sealed class InfluxStore : IDisposable
{
    private readonly InfluxTarget _target;
    private readonly InfluxAudit? _audit;

    private InfluxStore(InfluxTarget target, InfluxAudit? audit, IReadOnlyList<JournalForwarder> forwarders) =>
        (_target, _audit, Forwarders) = (target, audit, forwarders);

    internal IReadOnlyList<JournalForwarder> Forwarders { get; }

    /// <summary>Dead letters of this sink are sent again when the operator asks.</summary>
    internal static bool Resends(string sink) => sink is "influx" or "influx-1m";

    /// <summary>Null when no address is set.</summary>
    internal static InfluxStore? Create(MonitorSettings settings, InfluxOptions? options, SqliteJournal journal, ILoggerFactory logs)
    {
        if (options is null) return null;
        var (time, log) = (TimeProvider.System, logs.CreateLogger("HeartMonitor.Influx"));
        var sender = new InfluxSender(options, WireOf(settings, options, time), log);
        var target = new InfluxTarget(options, sender);
        var points = new JournalForwarder(
            journal, target, new() { Gather = TimeSpan.FromSeconds(1), FreshFirst = TimeSpan.FromSeconds(60) }, time, logs.CreateLogger("HeartMonitor.influx"));
        var minutes = new JournalForwarder(
            journal, new MinuteTarget(options, sender, journal.Reader), new() { Gather = TimeSpan.FromSeconds(5), RowsPerSend = 10_000 }, time, logs.CreateLogger("HeartMonitor.influx-1m"));
        foreach (var forwarder in new[] { points, minutes }) forwarder.ResendOnWish(settings.Data);
        InfluxAudit? audit = null;
        if (settings.Influx.AuditMinutes > 0)
        {
            audit = new(options, new() { Every = TimeSpan.FromMinutes(settings.Influx.AuditMinutes) }, target, journal.Reader, time, log);
            audit.JoinTo(points);
        }

        return new(target, audit, [points, minutes]);
    }

    internal void Offer(string session, LiveData live) => _target.Offer(session, live);

    /// <summary>What counting found at the sink of that name; null where nothing is counted.</summary>
    internal InfluxAuditStatus? AuditOf(string sink) => sink == _target.Name ? _audit?.Status : null;

    public void Dispose()
    {
        _audit?.Dispose();
        _target.Dispose();
    }

    private static IInfluxWire WireOf(MonitorSettings settings, InfluxOptions options, TimeProvider time) =>
        settings.Influx.Client == InfluxDbClientWireOf.Name ? InfluxDbClientWireOf.Create(options, time) : new InfluxConnection(options, time);
}
