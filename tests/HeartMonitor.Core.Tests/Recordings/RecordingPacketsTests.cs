using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Recordings;
using Xunit;

namespace HeartMonitor.Core.Tests.Recordings;

public sealed class RecordingPacketsTests
{
    [Fact]
    public void A_row_with_a_heart_rate_is_one_packet_at_its_time()
    {
        Assert.Equal(["0 80 []", "1 0 []", "1 82 []", "-1 83 []"], Packets("time_s,hr_bpm\n5,80\n6,0\n6,82\n4,83\n"));
    }

    [Fact]
    public void A_gap_stays_a_gap()
    {
        Assert.Equal(["0 80 []", "3 81 []"], Packets("time_s,hr_bpm,power_w\n0,80,\n1,,100\n2,,\n3,81,\n"));
    }

    [Fact]
    public void Contact_is_not_supported_and_a_rate_over_255_is_sent_wide()
    {
        var packets = RecordingPackets.Of(Read("time_s,hr_bpm\n0,80\n1,300\n")).ToArray();

        Assert.Equal("0050", Convert.ToHexString(packets[0].Packet.Span));
        Assert.Equal("012C01", Convert.ToHexString(packets[1].Packet.Span));
    }

    [Fact]
    public void Intervals_of_the_second_before_ride_with_the_heart_rate()
    {
        Assert.Equal(["0 80 []", "1 81 [730,740]"], Packets("time_s,hr_bpm,rr_ms\n0,80,\n0.3,,730\n1,81,740\n"));
    }

    [Fact]
    public void Intervals_that_no_heart_rate_follows_go_out_after_a_second()
    {
        Assert.Equal(["0 80 []", "1.3 82 [730]", "2 81 []", "3.5 83 [720]"], Packets("time_s,hr_bpm,rr_ms\n0,80,\n0.3,,730\n2,81,\n2.5,,720\n"));
    }

    [Fact]
    public void Intervals_alone_give_a_packet_at_the_end_of_each_second_with_a_beat()
    {
        // Beats end at 0, 0.5, 1.0, 3.4, 3.9: second 2 and 3 have none. 60000/500 = 120, then (500+500+2400)/3, then with 500.
        Assert.Equal(["0 120 [500]", "1 120 [500,500]", "4 68 [2400,500]"], Packets("500\n500\n500\n2400\n500\n"));
    }

    [Fact]
    public void The_rate_is_the_mean_of_the_last_five_seconds()
    {
        var intervals = string.Join('\n', Enumerable.Repeat("1000", 10).Concat(Enumerable.Repeat("500", 10)));

        Assert.Equal([60, 120], new[] { 9, 14 }.Select(second => At(intervals, second)));
        Assert.InRange(At(intervals, 11), 61, 119);
    }

    [Fact]
    public void What_the_format_cannot_carry_is_left_out()
    {
        Assert.Equal(["0 0 [800]", "1 60 []"], Packets("time_s,hr_bpm,rr_ms\n0,0,0 800 70000\n1,60,\n"));
    }

    [Fact]
    public void A_flood_of_intervals_is_split_at_what_a_radio_packet_can_hold()
    {
        var packets = RecordingPackets.Of(Read(string.Join('\n', Enumerable.Repeat("1", 600).Append("20")))).ToArray();

        Assert.All(packets, packet => Assert.InRange(packet.Packet.Length, 2, 509));
        Assert.Equal(601, packets.Sum(packet => HeartRateMeasurementCodec.Decode(packet.Packet).Measurement.Rr.Count));
    }

    private static int At(string text, int second) =>
        HeartRateMeasurementCodec.Decode(RecordingPackets.Of(Read(text)).Single(p => p.Offset == TimeSpan.FromSeconds(second)).Packet).Measurement.HeartRate.Bpm;

    private static IEnumerable<string> Packets(string text) => RecordingPackets.Of(Read(text)).Select(packet =>
    {
        var sent = HeartRateMeasurementCodec.Decode(packet.Packet).Measurement;
        return FormattableString.Invariant($"{packet.Offset.TotalSeconds} {sent.HeartRate.Bpm} [{string.Join(',', sent.Rr.ToArray().Select(rr => Math.Round(rr.Milliseconds)))}]");
    });

    private static Recording Read(string text)
    {
        var result = RecordingReader.Read(new StringReader(text), "a");
        Assert.True(result.IsRecording, result.Fault?.ToString());
        return result.Recording;
    }
}
