using System.Threading.Channels;
using HeartMonitor.Core.Messages;
using HeartMonitor.Mqtt.Board;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Topics;

namespace HeartMonitor.Mqtt;

/// <summary>
/// How straps fare, to MQTT: retained, on a change or every 30 s (ecosystem-reliability 1a). Never makes the caller wait; what a full queue or a
/// broker that is away loses is said again at the next turn. An id that is no topic level is left out.
/// </summary>
public sealed class MqttDeviceFeed
{
    private const int Capacity = 4_096;

    /// <summary>Said at least this often (ecosystem-reliability 1a).</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DeviceData Data, DateTimeOffset At)> _said = new(StringComparer.Ordinal);
    private readonly Channel<(string Device, OutboundMessage Message)> _queue;
    private readonly Envelopes _envelopes;
    private readonly SiteTopics _topics;
    private readonly LinkTally _tally;

    internal MqttDeviceFeed(SiteTopics topics, Envelopes envelopes, LinkTally tally)
    {
        (_topics, _envelopes, _tally) = (topics, envelopes, tally);
        var options = new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _queue = Channel.CreateBounded<(string, OutboundMessage)>(options, _ => tally.CountDropped());
    }

    /// <summary>Takes a strap's state as it is at <paramref name="now"/>. Never blocks; safe to call from any thread.</summary>
    public void Offer(string device, DeviceData data, DateTimeOffset now)
    {
        if (!TopicLevel.IsValid(device)) return;
        lock (_gate)
        {
            if (_said.TryGetValue(device, out var last) && now >= last.At && now - last.At < Every && Lasting(last.Data) == Lasting(data)) return;
            _said[device] = (data, now);
            var expiresAt = now + MessageExpiry.Device;
            var message = new StateMessage(_topics.DeviceHealth(device), $"{device}.health.{now.ToUnixTimeMilliseconds()}", now, expiresAt, device, data);
            _queue.Writer.TryWrite((device, new(message.Topic, _envelopes.Write(message), Retain: true, AtLeastOnce: true, expiresAt)));
        }
    }

    /// <summary>The broker may know nothing: everything is said again when it is offered next.</summary>
    internal void SayAgain()
    {
        lock (_gate) _said.Clear();
    }

    /// <summary>Publishes what comes until cancelled.</summary>
    internal async Task PumpAsync(Func<OutboundMessage, CancellationToken, Task<bool>> publish, TimeProvider clock, CancellationToken cancellation)
    {
        await foreach (var (device, message) in _queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (message.ExpiresAt > clock.GetUtcNow() && await publish(message, cancellation).ConfigureAwait(false)) continue;
            _tally.CountDropped();
            lock (_gate) _said.Remove(device);
        }
    }

    /// <summary>What is news; the rest changes with every packet.</summary>
    private static DeviceData Lasting(DeviceData data) => data with { LastSeenMs = null, RateHz = 0, Rssi = null, GapsOfMinute = 0 };
}
