namespace HeartMonitor.Research.Artefacts;

/// <summary>
/// The series that beats are judged by (domain-facts 5.4, steps 1 and 2), each as long as there are beats. Beat 0 ends no interval; the
/// mean interval and the mean difference stand in for it, so that windows at the start are not pulled. Seconds, as the public implementation
/// has it: a step of exactly one threshold then falls on the same side of rounding.
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
    internal const double LeastThreshold = 0.001;

    internal BeatSeries(ReadOnlySpan<double> rrMs)
    {
        Interval = WithStandIn(rrMs);
        Median = SlidingWindow.Medians(Interval, MedianWindow);
        Step = Differences(Interval);
        StepThreshold = Thresholds(Step);
        Divide(Step, StepThreshold);
        Offset = OffsetsFrom(Median);
        Threshold = Thresholds(Offset);
        Divide(Offset, Threshold);
    }

    internal int Count => Interval.Length;

    /// <summary>The interval that beat k ends, s.</summary>
    internal double[] Interval { get; }

    /// <summary>Median of the intervals around, s.</summary>
    internal double[] Median { get; }

    /// <summary>dRRn: change from the interval before, in <see cref="StepThreshold"/>.</summary>
    internal double[] Step { get; }

    /// <summary>Th1, s.</summary>
    internal double[] StepThreshold { get; }

    /// <summary>mRRn: distance from the median, twice that below it, in <see cref="Threshold"/>.</summary>
    internal double[] Offset { get; }

    /// <summary>Th2, s.</summary>
    internal double[] Threshold { get; }

    private static double[] WithStandIn(ReadOnlySpan<double> rrMs)
    {
        var intervals = new double[rrMs.Length + 1];
        var sum = 0.0;
        for (var i = 0; i < rrMs.Length; i++) sum += intervals[i + 1] = rrMs[i] / 1000;
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
            var offset = Interval[k] - medians[k];
            offsets[k] = offset < 0 ? 2 * offset : offset;
        }

        return offsets;
    }

    private static double[] Thresholds(double[] values)
    {
        var thresholds = SlidingWindow.QuartileDeviations(Array.ConvertAll(values, Math.Abs), ThresholdWindow);
        for (var k = 0; k < thresholds.Length; k++) thresholds[k] = Math.Max(Spread * thresholds[k], LeastThreshold);
        return thresholds;
    }

    private static void Divide(double[] values, double[] by)
    {
        for (var k = 0; k < values.Length; k++) values[k] /= by[k];
    }
}
