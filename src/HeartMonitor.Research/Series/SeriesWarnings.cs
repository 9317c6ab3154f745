namespace HeartMonitor.Research.Series;

/// <summary>What whoever uses a series must know before anything else, as codes; the figures behind them stand elsewhere in it.</summary>
public static class SeriesWarnings
{
    /// <summary>No interval between beats stands in a segment: files of intervals alone would be empty.</summary>
    public const string NoIntervals = "no-intervals";

    /// <summary>The warnings of a series: <c>open rows-lost no-readings no-intervals intervals-smoothed</c>.</summary>
    public static IReadOnlyList<string> Of(SessionSeries series)
    {
        var warnings = new List<string>();
        if (series.IsOpen) warnings.Add("open");
        if (series.Losses.Count > 0) warnings.Add("rows-lost");
        if (!series.Samples.Any(s => s.IsReading)) warnings.Add("no-readings");
        if (!HasIntervals(series)) warnings.Add(NoIntervals);
        else if (series.Straps.Any(s => !s.IntervalsAreBeats)) warnings.Add("intervals-smoothed");
        return warnings;
    }

    /// <summary>There is something for a file of intervals.</summary>
    public static bool HasIntervals(SessionSeries series) => series.Beats.Any(b => b.Segment > 0);
}
