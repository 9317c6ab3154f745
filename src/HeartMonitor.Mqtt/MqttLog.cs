using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt;

/// <summary>The log lines of the MQTT side. None holds a payload, a topic of a client or a credential.</summary>
internal static partial class MqttLog
{
    [LoggerMessage(4001, LogLevel.Information, "MQTT is up: {Broker}.")]
    internal static partial void Up(ILogger logger, string broker);

    [LoggerMessage(4002, LogLevel.Warning, "MQTT is down, monitoring goes on: {Reason}")]
    internal static partial void Down(ILogger logger, string reason);

    [LoggerMessage(4003, LogLevel.Error, "A command from MQTT failed inside the service ({Fault}); the sender was told that it is not stored.")]
    internal static partial void CommandFailed(ILogger logger, string fault);

    [LoggerMessage(4004, LogLevel.Debug, "Refused at the embedded broker: {What}.")]
    internal static partial void Refused(ILogger logger, string what);

    [LoggerMessage(4005, LogLevel.Error, "A request from the external broker was not dealt with ({Fault}).")]
    internal static partial void RequestFailed(ILogger logger, string fault);

    [LoggerMessage(4007, LogLevel.Warning, "Port {Port} for MQTT with TLS cannot be opened ({Fault}); on loopback the broker goes on. Set Mqtt:TlsPort to a free port; trying again every 10 s.")]
    internal static partial void SecurePortTaken(ILogger logger, int port, System.Net.Sockets.SocketError fault);

    [LoggerMessage(4006, LogLevel.Warning, "A gateway's message was refused: not packets in the form of the contract ({Count} since the start).")]
    internal static partial void GatewayRefused(ILogger logger, long count);
}
