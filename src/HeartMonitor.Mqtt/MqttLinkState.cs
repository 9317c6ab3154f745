namespace HeartMonitor.Mqtt;

/// <summary>Whether messages get out.</summary>
public enum MqttLinkStatus
{
    /// <summary>Not up yet since the start. The default.</summary>
    Starting,
    Up,
    Down,
    Stopped,
}

/// <summary>The MQTT side for the health page and the metrics. A snapshot; counters count from the start.</summary>
/// <param name="Status">Up, or not.</param>
/// <param name="Since">When that status began.</param>
/// <param name="Broker"><c>embedded 127.0.0.1:1883</c> or the external broker's address; no credentials.</param>
/// <param name="LastError">One plain sentence about the last fault, kept after it is over; null when there was none.</param>
/// <param name="Published">Messages handed to the broker (QoS 1: acknowledged by it).</param>
/// <param name="Dropped">Live values, beats and messages to slow subscribers that were thrown away.</param>
/// <param name="Rejected">Publishes, subscriptions and connections of clients that were refused, and requests that could not be read.</param>
/// <param name="Requests">Commands that came in by MQTT and were handed on.</param>
public sealed record MqttLinkState(
    MqttLinkStatus Status, DateTimeOffset Since, string Broker, string? LastError, long Published, long Dropped, long Rejected, long Requests);
