using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Brokers;
using MQTTnet;
using MQTTnet.Protocol;

namespace HeartMonitor.Mqtt.Uplink;

/// <summary>A gateway's connection to the broker, from connect to loss; never reused.</summary>
internal sealed class UplinkConnection : IAsyncDisposable
{
    /// <summary>A service may acknowledge a commit later, and says "not stored" after 5 s; beyond this the connection is given up.</summary>
    private static readonly TimeSpan AcknowledgeLimit = TimeSpan.FromSeconds(10);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;

    internal UplinkConnection(TimeProvider clock)
    {
        _clock = clock;
        _client.DisconnectedAsync += args =>
        {
            _lost.TrySetResult($"The MQTT broker closed the connection ({args.Reason}).");
            return Task.CompletedTask;
        };
    }

    /// <exception cref="Exception">Anything the library throws when it cannot.</exception>
    internal async Task OpenAsync(MqttOptions options, string clientId, OutboundMessage will, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ClientSettings.ConnectLimit);
        var connected = await _client.ConnectAsync(ClientSettings.Of(options, clientId, will).WithCleanStart().Build(), limit.Token).ConfigureAwait(false);
        if (connected.ResultCode != MqttClientConnectResultCode.Success) throw new IOException($"the broker refused the connection: {connected.ResultCode}");
    }

    internal Task<string> UntilLostAsync(CancellationToken cancellation) => ClientLife.UntilLostAsync(_client, _lost.Task, cancellation);

    /// <summary>
    /// Waits for the acknowledgement. A message that cannot be acknowledged ends the connection; one that was refused tells why. That nobody listens
    /// is a success to MQTT, and none to us: after a broker's restart the gateway may be back before the service.
    /// </summary>
    internal async Task<(BatchFate Fate, string? Why)> PublishAsync(OutboundMessage message)
    {
        using var limit = new CancellationTokenSource(AcknowledgeLimit);
        try
        {
            var result = await _client.PublishAsync(message.ToMqtt(_clock.GetUtcNow()), limit.Token).WaitAsync(AcknowledgeLimit, CancellationToken.None).ConfigureAwait(false);
            if (result.ReasonCode == MqttClientPublishReasonCode.NoMatchingSubscribers) return (BatchFate.Keep, "Nobody at the MQTT broker listens to packets: the service is not there, or not with --source mqtt.");
            if (result.IsSuccess) return (BatchFate.Stored, null);
            return result.ReasonCode == MqttClientPublishReasonCode.PayloadFormatInvalid
                ? (BatchFate.Refused, "The service does not take a message of this gateway.")
                : (BatchFate.Keep, $"The MQTT broker did not take a message ({result.ReasonCode}). The gateway needs to write below its own name, and the service --source mqtt.");
        }
        catch (Exception fault)
        {
            _lost.TrySetResult($"The MQTT broker did not acknowledge a message ({fault.GetType().Name}).");
            return (BatchFate.Keep, null);
        }
    }

    public ValueTask DisposeAsync() => ClientLife.EndAsync(_client);
}
