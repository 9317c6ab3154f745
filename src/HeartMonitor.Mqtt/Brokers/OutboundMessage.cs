using MQTTnet;
using MQTTnet.Protocol;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>One message to publish.</summary>
/// <param name="Topic">Full topic.</param>
/// <param name="Payload">JSON; empty clears a retained topic.</param>
/// <param name="Retain">Kept by the broker for late subscribers.</param>
/// <param name="AtLeastOnce">QoS 1, else 0.</param>
/// <param name="ExpiresAt">As in the envelope; null for never.</param>
/// <param name="Correlation">Correlation data of the request that this replies to.</param>
internal sealed record OutboundMessage(
    string Topic, byte[] Payload, bool Retain, bool AtLeastOnce, DateTimeOffset? ExpiresAt, byte[]? Correlation = null)
{
    /// <summary>Deletes a retained topic.</summary>
    internal static OutboundMessage Clear(string topic) => new(topic, [], Retain: true, AtLeastOnce: true, ExpiresAt: null);

    internal MqttApplicationMessage ToMqtt(DateTimeOffset now) => new()
    {
        Topic = Topic,
        Payload = new(Payload),
        Retain = Retain,
        QualityOfServiceLevel = AtLeastOnce ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce,
        MessageExpiryInterval = ExpiresAt is { } until ? (uint)Math.Max(1, Math.Ceiling((until - now).TotalSeconds)) : 0,
        ContentType = Payload.Length > 0 ? "application/json" : null,
        PayloadFormatIndicator = Payload.Length > 0 ? MqttPayloadFormatIndicator.CharacterData : MqttPayloadFormatIndicator.Unspecified,
        CorrelationData = Correlation,
    };
}
