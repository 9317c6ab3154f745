using System.Net;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt;

/// <summary>
/// The MQTT side of the service: a broker (embedded or external), what goes out through it and what comes in. The host makes one, calls
/// <see cref="MqttAlertTarget.Restore"/> on <see cref="Alerts"/>, gives <see cref="Alerts"/> to its forwarder, offers live values to
/// <see cref="Live"/> and keeps <see cref="RunAsync"/> running.
/// </summary>
public sealed class MqttLink : IAsyncDisposable
{
    private readonly IBroker _broker;
    private readonly LinkCore _core;

    /// <param name="options">Validated settings.</param>
    /// <param name="node">Name of this service in topics, <c>[a-z0-9_-]{1,40}</c>, such as <c>svc</c>.</param>
    /// <param name="epoch">Number of the service's start, growing with every start.</param>
    /// <param name="submit">The door for commands; awaited until the journal has committed.</param>
    /// <param name="clock">For stamps and expiry. Network deadlines and the 1 Hz beat run on real time, however fast this clock is.</param>
    /// <param name="logger">No payload, topic of a client or credential is ever logged.</param>
    /// <param name="clients">Who may speak to the embedded broker; null: whoever the options say.</param>
    /// <exception cref="ArgumentException">The settings or the node's name are not valid.</exception>
    public MqttLink(MqttOptions options, string node, long epoch, SubmitCommand submit, TimeProvider clock, ILogger<MqttLink> logger, IClientDirectory? clients = null)
    {
        if (options.Validate() is { Count: > 0 } faults) throw new ArgumentException(string.Join(' ', faults), nameof(options));
        if (!TopicLevel.IsValid(node)) throw new ArgumentException("The node must be 1 to 40 characters of a-z, 0-9, _ and -.", nameof(node));
        var tally = new LinkTally();
        _broker = options.IsEmbedded
            ? new EmbeddedBroker(options, tally, clock, logger, clients)
            : new ExternalBroker(options, node, tally, clock, logger);
        _core = new(_broker, new(options.Site), node, epoch, submit, tally, clock, logger);
    }

    /// <summary>Alerts, prompts and session states from the journal.</summary>
    public MqttAlertTarget Alerts => _core.Alerts;

    /// <summary>Live values.</summary>
    public MqttLiveFeed Live => _core.Live;

    /// <summary>Packets that gateways send; without a subscriber they are refused.</summary>
    public GatewayInbox Gateways => _core.Gateways;

    /// <summary>How straps fare.</summary>
    public MqttDeviceFeed Devices => _core.Devices;

    /// <summary>For health and metrics.</summary>
    public MqttLinkState State => _core.State;

    /// <summary>Port of the embedded broker with TLS; 0 for none.</summary>
    public int SecurePort => (_broker as EmbeddedBroker)?.SecurePort ?? 0;

    /// <summary>Port of the embedded broker on 127.0.0.1 (the real one, if it was configured as 0); null with an external broker.</summary>
    public int? EmbeddedPort => (_broker as EmbeddedBroker)?.Port;

    /// <summary>Says how the service is: <c>starting</c>, <c>ready</c>, <c>degraded</c> or <c>stopping</c>; retained, and repeated in the beat.</summary>
    /// <param name="state">One of these words.</param>
    /// <param name="journalLag">Rows not yet committed.</param>
    public void ReportService(string state, long journalLag = 0) => _core.ReportService(state, journalLag);

    /// <summary>
    /// Runs until cancelled: serves or connects, beats once a second, publishes, sweeps. A taken port or an absent broker is retried
    /// and never ends it. On cancellation says <c>stopping</c> and closes within about 2 s.
    /// </summary>
    public Task RunAsync(CancellationToken cancellation) => _core.RunAsync(cancellation);

    /// <summary>
    /// Serves an MQTT client of the embedded broker that came by WebSocket (sub-protocol <c>mqtt</c>) under the same rules as TCP; returns
    /// when it has gone. The host checks the origin. Closes the stream at once when there is no embedded broker.
    /// </summary>
    /// <param name="stream">Binary messages as a stream, such as <c>WebSocketStream.Create</c> makes.</param>
    /// <param name="remote">Where the client is.</param>
    public Task ServeAsync(Stream stream, EndPoint? remote) =>
        _broker is EmbeddedBroker embedded ? embedded.ServeAsync(stream, remote) : stream.DisposeAsync().AsTask();

    /// <summary>Ends the connections of an account or token at the embedded broker; null: of those that came without a name.</summary>
    public Task DropAsync(string? principal) => (_broker as EmbeddedBroker)?.DropAsync(principal) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
