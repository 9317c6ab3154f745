using System.Net;
using System.Security.Cryptography.X509Certificates;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Topics;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// Stands between a client and the server library: lets <see cref="GatewayChannel"/> take the packets of straps, and
/// gives a client that comes without an id one, as the standard asks for. The server library turns such clients of 3.1.1 away, and
/// with them every plain <c>mosquitto_sub</c> and <c>mosquitto_pub</c>.
/// </summary>
internal sealed class NamedClientChannel(IMqttChannelAdapter inner, GatewayChannel gateway) : IMqttChannelAdapter
{
    /// <summary>How ids made here begin when there is no user.</summary>
    internal const string Prefix = "anon";

    public long BytesReceived => inner.BytesReceived;

    public long BytesSent => inner.BytesSent;

    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

    /// <summary>The id that was given, or null when the client brought its own.</summary>
    internal string? GivenId { get; private set; }

    /// <summary>The client has shown who it is.</summary>
    internal void Admit(Caller caller) => gateway.Admit(caller);

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        var packet = await gateway.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        if (packet is MqttConnectPacket { ClientId: null or "", CleanSession: true } connect)
        {
            var user = TopicLevel.IsValid(connect.Username) ? connect.Username : Prefix;
            connect.ClientId = GivenId = $"{user}-{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 8))}";
        }

        return packet;
    }

    public void ResetStatistics() => inner.ResetStatistics();

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken) =>
        gateway.Swallows(packet) ? Task.CompletedTask : inner.SendPacketAsync(packet, cancellationToken);

    public void Dispose()
    {
        gateway.Dispose();
        inner.Dispose();
    }
}
