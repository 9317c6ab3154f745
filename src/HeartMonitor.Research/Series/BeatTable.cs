using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Artefacts;

namespace HeartMonitor.Research.Series;

/// <summary>
/// Intervals with their times, and where they follow one another. A strap tells its intervals once a second or so, with the packet in which they ended, so that a lost
/// packet is seen in two ways: packets come further apart than the intervals in the later one are long, or intervals fall behind the clock. Packets that waited on their way
/// and come together are no loss: what the later ones hold is taken off the time of the first.
/// </summary>
/// <param name="packets">All packets by time.</param>
/// <param name="breaks">Instants at which nothing goes on as it was: another strap, or nobody watched.</param>
internal sealed class BeatTable(IReadOnlyList<StoredPacket> packets, IReadOnlyList<DateTimeOffset> breaks)
{
    /// <summary>Packets of a strap that sends every second are 1 s apart, and 2 s when one is lost. Ours: halfway, and a little.</summary>
    private const long LostPacketMicroseconds = 1_750_000;

    /// <summary>So much of the time between two packets may be without an interval: the beat before ended in an earlier packet. Ours.</summary>
    private const long UncoveredMicroseconds = 500_000;

    /// <summary>A packet tells a beat up to a second after it ended, give or take a quarter: further behind, one is missing. Ours.</summary>
    private const double BehindMicroseconds = 1_250_000;

    /// <summary>Packets this close together came as one. Ours: half of what straps leave between them.</summary>
    private const long TogetherMicroseconds = 500_000;

    /// <summary>What a strap's clock may differ from ours. Ours: a poor quartz, and some.</summary>
    private const double ClockShare = 0.0005;

    private readonly List<SeriesBeat> _beats = [];
    private int _segment;
    private int _nextBreak;
    private bool _broken = true;
    private long? _packetAt;
    private double _clock;
    private double _least;

    internal IReadOnlyList<SeriesBeat> Beats => _beats;

    /// <summary>Takes all packets.</summary>
    internal void Fill(Func<DateTimeOffset, double> t)
    {
        for (var i = 0; i < packets.Count; i++) Add(i, t);
    }

    private void Add(int index, Func<DateTimeOffset, double> t)
    {
        var packet = packets[index];
        while (_nextBreak < breaks.Count && breaks[_nextBreak] <= packet.At) (_nextBreak, _broken) = (_nextBreak + 1, true);
        if (packet.IsRepeat) return;
        var raw = RawOf(packet);
        var waited = Waited(index);
        if (packet.IsOffSkin || IsLostBefore(packet.AtMicroseconds - waited, packet.AtMicroseconds, raw)) _broken = true;
        _packetAt = packet.AtMicroseconds;

        var (later, last) = (raw, long.MinValue);
        foreach (var interval in packet.Measurement.Rr)
        {
            later -= interval.Raw;
            last = Math.Max(PacketBeats.EndedAt(packet.AtMicroseconds, later), last + 1);
            Add(packet, interval, Microseconds.FromUnixMicroseconds(last), waited, t);
        }
    }

    /// <summary>What the offline filter says, segment by segment.</summary>
    /// <param name="intervalsAreBeats">Says of an instant whether the strap's intervals are beats and the heart's rhythm can be judged.</param>
    internal void Judge(Predicate<DateTimeOffset> intervalsAreBeats)
    {
        for (var first = 0; first < _beats.Count;)
        {
            var end = first + 1;
            while (end < _beats.Count && _beats[end].Segment == _beats[first].Segment && !_beats[end].GapBefore) end++;
            if (_beats[first].Segment > 0 && intervalsAreBeats(_beats[first].At)) Judge(first, end);
            first = end;
        }
    }

    private void Judge(int first, int end)
    {
        var found = LipponenTarvainen.Find([.. _beats[first..end].Select(b => b.Ms)]);
        for (var i = first; i < end; i++) _beats[i] = _beats[i] with { Artefact = BeatArtefact.None };
        Mark(found.Ectopic, BeatArtefact.Ectopic);
        Mark(found.Missed, BeatArtefact.Missed);
        Mark(found.Extra, BeatArtefact.Extra);
        Mark(found.LongShort, BeatArtefact.LongShort);

        // Beat k ends interval k-1.
        void Mark(IReadOnlyList<int> beats, BeatArtefact artefact)
        {
            foreach (var beat in beats) _beats[first + beat - 1] = _beats[first + beat - 1] with { Artefact = artefact };
        }
    }

    private void Add(StoredPacket packet, RrInterval interval, DateTimeOffset at, long waited, Func<DateTimeOffset, double> t)
    {
        var stands = !packet.IsOffSkin && !PacketBeats.IsFiller(packet.Label, interval);
        var gap = !stands || IsBehind(interval.Raw, at.ToUnixMicroseconds() - waited);
        if (stands && gap) _segment++;
        _beats.Add(new(at, t(at), interval.Raw, PacketBeats.Flag(packet.Label, interval), BeatArtefact.Unknown, gap, stands ? _segment : 0, packet.N, packet.Label.Reasons.HasFlag(SignalReasons.Late)));
        _broken = !stands;
    }

    private bool IsLostBefore(long ended, long arrived, long raw) =>
        _packetAt is { } before && arrived - before > LostPacketMicroseconds && PacketBeats.EndedAt(ended, raw) - before > UncoveredMicroseconds;

    /// <summary>Microseconds that a packet must have waited on its way, for packets right behind it hold as much: their intervals came after its own.</summary>
    private long Waited(int index)
    {
        var (arrived, later, most) = (packets[index].AtMicroseconds, 0L, 0L);
        for (var i = index + 1; i < packets.Count && packets[i].AtMicroseconds - arrived <= TogetherMicroseconds; i++)
        {
            if (packets[i].IsRepeat || packets[i].IsOffSkin) continue;
            later += RawOf(packets[i]);
            most = Math.Max(most, arrived - PacketBeats.EndedAt(packets[i].AtMicroseconds, later));
        }

        return most;
    }

    private static long RawOf(StoredPacket packet)
    {
        var raw = 0L;
        foreach (var interval in packet.Measurement.Rr) raw += interval.Raw;
        return raw;
    }

    /// <summary>True when the interval begins a segment; else the clock of the segment goes on by it.</summary>
    private bool IsBehind(int raw, long at)
    {
        var microseconds = raw * 1_000_000.0 / 1024;
        _clock += microseconds;
        var behind = at - _clock;
        if (_broken || behind - _least > BehindMicroseconds)
        {
            (_clock, _least) = (at, 0);
            return true;
        }

        _least = Math.Min(_least + (microseconds * ClockShare), behind);
        return false;
    }
}
