using MQTTnet;

namespace HeartMonitor.Simulator.Cli.Live;

/// <summary>Where the broker is: <c>mqtt://host:port</c>.</summary>
internal static class MqttAddress
{
    internal static MqttClientOptions OptionsOf(Uri broker, string clientId) => new MqttClientOptionsBuilder()
        .WithTcpServer(broker.Host, broker.Port > 0 ? broker.Port : 1883)
        .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
        .WithClientId($"{clientId}-{Environment.ProcessId}-{Guid.NewGuid():n}"[..Math.Min(40, clientId.Length + 30)])
        .WithTimeout(TimeSpan.FromSeconds(10))
        .Build();

    /// <summary>The address, or null when it is none.</summary>
    internal static Uri? Read(string? text, string scheme) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == scheme && uri.Host.Length > 0 ? uri : null;
}
