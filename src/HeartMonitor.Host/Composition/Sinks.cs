using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Health;
using HeartMonitor.Host.Lan;
using HeartMonitor.Mqtt;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// Where stored rows go, by configuration: MQTT always, InfluxDB when an address is set. Each has its own position in the journal and its
/// own loop, so none can slow another or the alerts. A new sink is one <see cref="Core.Ports.IForwardTarget"/> and one line in <see cref="Create"/>.
/// What belongs to InfluxDB alone is in <see cref="InfluxStore"/>.
/// </summary>
internal sealed class Sinks : IAsyncDisposable
{
    private readonly SqliteJournal _journal;
    private readonly MqttLink _mqtt;
    private readonly InfluxStore? _influx;
    private readonly List<JournalForwarder> _forwarders = [];
    private readonly MonitorSettings _settings;

    private Sinks(MonitorSettings settings, SqliteJournal journal, MqttLink mqtt, InfluxStore? influx) =>
        (_settings, _journal, _mqtt, _influx) = (settings, journal, mqtt, influx);

    internal static Sinks Create(MonitorSettings settings, SqliteJournal journal, SubmitCommand submit, IClientDirectory clients, ServedCertificate? served, TimeProvider time, ILoggerFactory logs)
    {
        var mqtt = new MqttLink(MqttOptionsOf(settings) with { Certificate = served is null ? null : () => served.Context }, "svc", journal.Epoch, submit, time, logs.CreateLogger<MqttLink>(), clients);
        var influx = InfluxStore.Create(settings, InfluxOptionsOf(settings), journal, logs);
        var sinks = new Sinks(settings, journal, mqtt, influx);
        sinks._forwarders.Add(new(journal, mqtt.Alerts, new() { Gather = TimeSpan.Zero }, TimeProvider.System, logs.CreateLogger($"HeartMonitor.{mqtt.Alerts.Name}")));
        if (influx is not null) sinks._forwarders.AddRange(influx.Forwarders);
        return sinks;
    }

    /// <summary>The MQTT settings in the adapter's own terms, for the check before the start.</summary>
    internal static MqttOptions MqttOptionsOf(MonitorSettings settings) => new()
    {
        Site = settings.Site,
        Broker = settings.Mqtt.Broker,
        Port = settings.Mqtt.Port,
        TlsPort = settings.Mqtt.TlsPort,
        Username = settings.Mqtt.Username,
        PasswordFile = settings.Mqtt.PasswordFile,
        CaFile = settings.Mqtt.CaFile,
        TakesPackets = settings.Sources.Contains("mqtt"),
    };

    /// <summary>The InfluxDB settings in the adapter's own terms; null when there is none.</summary>
    internal static InfluxOptions? InfluxOptionsOf(MonitorSettings settings) => !Uri.TryCreate(settings.Influx.Url, UriKind.Absolute, out var url) ? null : new()
    {
        Url = url,
        Version = settings.Influx.Version switch { "1" => InfluxVersion.V1, "2" => InfluxVersion.V2, "3" => InfluxVersion.V3, _ => InfluxVersion.Auto },
        Database = settings.Influx.Database,
        RetentionPolicy = settings.Influx.RetentionPolicy,
        SessionTag = settings.Influx.SessionTag,
        Org = settings.Influx.Org,
        Bucket = settings.Influx.Bucket,
        Username = settings.Influx.Username,
        PasswordFile = settings.Influx.PasswordFile,
        TokenFile = settings.Influx.TokenFile,
        Site = settings.Site,
    };

    /// <summary>What MQTT must know about sessions that were open before this start.</summary>
    internal void Restore(IEnumerable<JournalRow> rows) => _mqtt.Alerts.Restore(rows);

    /// <summary>Packets that gateways send to the broker.</summary>
    internal GatewayInbox Gateways => _mqtt.Gateways;

    /// <summary>Live values, as they are released.</summary>
    internal void Show(IReadOnlyList<Released> released)
    {
        foreach (var item in released)
        {
            _mqtt.Live.Offer(item);
            if (item.Live is { } live) _influx?.Offer(item.Session, live);
        }
    }

    /// <summary>An account or token may do less now: its MQTT clients come in anew or not at all.</summary>
    internal Task DropAsync(string? principal) => _mqtt.DropAsync(principal);

    internal Task ServeMqttAsync(Stream stream, System.Net.IPEndPoint? remote) => _mqtt.ServeAsync(stream, remote);

    internal IEnumerable<Task> RunAll(StrapBoard straps, CancellationToken stop) => [_mqtt.RunAsync(stop), ReportAsync(straps, stop), .. _forwarders.Select(f => f.RunAsync(stop))];

    internal IReadOnlyList<SinkHealth> Health()
    {
        var link = _mqtt.State;
        return
        [
            new("mqtt-link", link.Status.ToString(), 0, link.LastError),
            .. _forwarders.Select(f => f.Status).Select(HealthOf),
        ];
    }

    private SinkHealth HealthOf(ForwarderStatus status) => new(status.Name, StateOf(status), status.LagRows, status.LastError)
    {
        Backlog = status.BacklogRows,
        OldestSeconds = Math.Max(0, Math.Round(status.OldestAge.TotalSeconds, 1)), // a clock that runs fast is ahead of this one
        DeadLetters = status.DeadLetters,
        DeadLettersLastHour = status.DeadLettersLastHour,
        Audit = _influx?.AuditOf(status.Name),
    };

    /// <summary>Up, Down, or Refusing: it answers, and took 10 rows within the hour as rows that it will never take.</summary>
    private static string StateOf(ForwarderStatus status) => !status.IsUp ? "Down" : status.IsRefusing ? "Refusing" : "Up";

    /// <summary>How each receiver is, and whether the link that it needs is down; null where nobody can say yet, or it has none.</summary>
    internal IEnumerable<(ForwarderStatus Status, bool? IsLinkDown)> Statuses() => _forwarders.Select(f => (f.Status, f.Status.Name == _mqtt.Alerts.Name ? IsMqttDown() : null));

    private bool? IsMqttDown() => _mqtt.State.Status switch { MqttLinkStatus.Up => false, MqttLinkStatus.Down => true, _ => null };

    internal IEnumerable<string> Describe()
    {
        yield return $"MQTT:     {_mqtt.State.Broker}";
        yield return _influx is null ? "InfluxDB: off (set Influx:Url)" : $"InfluxDB: {_settings.Influx.Url}{(_settings.Influx.Client == InfluxSettings.OwnClient ? "" : $" by {_settings.Influx.Client}")}";
    }

    public async ValueTask DisposeAsync()
    {
        await _mqtt.DisposeAsync();
        _influx?.Dispose();
    }

    /// <summary>Tells the broker how the service and its straps are: a journal that fails is degraded, and staff see it.</summary>
    private async Task ReportAsync(StrapBoard straps, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
        {
            var health = _journal.Health;
            _mqtt.ReportService(health.State == JournalState.Writing ? "ready" : "degraded", health.PendingSteps);
            foreach (var row in straps.Rows()) _mqtt.Devices.Offer(row.Device, row.ToMessage(), straps.Now);
        }
        while (await timer.WaitForNextTickAsync(stop));
    }
}
