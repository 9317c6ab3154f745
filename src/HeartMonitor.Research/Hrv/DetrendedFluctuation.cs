using MathNet.Numerics.LinearRegression;

namespace HeartMonitor.Research.Hrv;

/// <summary>
/// Detrended fluctuation analysis, short-term exponent alpha1 (Peng 1995; domain-facts 5.6): the running sum of the deviations from the mean
/// is cut into boxes of 4 to 16 beats, a least-squares line taken out of each, and the rms of what is left compared with the size of
/// the box. Boxes of n start every floor(n/2) beats from 0 while start + n &lt; count (decisions 39).
/// </summary>
public static class DetrendedFluctuation
{
    /// <summary>Decisions 39.</summary>
    public const int FewestIntervals = 128;

    private const int SmallestBox = 4;
    private const int LargestBox = 16;

    /// <summary>Far below any clock: what is left of a series that does not vary is rounding.</summary>
    private const double LeastFluctuationMs = 1e-6;

    /// <summary>Slope of log F(n) on log n; null under <see cref="FewestIntervals"/> intervals, or when they do not vary.</summary>
    /// <param name="rrMs">Intervals, ms, finite.</param>
    public static double? Alpha1(ReadOnlySpan<double> rrMs)
    {
        if (rrMs.Length < FewestIntervals) return null;
        var profile = Profile(rrMs);
        var sizes = Enumerable.Range(SmallestBox, LargestBox - SmallestBox + 1).ToArray();
        var fluctuations = Array.ConvertAll(sizes, box => Fluctuation(profile, box));
        if (Array.Exists(fluctuations, f => f < LeastFluctuationMs)) return null;
        return SimpleRegression.Fit(Array.ConvertAll(sizes, n => Math.Log(n)), Array.ConvertAll(fluctuations, Math.Log)).B;
    }

    private static double[] Profile(ReadOnlySpan<double> rrMs)
    {
        var profile = rrMs.ToArray();
        var mean = TimeDomain.Mean(profile);
        var sum = 0.0;
        for (var i = 0; i < profile.Length; i++) profile[i] = sum += profile[i] - mean;
        return profile;
    }

    /// <summary>F(n): root of the mean over boxes of the mean squared residual.</summary>
    private static double Fluctuation(double[] profile, int box)
    {
        var (squares, boxes) = (0.0, 0);
        for (var start = 0; start + box < profile.Length; start += box / 2, boxes++)
            squares += SquaredResiduals(profile.AsSpan(start, box)) / box;

        return Math.Sqrt(squares / boxes);
    }

    /// <summary>Sum of the squared distances from the least-squares line.</summary>
    private static double SquaredResiduals(ReadOnlySpan<double> box)
    {
        var middle = (box.Length - 1) / 2.0;
        var (mean, slope) = (0.0, 0.0);
        for (var i = 0; i < box.Length; i++)
        {
            mean += box[i] / box.Length;
            slope += (i - middle) * box[i];
        }

        slope /= box.Length * ((box.Length * box.Length) - 1) / 12.0; // the sum of the squared distances of 0..n-1 from their middle
        var squares = 0.0;
        for (var i = 0; i < box.Length; i++)
        {
            var residual = box[i] - mean - (slope * (i - middle));
            squares += residual * residual;
        }

        return squares;
    }
}
