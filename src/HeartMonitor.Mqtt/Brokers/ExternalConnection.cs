using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Mqtt.Topics;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// One connection to an external broker, from connect to loss; never reused. The library's own notice of a loss cannot be trusted while
/// publishes are in flight (MQTTnet #2244), so the connection is pinged from outside.
/// </summary>
internal sealed class ExternalConnection : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DisconnectLimit = TimeSpan.FromSeconds(1);

    /// <summary>Two misses of 1.5 s after at most 2 s: a silent broker is given up within 5 s (F2 asks for 6).</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PingLimit = TimeSpan.FromMilliseconds(1500);

    /// <summary>The broker gives us up, and publishes the will, after one and a half times this.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(6);

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
        limit.CancelAfter(ConnectLimit);
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
    internal async Task<string> UntilLostAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var pause = Task.Delay(PingEvery, cancellation);
            if (await Task.WhenAny(_lost.Task, pause).ConfigureAwait(false) == _lost.Task) return await _lost.Task.ConfigureAwait(false);
            await pause.ConfigureAwait(false);
            if (!await PingAsync(cancellation).ConfigureAwait(false) && !await PingAsync(cancellation).ConfigureAwait(false))
                return "The MQTT broker does not answer.";
        }
    }

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

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(DisconnectLimit);
        try
        {
            var goodbye = new MqttClientDisconnectOptions { Reason = MqttClientDisconnectOptionsReason.NormalDisconnection };
            if (_client.IsConnected) await _client.DisconnectAsync(goodbye, limit.Token).WaitAsync(DisconnectLimit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is being thrown away; whatever it says about its end helps nobody.
        }

        _client.Dispose();
    }

    private async Task<bool> PingAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(PingLimit);
        try
        {
            await _client.PingAsync(limit.Token).WaitAsync(PingLimit, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

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
        if (UpTopic.Parse(message.Topic, _options.Site) is not { Kind: not UpKind.State } topic) return;

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

    private MqttClientOptions Settings(string clientId, OutboundMessage will)
    {
        var uri = _options.BrokerUri ?? throw new InvalidOperationException("Mqtt:Broker was not validated.");
        var isSecure = uri.Scheme == "mqtts";
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(uri.Host, uri.Port > 0 ? uri.Port : isSecure ? 8883 : 1883)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(clientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(SessionExpirySeconds)
            .WithReceiveMaximum(_options.TakesPackets ? ReceiveMaximumWithPackets : ReceiveMaximum)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(ConnectLimit)
            .WithWillTopic(will.Topic)
            .WithWillPayload(will.Payload)
            .WithWillContentType("application/json")
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain(true);
        if (_options.Username is { } user) builder.WithCredentials(user, Secrets.ReadPassword(_options));
        if (isSecure) builder.WithTlsOptions(tls => Secure(tls, uri.Host));
        return builder.Build();
    }

    private void Secure(MqttClientTlsOptionsBuilder tls, string host)
    {
        tls.UseTls().WithTargetHost(host).WithSslProtocols(System.Security.Authentication.SslProtocols.None);
        if (_options.CaFile is null) return;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(_options.CaFile);
        tls.WithTrustChain(authorities);
    }
}
