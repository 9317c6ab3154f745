using System.Buffers;
using System.Threading.Channels;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Mqtt.Topics;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// The short way for packets of straps at the embedded broker: taken off the connection before the server library sees them, acknowledged
/// (QoS 1) when the journal has them. The library waits for each message before it reads the next, which would be one message a commit.
/// What it decides about stays with it: what is retained, of another principal, by topic alias or QoS 2 goes on to <see cref="BrokerGuard"/>.
/// </summary>
internal sealed class GatewayChannel(IMqttChannelAdapter inner, MqttOptions options, GatewayInbox inbox, IClientDirectory? directory = null) : IDisposable
{
    /// <summary>The library ends a connection that it reads nothing from; a client that only sends packets must look alive to it.</summary>
    private static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<(MqttPubAckPacket Packet, bool Close)> _acks = Channel.CreateUnbounded<(MqttPubAckPacket, bool)>(new() { SingleReader = true });
    private readonly TimeProvider _clock = TimeProvider.System;
    private bool _isConnected;
    private bool _isPumping;
    private volatile Caller? _caller;
    private long _lastPassed;
    private int _ownPings;

    /// <summary>The next packet that is for the library; null at the end.</summary>
    internal async Task<MqttPacket?> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var packet = await inner.ReceivePacketAsync(cancellation).ConfigureAwait(false);
            if (packet is MqttConnectPacket) _isConnected = true;
            if (packet is not MqttPublishPacket publish || !await TryTakeAsync(publish, cancellation).ConfigureAwait(false))
            {
                _lastPassed = _clock.GetTimestamp();
                return packet;
            }

            if (_clock.GetElapsedTime(_lastPassed) < SignOfLifeEvery) continue;
            _lastPassed = _clock.GetTimestamp();
            Interlocked.Increment(ref _ownPings);
            return MqttPingReqPacket.Instance;
        }
    }

    /// <summary>The client has shown who it is. The library reads nothing more from it before that.</summary>
    internal void Admit(Caller caller) => _caller = caller;

    /// <summary>True for an answer to a ping of our own, which the client did not ask for.</summary>
    internal bool Swallows(MqttPacket packet)
    {
        if (packet is not MqttPingRespPacket || Volatile.Read(ref _ownPings) == 0) return false;
        Interlocked.Decrement(ref _ownPings);
        return true;
    }

    public void Dispose() => _acks.Writer.TryComplete();

    private async ValueTask<bool> TryTakeAsync(MqttPublishPacket publish, CancellationToken cancellation)
    {
        if (!_isConnected || publish.Retain || publish.TopicAlias != 0 || publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.ExactlyOnce) return false;
        if (publish.Topic is null || UpTopic.Parse(publish.Topic, options.Site) is not { IsPackets: true } topic) return false;
        if (_caller is { } caller ? !RoleTopics.MayPublish(caller, topic) : options.Username is not null || directory is { IsRequired: true }) return false;

        var acknowledge = publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce ? Acknowledger(publish.PacketIdentifier) : null;
        var answer = inbox.Take(topic, publish.Payload, publish.Dup, acknowledge);
        while (answer is InboxAnswer.Full or InboxAnswer.Busy) // nothing more is read from this connection until there is room
        {
            await inbox.WhenRoomAsync(topic.Principal, answer, cancellation).ConfigureAwait(false);
            answer = inbox.Take(topic, publish.Payload, publish.Dup, acknowledge);
        }

        if (answer == InboxAnswer.NotWanted) return false;
        if (answer == InboxAnswer.Malformed) acknowledge?.Invoke(PacketFate.Refused);
        return true;
    }

    private Action<PacketFate> Acknowledger(ushort packetIdentifier)
    {
        if (!_isPumping)
        {
            _isPumping = true;
            _ = PumpAsync();
        }

        return fate =>
        {
            var reason = fate switch
            {
                PacketFate.Done => MqttPubAckReasonCode.Success,
                PacketFate.Refused => MqttPubAckReasonCode.PayloadFormatInvalid,
                PacketFate.NotStored => MqttPubAckReasonCode.ImplementationSpecificError,
            };

            // 3.1.1 has no way to say no: the connection is closed without PUBACK and the sender repeats.
            var close = fate == PacketFate.NotStored && inner.PacketFormatterAdapter.ProtocolVersion < MqttProtocolVersion.V500;
            _acks.Writer.TryWrite((new() { PacketIdentifier = packetIdentifier, ReasonCode = reason }, close));
        };
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var (packet, close) in _acks.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (close) await inner.DisconnectAsync(CancellationToken.None).ConfigureAwait(false);
                else await inner.SendPacketAsync(packet, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The client has gone: what is not acknowledged it sends again.
            _acks.Writer.TryComplete();
        }
    }
}
