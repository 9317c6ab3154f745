using System.Globalization;
using System.Text;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Hrv;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>Plain intervals, read back by what <c>monitor hrv</c> reads with.</summary>
public sealed class IntervalTextTests
{
    [Fact]
    public async Task A_Kubios_file_is_a_segment_and_nothing_but_whole_milliseconds()
    {
        var bundle = await SessionExport.WriteAsync(Exported.Canary, ExportFormat.Kubios);
        var files = bundle.Files.Where(f => f.Name.EndsWith("_rr.txt", StringComparison.Ordinal)).ToList();
        Assert.Equal(Exported.Canary.Beats.Max(b => b.Segment), files.Count);
        Assert.True(files.Count >= 3);
        for (var segment = 1; segment <= files.Count; segment++)
        {
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{Exported.Canary.Session}_seg-{segment:00}_rr.txt"), files[segment - 1].Name);
            var lines = Encoding.UTF8.GetString(files[segment - 1].Content.Span).Split('\n');
            Assert.Equal("", lines[^1]);
            Assert.Equal(Exported.Canary.Beats.Where(b => b.Segment == segment).Select(b => (int)Math.Round(b.Ms, MidpointRounding.AwayFromZero)), lines[..^1].Select(l => int.Parse(l, CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task Monitor_hrv_gives_the_figures_of_the_segment_for_a_Kubios_file()
    {
        var bundle = await SessionExport.WriteAsync(Exported.Canary, ExportFormat.Kubios);
        var longest = Exported.Canary.Beats.Where(b => b.Segment > 0).GroupBy(b => b.Segment).MaxBy(g => g.Count())!;
        var file = bundle.Files.Single(f => f.Name.Contains(string.Create(CultureInfo.InvariantCulture, $"seg-{longest.Key:00}_"), StringComparison.Ordinal));
        var (read, exact) = (HrvReport.Of(Read(file)), HrvReport.Of([.. longest.Select(b => Math.Round(b.Ms, MidpointRounding.AwayFromZero))]));
        Assert.Equal(Encoding.UTF8.GetString(HrvJson.Write(exact)), Encoding.UTF8.GetString(HrvJson.Write(read)));
        Assert.Equal(HrvReport.Of([.. longest.Select(b => b.Ms)]).Raw.RmssdMs!.Value, read.Raw.RmssdMs!.Value, 0.5); // what whole milliseconds cost
    }

    [Fact]
    public async Task The_HRV_Logger_file_gives_monitor_hrv_the_same_figures_as_the_journal()
    {
        var file = await Exported.FileAsync(Exported.Canary, ExportFormat.HrvLogger);
        var exact = HrvReport.Of([.. Exported.Canary.Beats.Where(b => b.Segment > 0).Select(b => b.Ms)]);
        Assert.Equal(Encoding.UTF8.GetString(HrvJson.Write(exact)), Encoding.UTF8.GetString(HrvJson.Write(HrvReport.Of(Read(file)))));
        Assert.StartsWith("date,rr,since start\n2026-03-02T09:00:0", Encoding.UTF8.GetString(file.Content.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,rr,since start\nx,800,0\nx,810,800\n", 2)]
    [InlineData("date, RR ,Since Start\nx,800,0\n", 1)]
    public void The_header_of_HRV_Logger_is_read(string text, int intervals)
    {
        using var reader = new StringReader(text);
        Assert.Equal(intervals, RrSeriesReader.Read(reader, "x.csv").IntervalsMs!.Count);
    }

    [Theory]
    [InlineData("date,since start\nx,0\n")]
    [InlineData("date,rr\nx,800\n")]
    public void A_column_rr_alone_is_not_taken_for_one(string text)
    {
        using var reader = new StringReader(text);
        Assert.False(RrSeriesReader.Read(reader, "x.csv").IsSeries);
    }

    private static IReadOnlyList<double> Read(ExportFile file)
    {
        using var reader = new StringReader(Encoding.UTF8.GetString(file.Content.Span));
        var series = RrSeriesReader.Read(reader, file.Name);
        Assert.True(series.IsSeries, series.Fault?.ToString());
        return series.IntervalsMs;
    }
}
