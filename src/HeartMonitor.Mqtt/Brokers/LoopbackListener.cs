using System.Net;
using System.Net.Sockets;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Gateways;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// The embedded broker's door: TCP on 127.0.0.1, and streams that the host hands over (WebSocket). Limits the number of connections and
/// the length of packets before the server library sees them.
/// </summary>
internal sealed class LoopbackListener(MqttOptions settings, int maxPacketBytes, int maxConnections, GatewayInbox gateways, Action refused, IClientDirectory? directory = null) : IMqttServerAdapter
{
    private readonly CancellationTokenSource _stop = new();
    private TcpListener? _listener;
    private IMqttNetLogger _logger = MqttNetNullLogger.Instance;
    private int _connections;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>The port that is really open; 0 before the start.</summary>
    internal int Port { get; private set; }

    /// <exception cref="SocketException">The port cannot be opened.</exception>
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _logger = logger;
        var listener = new TcpListener(IPAddress.Loopback, settings.Port);
        try
        {
            listener.Start(backlog: 64);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        _listener = listener;
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync(listener, _stop.Token);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _stop.Cancel();
        _listener?.Stop();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _listener?.Dispose();
    }

    /// <summary>Serves one client until it goes. Returns at once when there are too many.</summary>
    internal async Task ServeAsync(Stream stream, EndPoint? remote)
    {
        var isAdmitted = Interlocked.Increment(ref _connections) <= maxConnections;
        try
        {
            if (isAdmitted && ClientHandler is { } handle) await HandleAsync(stream, remote, handle).ConfigureAwait(false);
            else refused();
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(Stream stream, EndPoint? remote, Func<IMqttChannelAdapter, Task> handle)
    {
        var here = new IPEndPoint(IPAddress.Loopback, Port);
        using var limited = new PacketLimitStream(stream, maxPacketBytes);
        using var channel = new MqttTcpChannel(limited, here, remote ?? here, null);
        using var client = new MqttChannelAdapter(channel, new(new(4096, 65535)), _logger);
        using var packets = new GatewayChannel(client, settings, gateways, directory);
        using var adapter = new NamedClientChannel(client, packets);
        await handle(adapter).ConfigureAwait(false);
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
                client.NoDelay = true;
                _ = ServeSocketAsync(client);
            }
            catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // Out of handles, or a client that left in between: the next accept may work.
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeSocketAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream(), client.Client.RemoteEndPoint).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or OperationCanceledException
                                           or InvalidOperationException or MQTTnet.Exceptions.MqttCommunicationException)
            {
                // The client went away or broke the protocol; the others are not concerned.
            }
        }
    }
}
