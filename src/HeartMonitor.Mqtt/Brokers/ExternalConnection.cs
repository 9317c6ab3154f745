using System.Buffers;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Mqtt.Topics;
using MQTTnet;
using MQTTnet.Protocol;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// One connection to an external broker, from connect to loss; never reused. The library's own notice of a loss cannot be trusted while
/// publishes are in flight (MQTTnet #2244), so the connection is pinged from outside.
/// </summary>
internal sealed class ExternalConnection : IAsyncDisposable
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(3);

    /// <summary>Seconds the broker keeps requests for a service that is away; older ones would be refused as expired anyway.</summary>
    private const uint SessionExpirySeconds = 300;

    /// <summary>Requests in flight from the broker.</summary>
    private const ushort ReceiveMaximum = 64;

    /// <summary>The same where gateways send packets, which are acknowledged a commit later: at 16 KiB each, 32 MiB at most.</summary>
    private const ushort ReceiveMaximumWithPackets = 2_048;

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MqttOptions _options;
    private readonly SiteTopics _topics;
    private readonly TimeProvider _clock;
    private readonly GatewayInbox _gateways;
    private RetainedFinder? _finder;

    internal ExternalConnection(
        MqttOptions options, SiteTopics topics, GatewayInbox gateways, TimeProvider clock, Func<InboundPublish, Func<CancellationToken, Task>, Task> onRequest)
    {
        (_options, _topics, _gateways, _clock) = (options, topics, gateways, clock);
        _client.DisconnectedAsync += args =>
        {
            _lost.TrySetResult($"The MQTT broker closed the connection ({args.Reason}).");
            return Task.CompletedTask;
        };
        _client.ApplicationMessageReceivedAsync += args => ReceiveAsync(args, onRequest);
    }

    /// <summary>Connects, subscribes to requests and looks for retained messages of ours.</summary>
    /// <returns>Topics found retained.</returns>
    /// <exception cref="Exception">Anything the library throws when it cannot.</exception>
    internal async Task<IReadOnlyCollection<string>> OpenAsync(string clientId, OutboundMessage will, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ClientSettings.ConnectLimit);
        var connected = await _client.ConnectAsync(Settings(clientId, will), limit.Token).ConfigureAwait(false);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException($"the broker refused the connection: {connected.ResultCode}");
        await SubscribeAsync(_topics.Requests, MqttQualityOfServiceLevel.AtLeastOnce, limit.Token).ConfigureAwait(false);
        if (_options.TakesPackets) await SubscribeAsync(_topics.Packets, MqttQualityOfServiceLevel.AtLeastOnce, limit.Token).ConfigureAwait(false);

        _finder = new();
        await SubscribeAsync(_topics.Retained, MqttQualityOfServiceLevel.AtMostOnce, limit.Token).ConfigureAwait(false);
        var found = await _finder.WaitAsync(cancellation).ConfigureAwait(false);
        var unsubscribe = new MqttClientUnsubscribeOptions { TopicFilters = [.. _topics.Retained] };
        await _client.UnsubscribeAsync(unsubscribe, limit.Token).ConfigureAwait(false);
        _finder = null;
        return found;
    }

    /// <summary>Returns when the connection is lost, with the reason.</summary>
    internal Task<string> UntilLostAsync(CancellationToken cancellation) => ClientLife.UntilLostAsync(_client, _lost.Task, cancellation);

    /// <summary>Null when the broker took it, else why not, in one plain sentence.</summary>
    internal async Task<string?> PublishAsync(OutboundMessage message, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(PublishLimit);
        try
        {
            var result = await _client.PublishAsync(message.ToMqtt(_clock.GetUtcNow()), limit.Token).WaitAsync(PublishLimit, cancellation).ConfigureAwait(false);
            return result.IsSuccess ? null : $"The MQTT broker refused a message ({result.ReasonCode}). The service needs to write below {_topics.Root}/dn/.";
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            return $"The MQTT broker did not take a message ({fault.GetType().Name}).";
        }
    }

    public ValueTask DisposeAsync() => ClientLife.EndAsync(_client);

    private async Task SubscribeAsync(IReadOnlyList<string> filters, MqttQualityOfServiceLevel qos, CancellationToken cancellation)
    {
        var builder = new MqttClientSubscribeOptionsBuilder();
        foreach (var filter in filters) builder.WithTopicFilter(filter, qos);
        var result = await _client.SubscribeAsync(builder.Build(), cancellation).ConfigureAwait(false);
        if (result.Items.FirstOrDefault(i => i.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            throw new IOException($"the broker refused the subscription {refused.TopicFilter.Topic}: {refused.ResultCode}");
    }

    private async Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs args, Func<InboundPublish, Func<CancellationToken, Task>, Task> onRequest)
    {
        var message = args.ApplicationMessage;
        if (message.Retain) _finder?.Saw(message.Topic);
        if (message.Retain || message.Payload.Length > EmbeddedBroker.MaxPacketBytes) return;
        if (UpTopic.Parse(message.Topic, _options.Site) is not { } topic) return;
        if (topic.Kind == UpKind.State)
        {
            _gateways.TakeState(topic, message.Payload);
            return;
        }


        args.AutoAcknowledge = false;
        if (topic.IsPackets)
        {
            await TakePacketsAsync(args, topic).ConfigureAwait(false);
            return;
        }

        await onRequest(new(topic, message.Topic, message.Payload.ToArray(), message.CorrelationData), args.AcknowledgeAsync).ConfigureAwait(false);
    }

    /// <summary>
    /// Acknowledged when the journal has it. One connection brings everybody's, so nobody waits for one gateway's flood: what is over its share is
    /// let go and counted. What is not stored stays unacknowledged, and comes again with the next connection.
    /// </summary>
    private async Task TakePacketsAsync(MqttApplicationMessageReceivedEventArgs args, UpTopic topic)
    {
        var answer = Take();
        for (; answer == InboxAnswer.Busy; answer = Take())
            await _gateways.WhenRoomAsync(topic.Principal, answer, CancellationToken.None).ConfigureAwait(false);
        if (answer != InboxAnswer.Taken) await AcknowledgeAsync(args).ConfigureAwait(false);

        InboxAnswer Take() => _gateways.Take(topic, args.ApplicationMessage.Payload, args.ApplicationMessage.Dup, fate =>
        {
            if (fate == PacketFate.NotStored) _lost.TrySetResult("The journal did not store packets; the broker is asked for them again.");
            else _ = AcknowledgeAsync(args);
        });
    }

    private static async Task AcknowledgeAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        try
        {
            await args.AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is over; the message comes again with the next.
        }
    }

    private MqttClientOptions Settings(string clientId, OutboundMessage will) => ClientSettings.Of(_options, clientId, will)
        .WithCleanStart(false)
        .WithSessionExpiryInterval(SessionExpirySeconds)
        .WithReceiveMaximum(_options.TakesPackets ? ReceiveMaximumWithPackets : ReceiveMaximum)
        .Build();
}
