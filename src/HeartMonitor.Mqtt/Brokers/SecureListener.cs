using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// The embedded broker's door to the network: TCP on all addresses, TLS 1.2 or later, then the same way as from loopback. Who comes in here shows who it is
/// (<see cref="BrokerGuard"/>). What strangers can hold is bounded, so that this machine's own clients always find room.
/// </summary>
internal sealed class SecureListener(MqttOptions options, Func<Stream, EndPoint?, Task> serve, Action refused, TimeProvider clock, ILogger logger)
{
    /// <summary>Of <see cref="EmbeddedBroker.MaxConnections"/>; the rest is for this machine.</summary>
    internal const int MaxClients = EmbeddedBroker.MaxConnections - 20;

    /// <summary>Handshakes under way at once; each costs a signature.</summary>
    internal const int MaxHandshakes = 16;

    /// <summary>Ours: a slow radio link needs two seconds.</summary>
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryPort = TimeSpan.FromSeconds(10);

    private int _clients;
    private int _handshakes;

    /// <summary>The port that is really open; 0 before that.</summary>
    internal int Port { get; private set; }

    /// <summary>Accepts until it is told to stop. A port that another program holds is tried again, and the broker on loopback goes on meanwhile.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var listener = Socket.OSSupportsIPv6 ? TcpListener.Create(options.TlsPort!.Value) : new TcpListener(IPAddress.Any, options.TlsPort!.Value);
                listener.Start(backlog: 64);
                Port = ((IPEndPoint)listener.LocalEndpoint).Port;
                while (true) Take(await listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false), cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException fault)
            {
                if (Port == 0) MqttLog.SecurePortTaken(logger, options.TlsPort!.Value, fault.SocketErrorCode);
                await Task.Delay(Port == 0 ? RetryPort : TimeSpan.FromMilliseconds(200), clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(TcpClient client, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _clients) <= MaxClients && Volatile.Read(ref _handshakes) < MaxHandshakes)
        {
            _ = ServeAsync(client, cancellation);
            return;
        }

        Interlocked.Decrement(ref _clients);
        client.Dispose();
        refused();
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellation)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                var remote = client.Client.RemoteEndPoint;
                var secure = new SslStream(client.GetStream());
                await using (secure.ConfigureAwait(false))
                {
                    await GreetAsync(secure, cancellation).ConfigureAwait(false);
                    await serve(secure, remote).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or AuthenticationException or ObjectDisposedException or OperationCanceledException
                                       or InvalidOperationException or MQTTnet.Exceptions.MqttCommunicationException)
        {
            // No TLS, no trust in our certificate, or it went away; the others are not concerned.
        }
        finally
        {
            Interlocked.Decrement(ref _clients);
        }
    }

    private async Task GreetAsync(SslStream secure, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(HandshakeLimit);
        Interlocked.Increment(ref _handshakes);
        try
        {
            var how = new SslServerAuthenticationOptions { ServerCertificateContext = options.Certificate!(), EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
            await secure.AuthenticateAsServerAsync(how, patience.Token).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _handshakes);
        }
    }
}
