using System.Threading.Channels;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Board;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Topics;

namespace HeartMonitor.Mqtt;

/// <summary>
/// Live values to MQTT: at most one a second and session, QoS 0, never retained. Never makes the caller wait: a full queue loses its
/// oldest value, and the loss is counted and shows as a gap in <c>seq</c>.
/// </summary>
public sealed class MqttLiveFeed
{
    /// <summary>One value each of twice the largest house that is planned for (1 000 straps).</summary>
    internal const int DefaultCapacity = 2048;

    /// <summary>Values come once a second with some jitter; anything closer is one too many.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(900);

    /// <summary>A session silent for this long is forgotten.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _last = [];
    private readonly Channel<OutboundMessage> _queue;
    private readonly Envelopes _envelopes;
    private readonly SiteTopics _topics;
    private readonly LinkTally _tally;

    internal MqttLiveFeed(SiteTopics topics, Envelopes envelopes, LinkTally tally, int capacity = DefaultCapacity)
    {
        (_topics, _envelopes, _tally) = (topics, envelopes, tally);
        var options = new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _queue = Channel.CreateBounded<OutboundMessage>(options, _ => tally.CountDropped());
    }

    /// <summary>Takes the live value of <paramref name="released"/>, if there is one. Never blocks; safe to call from any thread.</summary>
    public void Offer(in Released released)
    {
        if (released.Live is { } live) Offer(released.Session, live);
    }

    /// <summary>Takes a live value.</summary>
    /// <param name="session">Session id.</param>
    /// <param name="live">The value; <see cref="LiveData.At"/> is its instant.</param>
    public void Offer(string session, LiveData live)
    {
        lock (_gate)
        {
            if (_last.TryGetValue(session, out var last) && live.At >= last && live.At - last < Spacing) return;
            _last[session] = live.At;
            var expiresAt = live.At + MessageExpiry.Live;
            var message = new StateMessage(
                _topics.Live(session), $"{session}.live.{live.At.ToUnixTimeMilliseconds()}", live.At, expiresAt, session, live);
            _queue.Writer.TryWrite(new(message.Topic, _envelopes.Write(message), Retain: false, AtLeastOnce: false, expiresAt));
        }
    }

    /// <summary>Publishes what comes until cancelled.</summary>
    internal async Task PumpAsync(Func<OutboundMessage, CancellationToken, Task<bool>> publish, TimeProvider clock, CancellationToken cancellation)
    {
        await foreach (var message in _queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            var isFresh = message.ExpiresAt > clock.GetUtcNow();
            if (!isFresh || !await publish(message, cancellation).ConfigureAwait(false)) _tally.CountDropped();
        }
    }

    /// <summary>Forgets sessions that have gone silent.</summary>
    internal void Forget(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var session in _last.Where(p => p.Value + Idle < now).Select(p => p.Key).ToList())
            {
                _last.Remove(session);
                _envelopes.Forget("live/" + session);
            }
        }
    }
}
