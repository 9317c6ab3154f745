using CsCheck;
using HeartMonitor.Core.Recordings;
using Xunit;

namespace HeartMonitor.Core.Tests.Recordings;

public sealed class RecordingFaultTests
{
    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData(" \r\n\n", 1, "empty")]
    [InlineData("\uFEFF", 1, "empty")]
    [InlineData("seconds,pulse\n0,80\n", 1, "'seconds,pulse'")]
    [InlineData("seconds,pulse\n0,80\n", 1, "hr_bpm")]
    [InlineData("\n\nhr_bpm\n80\n", 3, "time_s")]
    [InlineData("time_s,power_w\n0,80\n", 1, "hr_bpm or rr_ms")]
    [InlineData("time_s;hr_bpm\n0;80\n", 1, "'time_s;hr_bpm'")]
    [InlineData("0,73,,0.000\n1,74,,\n", 1, "'0,73,,0.000'")]
    [InlineData("time_s,hr_bpm,hr_bpm\n0,80,80\n", 1, "hr_bpm is there twice")]
    [InlineData("time_s,hr_bpm\n", 1, "no row")]
    [InlineData("time_s,hr_bpm\n0,80\n1,abc\n", 3, "hr_bpm is 'abc'")]
    [InlineData("time_s,hr_bpm\n0,-1\n", 2, "hr_bpm is '-1'")]
    [InlineData("time_s,hr_bpm\n0,NaN\n", 2, "hr_bpm is 'NaN'")]
    [InlineData("time_s,hr_bpm\n0,65536\n", 2, "hr_bpm is '65536'")]
    [InlineData("time_s,hr_bpm\n0,1e99\n", 2, "hr_bpm is '1e99'")]
    [InlineData("time_s,hr_bpm\n0,\"8,1\"\n", 2, "hr_bpm is '8,1'")]
    [InlineData("time_s,hr_bpm,power_w\n0,80,\n\n1,80,Infinity\n", 4, "power_w is 'Infinity'")]
    [InlineData("time_s,hr_bpm,speed_mps\n0,80,-0.1\n", 2, "speed_mps is '-0.1'")]
    [InlineData("time_s,hr_bpm,rr_ms\n0,80,700 x\n", 2, "rr_ms is 'x'")]
    [InlineData("time_s,hr_bpm\n0,80\n,81\n", 3, "time_s is ''")]
    [InlineData("time_s,hr_bpm\n0,80\n1e9,81\n", 3, "31 days")]
    [InlineData("time_s,hr_bpm\n0,80\n-1e9,81\n", 3, "31 days")]
    [InlineData("time_s,hr_bpm\n0,80\n1e300,81\n", 3, "time_s is '1e300'")]
    [InlineData("time_s,hr_bpm\n-79228162514264337593543950335,80\n79228162514264337593543950335,81\n", 2, "time_s is '-79228162514264337593543950335'")]
    [InlineData("800\n1e300\n", 2, "'1e300'")]
    [InlineData("<TrainingCenterDatabase><Activity>\n<Trackpoint>\n<Time>9999-12-31T23:59:59Z</Time></Trackpoint></Activity></TrainingCenterDatabase>", 3, "Time is '9999-12-31T23:59:59Z'")]
    [InlineData("<TrainingCenterDatabase><Activity>\n<Trackpoint>\n<Time>0001-01-01T00:00:00Z</Time></Trackpoint></Activity></TrainingCenterDatabase>", 3, "of the years 1970 to 2199")]
    [InlineData("note,time_s,hr_bpm\n\"two\nlines\",0,80\n,1,x\n", 4, "hr_bpm is 'x'")]
    [InlineData("note,time_s,hr_bpm\n,0,80\n\"open,1,80\n,2,80\n", 3, "never closed")]
    [InlineData("0.8\n0.81\n", 1, "look like seconds")]
    [InlineData("rr_ms\n\n0.8\n0.81\n", 3, "look like seconds")]
    [InlineData("800\n810\nabc\n", 3, "'abc'")]
    [InlineData("800\n-810\n", 2, "'-810'")]
    [InlineData("800x\n810\n", 1, "'800x'")]
    [InlineData("800\nNaN\n", 2, "'NaN'")]
    [InlineData("# Polar\n800\n", 1, "'# Polar'")]
    public void A_fault_names_its_line_and_what_was_found(string text, int line, string says)
    {
        var fault = RecordingReader.Read(new StringReader(text), "ride.csv").Fault;

        Assert.NotNull(fault);
        Assert.Contains(says, fault.Text, StringComparison.Ordinal);
        Assert.Equal(line, fault.Line);
        Assert.StartsWith($"ride.csv, line {line}: ", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.ToString());
    }

    [Fact]
    public void A_row_without_an_end_is_refused_whatever_is_in_it()
    {
        foreach (var filler in new[] { ",", "1", "\"", " " })
        {
            var endless = string.Concat(Enumerable.Repeat(filler, 200_000));
            foreach (var text in new[] { "time_s,hr_bpm,rr_ms\n0,80,800\n1,81," + endless, "time_s,hr_bpm,rr_ms" + endless + "\n0,80,800" })
            {
                Assert.False(RecordingReader.Read(new StringReader(text), "a").IsRecording);
                Assert.False(RrSeriesReader.Read(new StringReader(text), "a").IsSeries);
            }
        }

        Assert.Equal("a, line 2: This row is longer than 64 Ki characters.", RecordingReader.Read(new StringReader("time_s,hr_bpm\n0,80" + new string(',', 70_000)), "a").Fault!.ToString());
    }

    [Fact]
    public void More_rows_than_a_day_can_have_are_refused_with_their_line()
    {
        var beats = new RepeatedLine("1\n", RecordingReader.MostRows + 1);
        Assert.Equal($"a, line {RecordingReader.MostRows + 1}: {RecordingReader.TooManyRows}", RecordingReader.Read(beats, "a").Fault!.ToString());
        beats = new RepeatedLine("800\n", RecordingReader.MostRows + 1);
        Assert.Equal($"a, line {RecordingReader.MostRows + 1}: {RecordingReader.TooManyRows}", RrSeriesReader.Read(beats, "a").Fault!.ToString());
    }

    [Theory]
    [InlineData("\u000e\u0010\u00d9\u0007\u0000\u0000\u0000\u0000.FIT\u0000\u0000", "FIT")]
    [InlineData("PK\u0003\u0004\u0014\u0000\u0006", "binary")]
    [InlineData("\uFFFDPNG\u001a\uFFFD", "binary")]
    public void A_binary_file_is_called_one(string text, string says)
    {
        Assert.Contains(says, RecordingReader.Read(new StringReader(text), "a").Fault!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_gives_a_recording_with_rows_or_a_fault_with_a_line()
    {
        string[] pieces =
        [
            "time_s", "hr_bpm", "rr_ms", "power_w", ",", "\n", "\r\n", "\"", " ", "0", "1", "80", "-", ".", "e9", "x", "\uFEFF", "\0", "<",
            "<TrainingCenterDatabase>", "<Activity>", "<Trackpoint>", "<Time>", "2026-01-01T00:00:00Z", "</Time>", "</Trackpoint>", "</Activity>",
        ];
        Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]).Array[0, 40].Select(string.Concat).Sample(text =>
        {
            var result = RecordingReader.Read(new StringReader(text), "a");
            return result.IsRecording ? result.Recording.Rows.Count > 0 && result.Recording.Rows[0].Offset == TimeSpan.Zero : result.Fault.Line > 0;
        });
    }

    private sealed class RepeatedLine(string line, int times) : TextReader
    {
        private long _left = (long)line.Length * times;

        public override int Peek() => _left > 0 ? line[(int)((line.Length - (_left % line.Length)) % line.Length)] : -1;

        public override int Read()
        {
            var next = Peek();
            if (next >= 0) _left--;
            return next;
        }

        public override int Read(Span<char> buffer)
        {
            var read = 0;
            while (read < buffer.Length && Read() is >= 0 and var next) buffer[read++] = (char)next;
            return read;
        }
    }
}
