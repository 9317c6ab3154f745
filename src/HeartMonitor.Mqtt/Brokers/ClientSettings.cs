using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>What every client of an external broker has in common, whichever end of the site it is.</summary>
internal static class ClientSettings
{
    internal static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    /// <summary>The broker gives us up, and publishes the will, after one and a half times this.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(6);

    /// <summary>Address, version, will, credentials and trust.</summary>
    internal static MqttClientOptionsBuilder Of(MqttOptions options, string clientId, OutboundMessage will)
    {
        var uri = options.BrokerUri ?? throw new InvalidOperationException("Mqtt:Broker was not validated.");
        var isSecure = uri.Scheme == "mqtts";
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(uri.Host, uri.Port > 0 ? uri.Port : isSecure ? 8883 : 1883)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(clientId)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(ConnectLimit)
            .WithWillTopic(will.Topic)
            .WithWillPayload(will.Payload)
            .WithWillContentType("application/json")
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain(true);
        if (options.Username is { } user) builder.WithCredentials(user, Secrets.ReadPassword(options));
        if (isSecure) builder.WithTlsOptions(tls => Secure(tls, uri.Host, options.CaFile));
        return builder;
    }

    private static void Secure(MqttClientTlsOptionsBuilder tls, string host, string? caFile)
    {
        tls.UseTls().WithTargetHost(host).WithSslProtocols(System.Security.Authentication.SslProtocols.None);
        if (caFile is null) return;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(caFile);
        tls.WithTrustChain(authorities);
    }
}
