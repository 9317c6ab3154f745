using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Series;

/// <summary>Where intervals follow one another and where they do not.</summary>
public sealed class SegmentTests
{
    private static readonly DateTimeOffset Start = CanarySession.Start;

    [Theory]
    [InlineData(45)]
    [InlineData(60)]
    [InlineData(75)]
    [InlineData(118)]
    [InlineData(171)]
    public void A_strap_that_sends_every_second_gives_one_segment(int bpm)
    {
        var series = Played(Heart(bpm, 300));
        Assert.All(series.Beats, b => Assert.Equal(1, b.Segment));
        Assert.Equal([0], Gaps(series));
    }

    [Theory]
    [InlineData(75)]
    [InlineData(118)]
    [InlineData(171)]
    public void A_lost_packet_with_beats_in_it_begins_a_segment(int bpm)
    {
        var packets = Heart(bpm, 300);
        var lost = packets.FindIndex(p => p.At >= 150 && p.Rr.Length > 0);
        packets.RemoveAt(lost);
        var series = Played(packets);
        Assert.Equal(2, series.Beats.Max(b => b.Segment));
        Assert.Equal(2, series.Beats.Count(b => b.GapBefore));
        Assert.InRange(series.Beats.First(b => b.Segment == 2).T, 149, 154);
    }

    [Fact]
    public void Packets_that_waited_and_came_together_are_no_gap()
    {
        var packets = Heart(92, 300);
        for (var i = 0; i < packets.Count; i++)
            if (packets[i].At is >= 100 and < 104) packets[i] = packets[i] with { At = 104 + (0.01 * (packets[i].At - 100)) };
        Assert.Equal([0], Gaps(Played(packets)));
    }

    [Fact]
    public void A_jitter_of_a_tenth_of_a_second_is_no_gap()
    {
        var packets = Heart(133, 600);
        for (var i = 0; i < packets.Count; i++) packets[i] = packets[i] with { At = packets[i].At + (0.1 * Math.Sin(i * 12.9898)) };
        Assert.Equal([0], Gaps(Played(packets)));
    }

    [Fact]
    public void Off_the_skin_intervals_stand_in_no_segment_and_part_those_around()
    {
        var packets = Heart(100, 120);
        for (var i = 0; i < packets.Count; i++)
            if (packets[i].At is >= 60 and < 70) packets[i] = packets[i] with { Contact = SensorContact.NotDetected };
        var series = Played(packets);
        Assert.All(series.Beats.Where(b => b.T is > 60.2 and < 69), b => Assert.Equal(0, b.Segment));
        Assert.Equal(2, series.Beats.Max(b => b.Segment));
        Assert.Contains(series.Gaps, g => g.Reason == GapReason.NoContact && g.Seconds is >= 10 and <= 11.5);
    }

    [Fact]
    public void Another_strap_begins_a_segment()
    {
        var stored = new StoredRows(new() { Id = "p_1", Age = 50, RestingHr = 60 }, Start);
        foreach (var packet in Heart(100, 120))
        {
            if (packet.At == 60) stored.Apply(SessionInput.OfFact(Start.AddSeconds(59.9), new StrapBound("d_0000000000000001", "staff")));
            stored.Apply(Input(packet));
        }

        var series = Exported.Of(stored.Rows);
        Assert.Equal(2, series.Beats.Max(b => b.Segment));
        Assert.Equal([1, 2], series.Straps.Select(s => s.Number));
        Assert.All(series.Samples, s => Assert.Equal(s.T < 59.95 ? 1 : 2, s.Strap));
    }

    [Fact]
    public void Ties_are_a_microsecond_apart_and_in_order()
    {
        var series = Played([new(5, SensorContact.Detected, [1, 1, 1, 700])]);
        Assert.Equal([1, 1, 1, 700], series.Beats.Select(b => b.Raw));
        Assert.All(series.Beats.Zip(series.Beats.Skip(1)), pair => Assert.True(pair.First.At < pair.Second.At));
    }

    private static List<int> Gaps(SessionSeries series) => [.. series.Beats.Select((b, i) => (b.GapBefore, i)).Where(p => p.GapBefore).Select(p => p.i)];

    private static SessionSeries Played(List<SentPacket> packets)
    {
        var stored = new StoredRows(new() { Id = "p_1", Age = 50, RestingHr = 60 }, Start);
        foreach (var packet in packets.OrderBy(p => p.At)) stored.Apply(Input(packet));
        return Exported.Of(stored.Rows);
    }

    private static SessionInput Input(SentPacket packet) => SessionInput.OfPacket(
        Start.AddMicroseconds((long)(packet.At * 1_000_000)),
        HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(packet.Rr.Length == 0 ? 60 : 61_440 / packet.Rr[^1]), packet.Contact, [.. packet.Rr.Select(RrInterval.FromRaw)]));

    /// <summary>A heart that breathes, and a strap that tells every second the beats that ended in it.</summary>
    private static List<SentPacket> Heart(int bpm, int seconds)
    {
        var packets = new List<SentPacket>();
        var (beat, waiting) = (0.4, new List<ushort>());
        for (var second = 1; second <= seconds; second++)
        {
            for (; ; )
            {
                var raw = (ushort)Math.Round(61_440.0 / bpm * (1 + (0.04 * Math.Sin(beat / 4.3 * 2 * Math.PI))));
                if (beat + (raw / 1024.0) > second) break;
                beat += raw / 1024.0;
                waiting.Add(raw);
            }

            packets.Add(new(second, SensorContact.Detected, [.. waiting]));
            waiting.Clear();
        }

        return packets;
    }

    private sealed record SentPacket(double At, SensorContact Contact, ushort[] Rr);
}
