namespace HeartMonitor.Pipeline.Gateways;

/// <summary>One strap as gateways hear it: whose packets count, what the others have ready, and which times are told already.</summary>
internal sealed class HeardStrap(string id)
{
    private const int MostStandby = 8;
    private const int MostSpans = 32;
    private const int MostCounters = 32;

    /// <summary>Packets closer than this are one stretch of hearing. Ours: two and a half intervals of a strap that sends once a second.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(2.5);

    /// <summary>Two gateways' clocks, and the ways from them, differ by less. Ours.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(0.6);

    private readonly List<(string Gateway, DateTimeOffset Measured, ReadOnlyMemory<byte> Packet)> _standby = [];
    private readonly List<Span> _spans = [];
    private readonly List<(string Gateway, string? Boot, NumberRanges Numbers)> _counters = [];
    private double _room = double.NaN;
    private DateTimeOffset _roomAt;
    private ReadOnlyMemory<byte> _last;

    internal string Id { get; } = id;

    /// <summary>Whose packets count; null while nobody is heard.</summary>
    internal string? Gateway { get; set; }

    internal bool IsConnected { get; set; }

    /// <summary>Arrival of the last packet that counted.</summary>
    internal DateTimeOffset LastAt { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>When the last packet that counted was measured.</summary>
    internal DateTimeOffset LastMeasured { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Takes one packet's room; false when the strap sends more than a strap can.</summary>
    internal bool TakeRoom(DateTimeOffset now, GatewayLimits limits)
    {
        _room = double.IsNaN(_room) ? limits.StrapBurst : Math.Min(limits.StrapBurst, _room + (Math.Max(0, (now - _roomAt).TotalSeconds) * limits.StrapRate));
        _roomAt = now;
        if (_room < 1) return false;
        _room--;
        return true;
    }

    /// <summary>The numbers of this strap that were here from one start of one gateway.</summary>
    internal NumberRanges NumbersOf(string gateway, string? boot)
    {
        var at = _counters.FindIndex(c => c.Gateway == gateway && c.Boot == boot);
        var known = at >= 0 ? _counters[at] : (gateway, boot, new());
        if (at >= 0) _counters.RemoveAt(at); // to the end: the one not used for longest is forgotten
        else if (_counters.Count == MostCounters) _counters.RemoveAt(0);
        _counters.Add(known);
        return _counters[^1].Numbers;
    }

    internal bool IsLast(string gateway, ReadOnlyMemory<byte> packet) => Gateway == gateway && _last.Span.SequenceEqual(packet.Span);

    /// <summary>Another gateway has told of that time already.</summary>
    internal bool IsToldByAnother(string gateway, DateTimeOffset measured) =>
        _spans.Exists(s => s.Gateway != gateway && measured >= s.From - Margin && measured <= s.To + Margin);

    /// <summary>A packet that counts has come.</summary>
    internal void Take(string gateway, DateTimeOffset measured, DateTimeOffset now, ReadOnlyMemory<byte> packet)
    {
        (Gateway, LastAt, LastMeasured, _last) = (gateway, now, measured, packet);
        _standby.Clear();
        Tell(gateway, measured);
    }

    /// <summary>That time was told by this gateway.</summary>
    internal void Tell(string gateway, DateTimeOffset measured)
    {
        for (var i = _spans.Count - 1; i >= 0; i--)
        {
            var span = _spans[i];
            if (span.Gateway != gateway || measured < span.From - Together || measured > span.To + Together) continue;
            _spans[i] = span with { From = measured < span.From ? measured : span.From, To = measured > span.To ? measured : span.To };
            return;
        }

        if (_spans.Count == MostSpans) _spans.RemoveAt(0);
        _spans.Add(new(gateway, measured, measured));
    }

    /// <summary>A packet of a gateway that does not count just now; it may yet fill a gap.</summary>
    internal void KeepReady(string gateway, DateTimeOffset measured, ReadOnlyMemory<byte> packet)
    {
        if (_standby.Count == MostStandby) _standby.RemoveAt(0);
        _standby.Add((gateway, measured, packet));
    }

    /// <summary>What another gateway heard since the last packet that counted, oldest first.</summary>
    internal List<(DateTimeOffset Measured, ReadOnlyMemory<byte> Packet)> Missed(string gateway) =>
        [.. _standby.Where(s => s.Gateway == gateway && s.Measured > LastMeasured + Margin).Select(s => (s.Measured, s.Packet)).OrderBy(s => s.Measured)];

    private readonly record struct Span(string Gateway, DateTimeOffset From, DateTimeOffset To);
}
