namespace HeartMonitor.Storage.Influx;

/// <summary>
/// The samples of one session in one minute, and the figures of <c>hr_1m</c> over them. The order in which they came does not matter, and one that
/// comes again changes nothing, so the figures are those of the journal whatever happened on the way.
/// </summary>
internal sealed class MinuteSamples
{
    /// <summary>A value stands for at most 5 s (product: minutes and coverage).</summary>
    internal const long HoldMicroseconds = 5_000_000;

    internal const long MinuteMicroseconds = 60_000_000;

    private readonly SortedDictionary<(long At, long Seq), int> _samples = [];

    /// <summary>Something was added since the minute was written.</summary>
    internal bool IsDirty { get; set; }

    /// <summary>Position of the last sample, or 0.</summary>
    internal long LastSeq => _samples.Count == 0 ? 0 : _samples.Last().Key.Seq;

    /// <summary>Adds a sample, once.</summary>
    /// <param name="at">Microseconds since 1970.</param>
    /// <param name="seq">Journal position.</param>
    /// <param name="bpm">The rate, or 0 for a sample that does not count and only ends the time of the one before it.</param>
    internal void Add(long at, long seq, int bpm) => _samples.TryAdd((at, seq), bpm);

    /// <summary>Beginning of the minute that an instant is in, both in microseconds since 1970.</summary>
    internal static long MinuteOf(long at) => at - (((at % MinuteMicroseconds) + MinuteMicroseconds) % MinuteMicroseconds);

    /// <summary>The figures; null when no sample counts.</summary>
    /// <param name="minute">The minute's beginning, microseconds since 1970.</param>
    /// <param name="before">The same session's minute before, or null.</param>
    internal MinuteFigures? Figures(long minute, MinuteSamples? before)
    {
        var (min, max, n) = (int.MaxValue, 0, 0L);
        var (weighted, own) = (0.0, 0L);
        var end = minute + MinuteMicroseconds;
        var left = _samples.ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var (at, bpm) = (left[i].Key.At, left[i].Value);
            if (bpm == 0) continue;
            var stands = Math.Min(HoldMicroseconds, (i + 1 < left.Length ? left[i + 1].Key.At : end) - at);
            (min, max, n) = (Math.Min(min, bpm), Math.Max(max, bpm), n + 1);
            weighted += (double)bpm * stands;
            own += stands;
        }

        if (n == 0 || own == 0) return null;
        var carried = before?.Carried(minute, left[0].Key.At) ?? 0;
        return new(min, max, Math.Round(weighted / own, 3), n, Math.Round((own + carried) / (double)MinuteMicroseconds, 4));
    }

    /// <summary>How long the last sample stands into the next minute, up to <paramref name="next"/>.</summary>
    private long Carried(long nextMinute, long next)
    {
        if (_samples.Count == 0) return 0;
        var (key, bpm) = _samples.Last();
        return bpm == 0 ? 0 : Math.Max(0, Math.Min(key.At + HoldMicroseconds, next) - nextMinute);
    }
}

/// <summary>A minute of a session's heart rate.</summary>
/// <param name="Min">Lowest counted value, bpm.</param>
/// <param name="Max">Highest, bpm.</param>
/// <param name="Mean">Mean over time: a value stands until the next sample, at most 5 s; bpm.</param>
/// <param name="N">Samples that count.</param>
/// <param name="Coverage">Part of the minute for which a value stands, 0 to 1.</param>
internal sealed record MinuteFigures(int Min, int Max, double Mean, long N, double Coverage);
