using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt.Uplink;

/// <summary>The log lines of a gateway's MQTT side.</summary>
internal static partial class UplinkLog
{
    [LoggerMessage(4101, LogLevel.Information, "The gateway is connected: {Broker}.")]
    internal static partial void Up(ILogger logger, string broker);

    [LoggerMessage(4102, LogLevel.Warning, "Packets wait in the queue: {Reason}")]
    internal static partial void Down(ILogger logger, string reason);
}
