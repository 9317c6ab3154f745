namespace HeartMonitor.Research.Artefacts;

/// <summary>
/// The series that beats are judged by (domain-facts 5.4, steps 1 and 2), each as long as there are beats. Beat 0 ends no interval; the
/// mean interval and the mean difference stand in for it, so that windows at the start are not pulled.
/// </summary>
internal sealed class BeatSeries
{
    /// <summary>Times the quartile deviation: Lipponen and Tarvainen 2019.</summary>
    private const double Spread = 5.2;

    /// <summary>Beats around the one in hand whose quartiles make the threshold: Lipponen and Tarvainen 2019.</summary>
    private const int ThresholdWindow = 91;

    /// <summary>Beats around the one in hand whose median it is held against: Lipponen and Tarvainen 2019.</summary>
    private const int MedianWindow = 11;

    /// <summary>Below the resolution of a strap (1/1024 s): only keeps steady series from dividing by zero (contracts 5).</summary>
    private const double LeastThresholdMs = 1;

    internal BeatSeries(ReadOnlySpan<double> rrMs)
    {
        IntervalMs = WithStandIn(rrMs);
        MedianMs = SlidingWindow.Medians(IntervalMs, MedianWindow);
        Step = Differences(IntervalMs);
        Divide(Step, Thresholds(Step));
        Offset = OffsetsFrom(MedianMs);
        ThresholdMs = Thresholds(Offset);
        Divide(Offset, ThresholdMs);
    }

    internal int Count => IntervalMs.Length;

    /// <summary>The interval that beat k ends, ms.</summary>
    internal double[] IntervalMs { get; }

    /// <summary>Median of the intervals around, ms.</summary>
    internal double[] MedianMs { get; }

    /// <summary>dRRn: change from the interval before, in thresholds of such changes.</summary>
    internal double[] Step { get; }

    /// <summary>mRRn: distance from the median, twice that below it, in <see cref="ThresholdMs"/>.</summary>
    internal double[] Offset { get; }

    /// <summary>Th2, ms.</summary>
    internal double[] ThresholdMs { get; }

    private static double[] WithStandIn(ReadOnlySpan<double> rrMs)
    {
        var intervals = new double[rrMs.Length + 1];
        rrMs.CopyTo(intervals.AsSpan(1));
        var sum = 0.0;
        foreach (var interval in rrMs) sum += interval;
        intervals[0] = sum / rrMs.Length;
        return intervals;
    }

    private static double[] Differences(double[] intervals)
    {
        var differences = new double[intervals.Length];
        for (var k = 1; k < intervals.Length; k++) differences[k] = intervals[k] - intervals[k - 1];
        differences[0] = (intervals[^1] - intervals[0]) / (intervals.Length - 1);
        return differences;
    }

    private double[] OffsetsFrom(double[] medians)
    {
        var offsets = new double[Count];
        for (var k = 0; k < offsets.Length; k++)
        {
            var offset = IntervalMs[k] - medians[k];
            offsets[k] = offset < 0 ? 2 * offset : offset;
        }

        return offsets;
    }

    private static double[] Thresholds(double[] values)
    {
        var thresholds = SlidingWindow.QuartileDeviations(Array.ConvertAll(values, Math.Abs), ThresholdWindow);
        for (var k = 0; k < thresholds.Length; k++) thresholds[k] = Math.Max(Spread * thresholds[k], LeastThresholdMs);
        return thresholds;
    }

    private static void Divide(double[] values, double[] by)
    {
        for (var k = 0; k < values.Length; k++) values[k] /= by[k];
    }
}
