using System.Globalization;
using System.Text;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;

namespace HeartMonitor.Research.Exports;

/// <summary>Intervals alone, for programs that read nothing else.</summary>
internal static class IntervalText
{
    /// <summary>
    /// Plain text has no time, so that every segment is a file of its own; whole milliseconds, as such files are made. What is no beat, or came off the skin, is in none
    /// of them.
    /// </summary>
    internal static IReadOnlyList<ExportFile> Kubios(SessionSeries series) =>
    [
        .. series.Beats.Where(b => b.Segment > 0).GroupBy(b => b.Segment).OrderBy(g => g.Key).Select(segment => ExportFile.OfText(
            string.Create(CultureInfo.InvariantCulture, $"{series.Session}_seg-{segment.Key:00}_rr.txt"),
            string.Concat(segment.Select(b => Math.Floor(b.Ms + 0.5).ToString(CultureInfo.InvariantCulture) + "\n")))),
    ];

    /// <summary>As HRV Logger writes them: <c>date,rr,since start</c>, an ISO time and milliseconds, not rounded.</summary>
    internal static ExportFile HrvLogger(SessionSeries series)
    {
        var text = new StringBuilder("date,rr,since start\n");
        foreach (var beat in series.Beats.Where(b => b.Segment > 0))
            text.Append(CsvText.Instant(beat.At)).Append(',').Append(CsvText.Number(beat.Ms)).Append(',').Append(CsvText.Number((beat.At - series.StartedAt).Ticks / (double)TimeSpan.TicksPerMillisecond)).Append('\n');
        return ExportFile.OfText($"{series.Session}_hrvlogger.csv", text.ToString());
    }
}
