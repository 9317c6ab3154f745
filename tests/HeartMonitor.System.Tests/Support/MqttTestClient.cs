using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A client of the broker under test, MQTT 5 unless asked for 3.1.1.</summary>
internal sealed class MqttTestClient : IAsyncDisposable
{
    private readonly ConcurrentQueue<MqttApplicationMessage> _seen = new();

    private MqttTestClient(IMqttClient client)
    {
        Client = client;
        client.ApplicationMessageReceivedAsync += args =>
        {
            _seen.Enqueue(args.ApplicationMessage);
            return Task.CompletedTask;
        };
    }

    internal IMqttClient Client { get; }

    internal IReadOnlyList<MqttApplicationMessage> Seen => [.. _seen];

    internal static string Text(MqttApplicationMessage message) => Encoding.UTF8.GetString(message.Payload.ToArray());

    internal static async Task<MqttTestClient> ConnectAsync(
        int port, Action<MqttClientOptionsBuilder>? more = null, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        var client = new MqttTestClient(new MqttClientFactory().CreateMqttClient());
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(version).WithClientId($"c{Guid.NewGuid():n}"[..20]);
        more?.Invoke(options);
        var connected = await client.Client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        if (connected.ResultCode != MqttClientConnectResultCode.Success) throw new InvalidOperationException($"Refused: {connected.ResultCode}");
        return client;
    }

    internal async Task<MqttClientSubscribeResultCode> SubscribeAsync(string filter)
    {
        var result = await Client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        return result.Items.Single().ResultCode;
    }

    internal Task<MqttClientPublishResult> PublishAsync(string topic, string payload, Action<MqttApplicationMessageBuilder>? more = null)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        more?.Invoke(message);
        return Client.PublishAsync(message.Build(), TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }
}
