using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Uplink;

/// <summary>
/// A gateway's packets from the strap to the acknowledgement: numbered, gathered, on disk, sent, and sent again until the site has them. Fresh ones
/// first; what an outage left behind drains beside them, slowly and in order. Time is an input. One thread at a time.
/// </summary>
/// <param name="queue">Holds what is not acknowledged.</param>
/// <param name="limits">How much, how fast.</param>
/// <param name="boot">This start of the gateway, 1 to 64 characters, drawn at random.</param>
/// <param name="send">Sends a batch; its fate is told to <see cref="Settle"/>, on the same thread as everything else.</param>
public sealed class GatewayOutbox(IPacketBuffer queue, OutboxLimits limits, string boot, Action<GatewayBatch> send)
{
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly List<QueuedPacket> _fresh = [];
    private readonly List<QueuedPacket> _unstored = [];
    private readonly Dictionary<long, UnderWay> _underWay = [];
    private readonly HashSet<long> _inFlight = [];
    private readonly HashSet<long> _done = []; // acknowledged, and not yet taken from the disk
    private readonly Backlog _backlog = new(queue, limits);
    private long _seq = queue.LastSeq;
    private long _batches;
    private long _sentUs = long.MinValue / 2;
    private long _taken, _unstoredCount, _delivered, _refused, _dropped;
    private bool _isUp;

    /// <summary>A packet has come.</summary>
    public void Take(string device, ReadOnlyMemory<byte> packet, long nowUs)
    {
        var number = _numbers.GetValueOrDefault(device);
        _numbers[device] = number + 1;
        _fresh.Add(new(++_seq, boot, device, number, nowUs, packet));
    }

    /// <summary>There is a link to the broker, or there is none any more: what was under way is not known to have arrived.</summary>
    public void Link(bool isUp)
    {
        _isUp = isUp;
        if (isUp) return;
        _underWay.Clear();
        _inFlight.Clear();
        _backlog.Rewind(0);
    }

    /// <summary>What became of a batch; one that is not known any more (of a link that was lost) changes nothing.</summary>
    public void Settle(GatewayBatch batch, BatchFate fate, long nowUs)
    {
        if (!_underWay.Remove(batch.Id)) return;
        foreach (var packet in batch.Items) _inFlight.Remove(packet.Seq);
        if (fate == BatchFate.Keep)
        {
            if (batch.Items.Count > 0) _backlog.Pause(batch.Items[0].Seq - 1, nowUs);
            return;
        }

        if (fate == BatchFate.Stored) _delivered += batch.Items.Count;
        else _refused += batch.Items.Count;
        foreach (var packet in batch.Items) _done.Add(packet.Seq);
        _unstored.RemoveAll(p => _done.Contains(p.Seq));
    }

    /// <summary>Sends what is fresh, puts it on disk, throws away what is too much, and drains the backlog. Call it every <see cref="OutboxLimits.Gather"/>.</summary>
    public void Flush(in QueueAnchor now)
    {
        SendFresh(now.MonoUs);
        Store(now);
        Bound(now.MonoUs);
        if (_isUp) foreach (var batch in _backlog.Next(_inFlight, _done, BacklogUnderWay(), now.MonoUs)) Send(batch, isLive: false, now.MonoUs);
        if (_isUp && now.MonoUs - _sentUs >= limits.SignOfLifeEvery.TotalMicroseconds) Send([], isLive: true, now.MonoUs);
    }

    /// <summary>How things stand.</summary>
    public OutboxTally Tally(long nowUs) => new(
        _taken, _unstoredCount, _delivered, _refused, _dropped, Math.Max(0, queue.Count - _done.Count) + _unstored.Count, queue.Bytes,
        queue.OldestUs is { } oldest ? Math.Max(0, (nowUs - oldest) / 1e6) : 0, queue.Fault);

    private int BacklogUnderWay() => limits.MostBacklogUnderWay - _underWay.Values.Count(b => !b.IsLive);

    /// <summary>Before the disk, so that a slow one delays nothing that is judged.</summary>
    private void SendFresh(long nowUs)
    {
        if (!_isUp) return;
        IEnumerable<QueuedPacket> waiting = _unstored.Count == 0 ? _fresh : [.. _unstored.Where(p => !_inFlight.Contains(p.Seq)), .. _fresh];
        foreach (var batch in Batches.Of(waiting, limits))
        {
            if (_underWay.Values.Count(b => b.IsLive) >= limits.MostLiveUnderWay) return;
            Send(batch, isLive: true, nowUs);
        }
    }

    private void Send(List<QueuedPacket> packets, bool isLive, long nowUs)
    {
        var batch = new GatewayBatch(++_batches, packets.Count > 0 ? packets[0].Boot : boot, nowUs, packets);
        _underWay[batch.Id] = new(isLive);
        foreach (var packet in packets) _inFlight.Add(packet.Seq);
        _sentUs = nowUs;
        send(batch);
    }

    /// <summary>Nothing is counted as taken before it is on disk.</summary>
    private void Store(in QueueAnchor now)
    {
        var isStuck = _unstored.Count > 0;
        _unstored.AddRange(_fresh);
        var added = _fresh.Count;
        _fresh.Clear();
        if (_unstored.Count == 0 && _done.Count == 0) return;
        if (queue.TryWrite(_unstored, _done, now))
        {
            _taken += _unstored.Count;
            _unstored.Clear();
            _done.Clear();
            return;
        }

        _unstoredCount += added;
        if (!isStuck || _unstored.Count <= limits.MostInMemory) return;
        var over = _unstored.Count - limits.MostInMemory;
        _unstored.RemoveRange(0, over);
        _dropped += over;
    }

    private void Bound(long nowUs)
    {
        if (queue.Bytes > limits.MostBytes || nowUs - queue.OldestUs > limits.LongestKept.TotalMicroseconds)
            _dropped += queue.Drop(limits.MostBytes, nowUs - (long)limits.LongestKept.TotalMicroseconds);
    }

    private readonly record struct UnderWay(bool IsLive);
}
