using CsCheck;
using HeartMonitor.Core.Recordings;
using Xunit;

namespace HeartMonitor.Core.Tests.Recordings;

/// <summary>RR intervals alone, as <c>monitor hrv</c> reads them (contracts 1).</summary>
public sealed class RrSeriesReaderTests
{
    private static readonly string[] Pieces =
        ["800", "812.5", "0", "-1", "0.8", "NaN", "1e3", "70000", "rr_ms", "time_s", ",", ";", "\"", " ", "\n", "\r\n", "\r", "\uFEFF", "\0", "<", "ü", "x"];

    [Theory]
    [InlineData("800\n810\n")]
    [InlineData("\uFEFF800\r\n\r\n 810 \r\n")]
    [InlineData("8e2\n810.0")]
    [InlineData("rr_ms\n800\n810\n")]
    [InlineData("RR_MS,note\r\n800,\"a,b\"\r\n810,\r\n")]
    [InlineData("time_s,rr_ms\n2026-01-01T00:00:00Z,800\nnot a time,810\n")]
    [InlineData("\n\nhr_bpm,rr_ms\n75,800 810\n,\n76,\n77\n")]
    public void Lines_and_columns_give_the_same_series(string text) => Assert.Equal([800, 810], Read(text).IntervalsMs);

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData(" \n\r\n", 1, "empty")]
    [InlineData("seconds,pulse\n0,80\n", 1, "'seconds,pulse'")]
    [InlineData("time_s,hr_bpm\n0,80\n", 1, "rr_ms")]
    [InlineData("\nrr\n800\n", 2, "rr_ms")]
    [InlineData("rr_ms;time_s\n800;0\n", 1, "'rr_ms;time_s'")]
    [InlineData("rr_ms,rr_ms\n800,800\n", 1, "twice")]
    [InlineData("rr_ms\n", 1, "no interval")]
    [InlineData("\nrr_ms,time_s\n,0\n,1\n", 2, "no interval")]
    [InlineData("800\n0\n810\n", 2, "'0'")]
    [InlineData("800\n-810\n", 2, "'-810'")]
    [InlineData("-800\n810\n", 1, "'-800'")]
    [InlineData("800\nNaN\n", 2, "'NaN'")]
    [InlineData("rr_ms\n800\nInfinity\n", 3, "'Infinity'")]
    [InlineData("800\n60001\n", 2, "'60001'")]
    [InlineData("800\n1e99\n", 2, "'1e99'")]
    [InlineData("800\n810,5\n", 2, "'810,5'")]
    [InlineData("800\n\nbeat\n", 3, "'beat'")]
    [InlineData("800 810\n", 1, "'800 810'")]
    [InlineData("rr_ms\n800\n\"810\n820\n", 3, "never closed")]
    [InlineData("0.8\n0.81\n", 1, "look like seconds")]
    [InlineData("rr_ms\n\n0.8\n0.81\n", 3, "look like seconds")]
    [InlineData("<?xml version=\"1.0\"?><a/>", 1, "XML")]
    [InlineData("PK\u0003\u0004\u0014\u0000\u0006", 1, "binary")]
    public void A_fault_names_its_line_and_what_was_found(string text, int line, string says)
    {
        var series = Read(text);

        Assert.False(series.IsSeries);
        Assert.Contains(says, series.Fault.Text, StringComparison.Ordinal);
        Assert.StartsWith($"rest.csv, line {line}: ", series.Fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_interval_is_a_minute() => Assert.Equal([60_000], Read("60000\n").IntervalsMs);

    /// <summary>Pieces that files are made of, in any order: a series within its bounds or a fault on one of the lines, never an exception.</summary>
    [Fact]
    public void Whatever_the_text_says_it_is_a_series_or_a_fault_with_a_line_of_the_file() =>
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i])
            .Array[0, 40].Select(string.Concat)
            .Sample(text =>
            {
                var series = Read(text);
                return series.IsSeries
                    ? series.Fault is null && series.IntervalsMs.Count > 0 && series.IntervalsMs.All(rr => rr is > 0 and <= RrSeriesReader.LongestMs)
                    : series.Fault.Line >= 1 && series.Fault.Line <= text.Count(c => c is '\n' or '\r') + 1 && !series.Fault.ToString().Contains('\n', StringComparison.Ordinal);
            });

    [Fact]
    public void Every_series_that_is_written_is_read_back() =>
        Gen.Int[1, 60_000_000].Array[1, 60].Select(thousandths => Array.ConvertAll(thousandths, t => (decimal)t / 1000)).Where(rr => rr.Max() >= 10)
            .Sample(rr =>
            {
                var lines = string.Join('\n', rr.Select(interval => interval.ToString(global::System.Globalization.CultureInfo.InvariantCulture)));
                var expected = Array.ConvertAll(rr, interval => (double)interval);
                return Read(lines).IntervalsMs!.SequenceEqual(expected) && Read("rr_ms\n" + lines).IntervalsMs!.SequenceEqual(expected);
            });

    private static RrSeries Read(string text) => RrSeriesReader.Read(new StringReader(text), "rest.csv");
}
