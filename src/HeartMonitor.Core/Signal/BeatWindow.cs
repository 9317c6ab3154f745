using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// The RR intervals of the last minute as they came, each with its kind. One ring per person, no allocation; a break in the readings starts
/// it anew, for intervals on both sides of it are no neighbours.
/// </summary>
internal sealed class BeatWindow(RuleOptions rules)
{
    private const int Kept = 256; // a minute at 230 bpm, and more
    private const int Neighbours = 11; // domain-facts 5.4: median of 11 beats
    private const int FewestNeighbours = 3;
    private const int FillerRaw = 512; // exactly 500 ms in units of 1/1024 s (domain-facts 1.5)
    private const int FewestPairs = 4; // ours: two short and three long, or the other way round
    private const double AlternatesFrom = 0.1; // of their mean; ours: more than breathing makes from beat to beat in work
    private const double AlternatesShare = 0.75; // ours: one packet lost among four
    private const double DoubleBeatTolerance = 0.15; // ours: how near to 2 or 3 intervals a missed beat's interval is

    private readonly Beat[] _ring = new Beat[Kept];
    private readonly float[] _neighbours = new float[Neighbours];
    private int _next;
    private int _count;
    private int _known;

    /// <summary>Intervals since the session's start.</summary>
    public long Beats { get; private set; }

    /// <summary>Of these, not <see cref="BeatKind.Fine"/>.</summary>
    public long Artefacts { get; private set; }

    /// <summary>Most intervals that came in one packet: a sensor that never sends two sends a sample of its beats, not all.</summary>
    public int MostInAPacket { get; private set; }

    /// <summary>Fillers in the newest packet.</summary>
    public int FillersInPacket { get; private set; }

    /// <summary>Intervals that are kept, newest last.</summary>
    public int Count => _count;

    /// <summary>Takes a packet's intervals.</summary>
    /// <param name="intervals">Oldest first.</param>
    /// <param name="bpm">The rate beside them: exact 500 ms are filler where it is not about 120.</param>
    /// <param name="at">Arrival.</param>
    /// <param name="counts">They are of the session's figures; false off the skin.</param>
    public void Add(in RrIntervals intervals, int bpm, DateTimeOffset at, bool counts = true)
    {
        MostInAPacket = Math.Max(MostInAPacket, intervals.Count);
        FillersInPacket = 0;
        foreach (var interval in intervals)
        {
            var ms = (float)interval.Milliseconds;
            var kind = KindOf(interval.Raw, ms, bpm);
            if (counts) Beats++;
            if (counts && kind != BeatKind.Fine) Artefacts++;
            _ring[_next] = new(at, ms, kind);
            _next = (_next + 1) % Kept;
            _count = Math.Min(_count + 1, Kept);
            if (kind == BeatKind.Filler) FillersInPacket++;
            if (kind is BeatKind.OutOfRange or BeatKind.Filler) continue;
            _neighbours[_known % Neighbours] = ms;
            _known++;
        }
    }

    /// <summary>The readings broke off: what comes next has no neighbours.</summary>
    public void Break() => (_count, _known) = (0, 0);

    /// <summary>Figures of the last <paramref name="seconds"/> seconds, at most 60.</summary>
    public BeatFigures Last(double seconds, DateTimeOffset now)
    {
        var figures = new BeatFigures();
        for (var back = 1; back <= _count; back++)
        {
            ref readonly var beat = ref _ring[(_next - back + Kept) % Kept];
            if ((now - beat.At).TotalSeconds >= seconds) break;
            figures.Count(beat.Ms, beat.Kind);
        }

        return figures;
    }

    /// <summary>Intervals of the last minute that do not fit their neighbours, 0 to 100 %; null without any.</summary>
    public double? LastMinutePercent(DateTimeOffset now)
    {
        var figures = Last(60, now);
        var all = figures.All + figures.Fillers;
        return all == 0 ? null : 100.0 * (all - figures.Fine) / all;
    }

    /// <summary>Median of the fine intervals of the last <paramref name="seconds"/> seconds, ms; NaN without any.</summary>
    public double MedianFineMs(double seconds, DateTimeOffset now)
    {
        Span<float> values = stackalloc float[Kept];
        var count = 0;
        for (var back = 1; back <= _count; back++)
        {
            ref readonly var beat = ref _ring[(_next - back + Kept) % Kept];
            if ((now - beat.At).TotalSeconds >= seconds) break;
            if (beat.Kind == BeatKind.Fine) values[count++] = beat.Ms;
        }

        return Median(values[..count]);
    }

    /// <summary>The intervals of the last <paramref name="seconds"/> seconds are short and long in turn.</summary>
    public bool Alternate(double seconds, DateTimeOffset now)
    {
        var (turns, pairs) = (0, 0);
        var before = 0.0;
        for (var back = 1; back < _count; back++)
        {
            ref readonly var beat = ref _ring[(_next - back + Kept) % Kept];
            ref readonly var earlier = ref _ring[(_next - back - 1 + Kept) % Kept];
            if ((now - earlier.At).TotalSeconds >= seconds) break;
            var difference = beat.Ms - earlier.Ms;
            pairs++;
            if (Math.Abs(difference) >= AlternatesFrom * (beat.Ms + earlier.Ms) / 2 && difference * before <= 0) turns++;
            before = difference;
        }

        return pairs >= FewestPairs && turns >= AlternatesShare * pairs;
    }

    /// <summary>How many of the intervals of the last <paramref name="seconds"/> seconds, of whatever kind, are within a share of <paramref name="ms"/>,
    /// and how many there are.</summary>
    public (int Near, int All) Near(double ms, double share, double seconds, DateTimeOffset now)
    {
        var (near, all) = (0, 0);
        for (var back = 1; back <= _count; back++)
        {
            ref readonly var beat = ref _ring[(_next - back + Kept) % Kept];
            if ((now - beat.At).TotalSeconds >= seconds) break;
            all++;
            if (Math.Abs(beat.Ms - ms) <= share * ms) near++;
        }

        return (near, all);
    }

    /// <summary>An interval came in the last <paramref name="seconds"/> seconds.</summary>
    public bool HasBeatWithin(double seconds, DateTimeOffset now) => _count > 0 && (now - _ring[(_next - 1 + Kept) % Kept].At).TotalSeconds <= seconds;

    /// <summary>All intervals of the last <paramref name="seconds"/> seconds are equal, or there are none: no heart's doing.</summary>
    public bool IsMonotone(double seconds, DateTimeOffset now)
    {
        for (var back = 2; back <= _count; back++)
        {
            ref readonly var beat = ref _ring[(_next - back + Kept) % Kept];
            if ((now - beat.At).TotalSeconds >= seconds) break;
            if (beat.Ms != _ring[(_next - 1 + Kept) % Kept].Ms) return false;
        }

        return true;
    }

    /// <summary>Copies the newest intervals, oldest first, for who looks at the pattern; returns how many.</summary>
    public int CopyNewest(Span<float> ms, Span<BeatKind> kinds)
    {
        var count = Math.Min(ms.Length, _count);
        for (var i = 0; i < count; i++)
        {
            ref readonly var beat = ref _ring[(_next - count + i + Kept) % Kept];
            (ms[i], kinds[i]) = (beat.Ms, beat.Kind);
        }

        return count;
    }

    private BeatKind KindOf(ushort raw, float ms, int bpm)
    {
        if (raw == FillerRaw && !Rates.Agree(bpm, 60_000 / ms, rules.RrDisagreesShare)) return BeatKind.Filler;
        if (ms < rules.ShortestRrMs || ms > rules.LongestRrMs) return BeatKind.OutOfRange;
        if (_known < FewestNeighbours) return BeatKind.Fine;

        var usual = NeighbourMedian();
        if (Math.Abs(ms - usual) <= rules.OddBeatShare * usual) return BeatKind.Fine;
        if (ms > usual) return IsMultiple(ms, usual) ? BeatKind.Missed : BeatKind.Odd;
        return CompletesSplit(ms, usual) ? BeatKind.Extra : BeatKind.Odd;
    }

    private static bool IsMultiple(float ms, double usual) =>
        Math.Abs((ms / 2) - usual) <= DoubleBeatTolerance * usual || Math.Abs((ms / 3) - usual) <= DoubleBeatTolerance * usual;

    /// <summary>With the short one before it, it is as long as one beat: both are halves of it.</summary>
    private bool CompletesSplit(float ms, double usual)
    {
        if (_count == 0) return false;
        ref var before = ref _ring[(_next - 1 + Kept) % Kept];
        if (before.Kind is not (BeatKind.Odd or BeatKind.OutOfRange) || before.Ms > usual || Math.Abs(before.Ms + ms - usual) > DoubleBeatTolerance * usual) return false;
        before = before with { Kind = BeatKind.Extra };
        return true;
    }

    private double NeighbourMedian()
    {
        Span<float> sorted = stackalloc float[Neighbours];
        var count = Math.Min(_known, Neighbours);
        _neighbours.AsSpan(0, count).CopyTo(sorted);
        return Median(sorted[..count]);
    }

    private static double Median(Span<float> values)
    {
        if (values.Length == 0) return double.NaN;
        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + (double)values[middle]) / 2;
    }

    private readonly record struct Beat(DateTimeOffset At, float Ms, BeatKind Kind);
}

/// <summary>Counts over a stretch of intervals.</summary>
internal struct BeatFigures
{
    private double _fineMs;
    private double _allMs;
    private double _inRangeMs;
    private int _inRange;

    /// <summary>Intervals that fit their neighbours.</summary>
    public int Fine { get; private set; }

    /// <summary>Intervals but fillers.</summary>
    public int All { get; private set; }

    /// <summary>Missed and invented beats: they make a rate wrong.</summary>
    public int Miscounted { get; private set; }

    /// <summary>Of them, missed ones.</summary>
    public int Missed { get; private set; }

    /// <summary>Exact 500 ms that are no intervals.</summary>
    public int Fillers { get; private set; }

    /// <summary>Sum of all intervals, ms, those that no heart makes left out.</summary>
    public double SumMs { get; private set; }

    /// <summary>Fine ones among those that are no filler, 0 to 1; 0 without any.</summary>
    public readonly double FineShare => All == 0 ? 0 : (double)Fine / All;

    /// <summary>Missed and invented ones among those that are no filler, 0 to 1.</summary>
    public readonly double MiscountedShare => All == 0 ? 0 : (double)Miscounted / All;

    /// <summary>Invented ones among those that are no filler, 0 to 1: halves of a beat, and what no heart makes.</summary>
    public readonly double InventedShare => All == 0 ? 0 : (double)(Miscounted - Missed) / All;

    /// <summary>Odd ones and those of about double length, 0 to 1: what an uneven rhythm is made of.</summary>
    public readonly double UnevenShare => All == 0 ? 0 : (double)(All - Fine - (Miscounted - Missed)) / All;

    /// <summary>60000 over the mean of all but fillers, those that no heart makes too, bpm; NaN without any.</summary>
    public readonly double AllBpm => 60_000.0 * All / _allMs;

    /// <summary>60000 over the mean of the fine intervals, bpm; NaN without any.</summary>
    public readonly double FineBpm => 60_000.0 * Fine / _fineMs;

    /// <summary>60000 over the mean of all intervals that a heart can make, bpm; NaN without any.</summary>
    public readonly double Bpm => 60_000.0 * _inRange / _inRangeMs;

    /// <summary>
    /// The rate is that of the fine intervals or that of all: at a leap that is real the first intervals of the new level are not fine yet, and
    /// among single odd beats only the fine ones tell the rate.
    /// </summary>
    public readonly bool AgreeWith(double bpm, double share) => Rates.Agree(bpm, FineBpm, share) || Rates.Agree(bpm, Bpm, share);

    internal void Count(float ms, BeatKind kind)
    {
        if (kind == BeatKind.Filler)
        {
            Fillers++;
            SumMs += ms;
            return;
        }

        All++;
        _allMs += ms;
        if (kind == BeatKind.OutOfRange)
        {
            Miscounted++; // no heart makes it: a beat was seen that was none, or some were not seen
            return;
        }

        (_inRange, _inRangeMs) = (_inRange + 1, _inRangeMs + ms);
        SumMs += ms;
        if (kind is BeatKind.Missed or BeatKind.Extra) Miscounted++;
        if (kind == BeatKind.Missed) Missed++;
        if (kind == BeatKind.Fine) (Fine, _fineMs) = (Fine + 1, _fineMs + ms);
    }
}

/// <summary>Rates side by side.</summary>
internal static class Rates
{
    /// <summary>Within a share of the first (domain-facts 5.2: |HR - 60000/mean(RR)| / HR). False when either is not a number.</summary>
    internal static bool Agree(double bpm, double other, double share) => Math.Abs(bpm - other) <= share * bpm;
}
