namespace HeartMonitor.Core.Signal;

/// <summary>The strap's own rates of the last seconds: what intervals are held against. No allocation.</summary>
internal sealed class RateWindow
{
    private const int Kept = 64; // 10 s at 4 Hz, and more

    private readonly (DateTimeOffset At, int Bpm)[] _ring = new (DateTimeOffset, int)[Kept];
    private int _next;
    private int _count;

    public void Add(int bpm, DateTimeOffset at)
    {
        _ring[_next] = (at, bpm);
        _next = (_next + 1) % Kept;
        _count = Math.Min(_count + 1, Kept);
    }

    public void Break() => _count = 0;

    /// <summary>Mean of the last <paramref name="seconds"/> seconds, bpm, and how many there were.</summary>
    public (double Bpm, int Count) Mean(double seconds, DateTimeOffset now)
    {
        double sum = 0;
        var count = 0;
        for (var back = 1; back <= _count; back++)
        {
            var (at, bpm) = _ring[(_next - back + Kept) % Kept];
            if ((now - at).TotalSeconds >= seconds) break;
            sum += bpm;
            count++;
        }

        return (count == 0 ? double.NaN : sum / count, count);
    }

    /// <summary>The oldest rate that came less than <paramref name="seconds"/> seconds ago (the newest left out); null when there is none.</summary>
    public int? Oldest(double seconds, DateTimeOffset now) => OldestWithin(seconds, now, from: 2);

    /// <summary>The same with the newest.</summary>
    public int? OldestWithin(double seconds, DateTimeOffset now, int from = 1)
    {
        int? oldest = null;
        for (var back = from; back <= _count; back++)
        {
            var (at, bpm) = _ring[(_next - back + Kept) % Kept];
            if ((now - at).TotalSeconds > seconds) break;
            oldest = bpm;
        }

        return oldest;
    }
}
