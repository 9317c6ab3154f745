using System.Buffers;
using System.Collections.Concurrent;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt.Gateways;

/// <summary>What the transport has to do with a gateway's message.</summary>
internal enum InboxAnswer
{
    /// <summary>Under way; its end is told later.</summary>
    Taken,

    /// <summary>No packets, or not in the form of the contract.</summary>
    Malformed,

    /// <summary>Gateways are no source of this service, or this is one too many.</summary>
    NotWanted,

    /// <summary>This gateway has as much under way as one may have: wait, or let it go.</summary>
    Full,

    /// <summary>All of them together have: everybody waits, and nothing is let go.</summary>
    Busy,
}

/// <summary>Counters of what gateways sent by MQTT. A snapshot.</summary>
/// <param name="Messages">Taken.</param>
/// <param name="Malformed">Refused for their form.</param>
/// <param name="Held">Times that a gateway had to wait, or a message of an external broker was let go, because it had too much under way.</param>
public sealed record GatewayInboxState(long Messages, long Malformed, long Held);

/// <summary>
/// Where gateways' messages come in, from whichever broker. Takes them apart, keeps each gateway to its share, and hands them to the source.
/// Total: no payload throws. What is refused is counted, and logged at most once in ten seconds, without its content.
/// </summary>
public sealed class GatewayInbox : IGatewayFeed
{
    /// <summary>Names that may have a share at once; on loopback a client may use any name. Ours: as many gateways as the source knows.</summary>
    private const int MostLanes = 256;

    /// <summary>Packets of all gateways under way; ours: three quarters of the door's 65,536, so that the door refuses none of them.</summary>
    private const int MostUnderWay = 49_152;

    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LogEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, GatewayLane> _lanes = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _logGate = new();
    private Action<GatewayMessage>? _take;
    private long _messages;
    private long _malformed;
    private long _held;
    private int _underWay;
    private long _logged = long.MinValue;

    internal GatewayInbox(TimeProvider clock, ILogger logger) => (_clock, _logger) = (clock, logger);

    /// <summary>For the health page.</summary>
    public GatewayInboxState State => new(Interlocked.Read(ref _messages), Interlocked.Read(ref _malformed), Interlocked.Read(ref _held));

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<GatewayMessage> take)
    {
        lock (_lanes) _take += take;
        return new Subscription(this, take);
    }

    /// <summary>Takes a message.</summary>
    /// <param name="topic">A topic of packets.</param>
    /// <param name="payload">As it came; not kept.</param>
    /// <param name="isRepeat">The transport's mark of a message that may have come before.</param>
    /// <param name="done">Told once, on any thread, when the answer is <see cref="InboxAnswer.Taken"/>; null when the sender does not wait.</param>
    internal InboxAnswer Take(in UpTopic topic, ReadOnlySequence<byte> payload, bool isRepeat, Action<PacketFate>? done)
    {
        if (_take is not { } take || LaneOf(topic.Principal) is not { } lane) return InboxAnswer.NotWanted;
        if (Read(topic, payload) is not { } batch)
        {
            Interlocked.Increment(ref _malformed);
            LogMalformed();
            return InboxAnswer.Malformed;
        }

        if (Volatile.Read(ref _underWay) >= MostUnderWay) return InboxAnswer.Busy;
        if (!lane.TryEnter(batch.Items.Count))
        {
            Interlocked.Increment(ref _held);
            return InboxAnswer.Full;
        }

        Interlocked.Add(ref _underWay, batch.Items.Count);

        Interlocked.Increment(ref _messages);
        var underWay = new PacketsUnderWay(batch.Items.Count, lane, done);
        take(new(topic.Principal, batch.Items, fate => Settle(underWay, fate)) { Boot = batch.Boot, SentUs = batch.SentUs, IsRepeat = isRepeat });
        if (batch.Items.Count == 0) done?.Invoke(PacketFate.Done); // a sign of life
        return InboxAnswer.Taken;
    }

    /// <summary>Takes what a gateway says of itself and its straps. States of other clients, and what is in another form, are left alone.</summary>
    internal void TakeState(in UpTopic topic, ReadOnlySequence<byte> payload)
    {
        if (_take is not { } take || StateReader.Read(payload.ToArray()) is not { } state) return;
        take(new(topic.Principal, []) { IsGone = state.IsGone, Straps = state.Straps });
    }

    /// <summary>Waits until this gateway may send on.</summary>
    /// <param name="principal">The gateway.</param>
    /// <param name="answer">Why it may not.</param>
    /// <param name="cancellation">Ends it.</param>
    internal Task WhenRoomAsync(string principal, InboxAnswer answer, CancellationToken cancellation) =>
        answer == InboxAnswer.Busy ? Task.Delay(BusyPause, cancellation)
        : _lanes.TryGetValue(principal, out var lane) ? lane.WhenRoomAsync(cancellation) : Task.CompletedTask;

    private void Settle(PacketsUnderWay message, PacketFate fate)
    {
        Interlocked.Decrement(ref _underWay);
        message.Settle(fate);
    }

    private static Batch? Read(in UpTopic topic, ReadOnlySequence<byte> payload)
    {
        if (topic.Kind == UpKind.Batch) return payload.IsSingleSegment ? BatchReader.Read(payload.FirstSpan) : BatchReader.Read(payload.ToArray());
        return payload.Length is > 0 and <= BatchReader.LongestPacket ? new(null, null, [new(topic.Id, payload.ToArray())]) : null;
    }

    private GatewayLane? LaneOf(string principal)
    {
        if (_lanes.TryGetValue(principal, out var lane)) return lane;
        if (_lanes.Count >= MostLanes && _lanes.FirstOrDefault(l => l.Value.IsIdle) is { Key: { } idle }) _lanes.TryRemove(idle, out _);
        return _lanes.Count < MostLanes ? _lanes.GetOrAdd(principal, static _ => new()) : null;
    }

    private void LogMalformed()
    {
        lock (_logGate)
        {
            var now = _clock.GetTimestamp();
            if (_logged != long.MinValue && _clock.GetElapsedTime(_logged, now) < LogEvery) return;
            _logged = now;
        }

        MqttLog.GatewayRefused(_logger, Interlocked.Read(ref _malformed));
    }

    private void Unsubscribe(Action<GatewayMessage> take)
    {
        lock (_lanes) _take -= take;
    }

    private sealed class Subscription(GatewayInbox inbox, Action<GatewayMessage> take) : IDisposable
    {
        public void Dispose() => inbox.Unsubscribe(take);
    }
}
