namespace HeartMonitor.Core.Signal;

/// <summary>
/// The last three minutes of heart rate in whole seconds: what the rules judge. A ring of 180 values per person, filled once a second; a
/// second without a value holds the last one for some seconds and is empty after that. Means and medians are over filled seconds.
/// </summary>
public sealed class HeartRateHistory(int holdSeconds)
{
    private const int Seconds = 180;
    private const int MedianSeconds = 10;

    private readonly float[] _ring = CreateEmpty();
    private int _next;
    private float _sum;
    private int _count;
    private float _last = float.NaN;
    private int _held;

    /// <summary>A value that the gate let through, bpm.</summary>
    public void Add(double bpm)
    {
        _sum += (float)bpm;
        _count++;
    }

    /// <summary>Ends the current second. When <paramref name="usable"/> is false the held value is forgotten.</summary>
    /// <returns>True when the second has a value.</returns>
    public bool CloseSecond(bool usable)
    {
        if (_count > 0)
        {
            _last = _sum / _count;
            _held = 0;
        }
        else if (++_held >= holdSeconds || !usable)
        {
            _last = float.NaN;
        }

        (_sum, _count) = (0, 0);
        _ring[_next] = _last;
        _next = (_next + 1) % Seconds;
        return !float.IsNaN(_last);
    }

    /// <summary>Seconds in which nobody listened: they are empty, and what came before them lies so much further back.</summary>
    public void Skip(int seconds)
    {
        (_sum, _count, _last) = (0, 0, float.NaN);
        for (var i = 0; i < Math.Min(seconds, Seconds); i++)
        {
            _ring[_next] = float.NaN;
            _next = (_next + 1) % Seconds;
        }
    }

    /// <summary>Mean of the last <paramref name="seconds"/> seconds, 1 to 180, ending <paramref name="endedAgo"/> seconds ago; NaN when
    /// fewer than <paramref name="needs"/> of them have a value.</summary>
    public double Mean(int seconds, int needs, int endedAgo = 0)
    {
        double sum = 0;
        var count = 0;
        for (var i = 1; i <= seconds; i++)
        {
            var value = Ago(i + endedAgo);
            if (float.IsNaN(value)) continue;
            sum += value;
            count++;
        }

        return count >= needs ? sum / count : double.NaN;
    }

    /// <summary>How many of the last <paramref name="seconds"/> seconds, 1 to 180, have a value.</summary>
    public int Filled(int seconds)
    {
        var count = 0;
        for (var i = 1; i <= seconds; i++)
            if (!float.IsNaN(Ago(i))) count++;
        return count;
    }

    /// <summary>Median of the last 10 seconds; NaN when fewer than half have a value.</summary>
    public double MedianOfTen()
    {
        Span<float> values = stackalloc float[MedianSeconds];
        var count = 0;
        for (var i = 1; i <= MedianSeconds; i++)
        {
            var value = Ago(i);
            if (!float.IsNaN(value)) values[count++] = value;
        }

        if (count < MedianSeconds / 2) return double.NaN;
        values = values[..count];
        values.Sort();
        return count % 2 == 1 ? values[count / 2] : (values[(count / 2) - 1] + values[count / 2]) / 2.0;
    }

    private static float[] CreateEmpty()
    {
        var ring = new float[Seconds];
        Array.Fill(ring, float.NaN);
        return ring;
    }

    private float Ago(int seconds) => seconds > Seconds ? float.NaN : _ring[(_next - seconds + (2 * Seconds)) % Seconds];
}
