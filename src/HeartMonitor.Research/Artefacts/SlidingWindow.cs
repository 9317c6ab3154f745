namespace HeartMonitor.Research.Artefacts;

/// <summary>
/// Quantiles over a window that slides along a series, centred on each value and cut off at both ends. The window is kept sorted: a step
/// costs two binary searches and moving at most one window of numbers, so a series costs time linear in its length.
/// </summary>
internal sealed class SlidingWindow
{
    private readonly double[] _sorted;
    private int _count;

    private SlidingWindow(int width) => _sorted = new double[width];

    /// <summary>The median around each value.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <param name="width">Odd: half of it is looked at before and after each value.</param>
    internal static double[] Medians(double[] values, int width)
    {
        var medians = new double[values.Length];
        Slide(values, width, (i, window) => medians[i] = window.Quantile(0.5));
        return medians;
    }

    /// <summary>Half the distance between the quartiles around each value.</summary>
    /// <inheritdoc cref="Medians" path="/param"/>
    internal static double[] QuartileDeviations(double[] values, int width)
    {
        var deviations = new double[values.Length];
        Slide(values, width, (i, window) => deviations[i] = (window.Quantile(0.75) - window.Quantile(0.25)) / 2);
        return deviations;
    }

    private static void Slide(double[] values, int width, Action<int, SlidingWindow> take)
    {
        var half = width / 2;
        var window = new SlidingWindow(width);
        for (var i = 0; i < Math.Min(half, values.Length); i++) window.Add(values[i]);
        for (var i = 0; i < values.Length; i++)
        {
            if (i > half) window.Remove(values[i - half - 1]);
            if (i + half < values.Length) window.Add(values[i + half]);
            take(i, window);
        }
    }

    private void Add(double value)
    {
        var found = Array.BinarySearch(_sorted, 0, _count, value);
        var at = found < 0 ? ~found : found;
        Array.Copy(_sorted, at, _sorted, at + 1, _count - at);
        _sorted[at] = value;
        _count++;
    }

    private void Remove(double value)
    {
        var at = Array.BinarySearch(_sorted, 0, _count, value);
        _count--;
        Array.Copy(_sorted, at + 1, _sorted, at, _count - at);
    }

    /// <summary>Linear between the two nearest ranks, as spreadsheets, numpy and R (type 7) have it.</summary>
    private double Quantile(double share)
    {
        var rank = (_count - 1) * share;
        var low = (int)rank;
        var high = Math.Min(low + 1, _count - 1);
        return _sorted[low] + ((_sorted[high] - _sorted[low]) * (rank - low));
    }
}
