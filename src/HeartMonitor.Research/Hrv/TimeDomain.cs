using MathNet.Numerics.Statistics;

namespace HeartMonitor.Research.Hrv;

/// <summary>Time-domain figures (domain-facts 5.6; Task Force of the ESC and NASPE 1996). Intervals in ms; two at least, one for the mean.</summary>
internal static class TimeDomain
{
    private const double LargeDifferenceMs = 50;
    private const double Jump = 0.2; // Malik 1989, domain-facts 5.4

    internal static double Mean(double[] rrMs) => ArrayStatistics.Mean(rrMs);

    /// <summary>Sample standard deviation, n-1.</summary>
    internal static double Sdnn(double[] rrMs) => ArrayStatistics.StandardDeviation(rrMs);

    internal static double Rmssd(double[] rrMs)
    {
        var squares = 0.0;
        for (var i = 1; i < rrMs.Length; i++)
        {
            var difference = rrMs[i] - rrMs[i - 1];
            squares += difference * difference;
        }

        return Math.Sqrt(squares / (rrMs.Length - 1));
    }

    /// <summary>Percent of the n-1 differences; exactly 50 ms does not count.</summary>
    internal static double Pnn50(double[] rrMs)
    {
        var large = 0;
        for (var i = 1; i < rrMs.Length; i++)
            if (Math.Abs(rrMs[i] - rrMs[i - 1]) > LargeDifferenceMs) large++;

        return 100.0 * large / (rrMs.Length - 1);
    }

    /// <summary>Percent of the intervals that differ by more than a fifth from the one before; 0 where there is none before.</summary>
    internal static double Jumps(double[] rrMs)
    {
        var jumps = 0;
        for (var i = 1; i < rrMs.Length; i++)
            if (Math.Abs(rrMs[i] - rrMs[i - 1]) > Jump * rrMs[i - 1]) jumps++;

        return 100.0 * jumps / Math.Max(1, rrMs.Length - 1);
    }
}
