using HeartMonitor.Core.Recordings;
using Xunit;

namespace HeartMonitor.Core.Tests.Recordings;

public sealed class RecordingReaderTests
{
    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_unknown_ones_ignored()
    {
        var rows = Rows("cadence,power_w,hr_bpm,note,time_s,speed_mps,rr_ms\n80,120,101,x,0,2.5,594\n81,,102,y,1.5,,");

        Assert.Equal(TimeSpan.Zero, rows[0].Offset);
        Assert.Equal((101, 120.0, 2.5), (rows[0].HeartRateBpm, rows[0].PowerW, rows[0].SpeedMps));
        Assert.Equal([594.0], rows[0].RrMs);
        Assert.Equal(TimeSpan.FromSeconds(1.5), rows[1].Offset);
        Assert.Equal((102, null, null), (rows[1].HeartRateBpm, rows[1].PowerW, rows[1].SpeedMps));
        Assert.Empty(rows[1].RrMs);
    }

    [Theory]
    [InlineData("\uFEFFtime_s,hr_bpm\n0,80\n1,81\n")]
    [InlineData("time_s,hr_bpm\r\n0,80\r\n1,81")]
    [InlineData("time_s,hr_bpm\r0,80\r1,81\r")]
    [InlineData("\n\ntime_s,hr_bpm\n\n0,80\n,\n   \n1,81\n\n\n")]
    [InlineData("time_s,hr_bpm,,\n0,80,,\n1,81,,,,\n")]
    [InlineData("\"time_s\",\"hr_bpm\"\n\"0\",\"80\"\n\"1\",81\n")]
    [InlineData("note,time_s,hr_bpm\n\"a, \"\"b\"\"\nand a new line\",0,80\n,1,81\n")]
    [InlineData("Time_S, HR_BPM \n 0 , 80 \n1,8.1e1\n")]
    public void The_usual_dialects_of_CSV_say_the_same(string text)
    {
        Assert.Equal([80, 81], Rows(text).Select(row => row.HeartRateBpm!.Value));
    }

    [Fact]
    public void Time_counts_from_the_first_row_exactly_and_may_go_back_or_stand_still()
    {
        var rows = Rows("time_s,hr_bpm\n-168.6,80\n-167.872,81\n-167.872,82\n-170,83\n");

        Assert.Equal([0.0, 0.728, 0.728, -1.4], rows.Select(row => row.Offset.TotalSeconds));
        Assert.Equal([80, 81, 82, 83], rows.Select(row => row.HeartRateBpm!.Value));
    }

    [Fact]
    public void Zeros_are_kept()
    {
        Assert.All(Rows("time_s,hr_bpm\n0,0\n1,0\n"), row => Assert.Equal(0, row.HeartRateBpm));
    }

    [Fact]
    public void Intervals_without_time_make_time_by_their_sum()
    {
        var rows = Rows("rr_ms,timestamp_ms\n615,1622959867016\n600,7\n\n612.5,7\n");

        Assert.Equal([0.0, 0.6, 1.2125], rows.Select(row => row.Offset.TotalSeconds));
    }

    [Fact]
    public void A_cell_may_hold_several_intervals()
    {
        Assert.Equal([410.0, 412.0], Rows("time_s,hr_bpm,rr_ms\n0,146,410 412\n")[0].RrMs);
    }

    [Theory]
    [InlineData("800\n810\n\n790.5\n")]
    [InlineData("\uFEFF800\r\n810\r\n790.5")]
    [InlineData("\n\n  800\n 810 \n790.5")]
    public void Intervals_one_a_line_need_no_header(string text)
    {
        var rows = Rows(text);

        Assert.Equal([800.0, 810.0, 790.5], rows.Select(row => row.RrMs[0]));
        Assert.Equal([0.0, 0.81, 1.6005], rows.Select(row => row.Offset.TotalSeconds));
    }

    [Fact]
    public void The_start_is_only_known_from_TCX()
    {
        Assert.Null(RecordingReader.Read(new StringReader("800\n810\n"), "a.txt").Recording!.Start);
    }

    private static IReadOnlyList<RecordingRow> Rows(string text)
    {
        var result = RecordingReader.Read(new StringReader(text), "a.tcx");
        Assert.True(result.IsRecording, result.Fault?.ToString());
        return result.Recording.Rows;
    }
}
