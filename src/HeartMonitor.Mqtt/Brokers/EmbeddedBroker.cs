using System.Net;
using System.Net.Sockets;
using HeartMonitor.Core.Ports;
using Microsoft.Extensions.Logging;
using MQTTnet.Server;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// The broker in this process: on loopback, and with TLS on the network where <see cref="MqttOptions.TlsPort"/> says so. Our messages go in by injection; a client's request is acknowledged (PUBACK) only after
/// the journal's commit, because the interceptor awaits it. Nothing in here survives the process: retained state is said again.
/// </summary>
internal sealed class EmbeddedBroker(MqttOptions options, LinkTally tally, TimeProvider clock, ILogger logger, IClientDirectory? directory = null) : IBroker
{
    /// <summary>Contracts 6.</summary>
    internal const int MaxPacketBytes = 16 * 1024;

    /// <summary>A room full of tablets and then some.</summary>
    internal const int MaxConnections = 100;

    /// <summary>Messages waiting for one slow client; then the oldest is dropped (ecosystem-reliability 2e).</summary>
    internal const int MaxPendingPerClient = 200;

    private volatile Running? _running;
    private volatile SecureListener? _secure;

    /// <summary>Time between attempts to open a port that another program holds.</summary>
    internal TimeSpan RetryPort { get; init; } = TimeSpan.FromSeconds(10);

    public string Description => $"embedded {IPAddress.Loopback}:{Port}{(options.TlsPort is { } secure ? $", and with TLS on port {(SecurePort is > 0 and var open ? open : secure)}" : "")}";

    /// <summary>The open port with TLS; 0 for none.</summary>
    internal int SecurePort => _secure?.Port ?? 0;

    /// <summary>The open port, or the configured one before it is open.</summary>
    internal int Port => _running?.Listener.Port is { } open and > 0 ? open : options.Port;

    public async Task RunAsync(IBrokerOwner owner, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (await TryStartAsync(owner).ConfigureAwait(false) is { } running)
            {
                await ServeAsync(running, owner, cancellation).ConfigureAwait(false);
                return;
            }

            await Pause(RetryPort, cancellation).ConfigureAwait(false);
        }
    }

    public async Task<bool> PublishAsync(OutboundMessage message, CancellationToken cancellation)
    {
        if (_running is not { } running) return false;
        try
        {
            var injected = new InjectedMqttApplicationMessage(message.ToMqtt(clock.GetUtcNow())) { SenderClientId = "hrm-service" };
            await running.Server.InjectApplicationMessage(injected, cancellation).ConfigureAwait(false);
            tally.CountPublished();
            return true;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ObjectDisposedException)
        {
            return false; // Stopping.
        }
    }

    /// <summary>Serves a client that came by another way than TCP, such as a WebSocket; returns when it has gone.</summary>
    internal Task ServeAsync(Stream stream, EndPoint? remote) =>
        _running is { } running ? running.Listener.ServeAsync(stream, remote) : stream.DisposeAsync().AsTask();

    /// <summary>Lets go of the clients of an account or token; null: of those that came without a name.</summary>
    internal Task DropAsync(string? principal) => _running is { } running ? running.Guard.DropAsync(principal) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is not { } running) return;
        await running.Server.StopAsync(new()).ConfigureAwait(false);
        running.Server.Dispose();
        running.Listener.Dispose();
    }

    private async Task<Running?> TryStartAsync(IBrokerOwner owner)
    {
        var listener = new LoopbackListener(options, MaxPacketBytes, MaxConnections, owner.Gateways, tally.CountRejected, directory);
        var settings = new MqttServerFactory().CreateServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithMaxPendingMessagesPerClient(MaxPendingPerClient)
            .WithPendingMessagesOverflowStrategy(MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage)
            .WithDefaultCommunicationTimeout(TimeSpan.FromSeconds(10))
            .Build();
        var server = new MqttServerFactory().CreateMqttServer(settings, [listener]);
        var guard = new BrokerGuard(options, server, owner, tally, logger, directory);
        guard.Attach();
        try
        {
            await server.StartAsync().ConfigureAwait(false);
            return new(server, listener, guard);
        }
        catch (SocketException fault)
        {
            owner.OnDown(fault.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Port {options.Port} of the embedded broker is taken by another program. Set Mqtt:Port to a free port, or Mqtt:Broker to that broker's address; trying again every {RetryPort.TotalSeconds:0} s."
                : $"Port {options.Port} of the embedded broker cannot be opened ({fault.SocketErrorCode}). See Mqtt:Port; trying again every {RetryPort.TotalSeconds:0} s.");
            await server.StopAsync(new()).ConfigureAwait(false);
            server.Dispose();
            listener.Dispose();
            return null;
        }
    }

    private async Task ServeAsync(Running running, IBrokerOwner owner, CancellationToken cancellation)
    {
        _running = running;
        _secure = options is { TlsPort: not null, Certificate: not null } ? new(options, running.Listener.ServeAsync, tally.CountRejected, clock, logger) : null;
        var secure = _secure?.RunAsync(cancellation) ?? Task.CompletedTask;
        await owner.OnConnectedAsync([], cancellation).ConfigureAwait(false);
        await Pause(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        await secure.ConfigureAwait(false);
    }

    private static async Task Pause(TimeSpan time, CancellationToken cancellation) =>
        await Task.Delay(time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private sealed record Running(MqttServer Server, LoopbackListener Listener, BrokerGuard Guard);
}
