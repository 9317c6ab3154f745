using HeartMonitor.Core;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Tables;

/// <summary>A session over one stretch of equal length.</summary>
/// <param name="At">Its beginning.</param>
/// <param name="T">The same, seconds from the session's start.</param>
/// <param name="Mean">Time-weighted mean of the good values, /min; null where there is none.</param>
/// <param name="Min">Lowest good value.</param>
/// <param name="Max">Highest good value.</param>
/// <param name="CoveragePercent">Part of the stretch with a good value.</param>
/// <param name="Packets">Packets of any quality.</param>
/// <param name="Good">Good ones.</param>
/// <param name="Gap">Why there is no reading in all of it; null where there is one.</param>
/// <param name="Phase">The phase that most of it is in, the earlier of two equal ones; null where most of it is in none.</param>
/// <param name="IsPaused">Paused for more than half of it.</param>
internal sealed record SeriesMean(
    DateTimeOffset At, double T, double? Mean, int? Min, int? Max, double CoveragePercent, int Packets, int Good, string? Gap, string? Phase, bool IsPaused);

/// <summary>Means over equal stretches from the session's start to its end. A value stands until the next packet, at most 5 s (decisions 35); late ones stand for nothing.</summary>
internal static class SeriesMeans
{
    private const double HoldSeconds = 5;

    internal static IReadOnlyList<SeriesMean> Of(SessionSeries series, int seconds)
    {
        var length = series.T(series.EndedAt ?? series.LastAt);
        var sums = new Sum[Math.Max(1, (int)Math.Ceiling(length / seconds))];
        Count(series, seconds, sums);
        Spread(series, seconds, length, sums);
        var means = new SeriesMean[sums.Length];
        for (var i = 0; i < sums.Length; i++) means[i] = Mean(series, sums[i], (double)i * seconds, Math.Min(seconds, Math.Max(length - ((double)i * seconds), 0)));
        return means;
    }

    private record struct Sum(double Weighted, double Seconds, int? Min, int? Max, int Packets, int Good);

    private static void Count(SessionSeries series, int seconds, Sum[] sums)
    {
        foreach (var sample in series.Samples)
        {
            var i = (int)(sample.T / seconds);
            if (i < 0 || i >= sums.Length) continue;
            ref var sum = ref sums[i];
            sum.Packets++;
            if (!IsGood(sample)) continue;
            sum.Good++;
            sum.Min = sum.Min is { } min && min < sample.Bpm ? min : sample.Bpm;
            sum.Max = sum.Max is { } max && max > sample.Bpm ? max : sample.Bpm;
        }
    }

    /// <summary>Gives each good value its time, cut at the borders of the stretches.</summary>
    private static void Spread(SessionSeries series, int seconds, double length, Sum[] sums)
    {
        var live = series.Samples.Where(s => !s.IsLate).ToList();
        for (var i = 0; i < live.Count; i++)
        {
            if (!IsGood(live[i])) continue;
            var (from, to) = (live[i].T, Math.Min(live[i].T + HoldSeconds, i + 1 < live.Count ? live[i + 1].T : length));
            to = Math.Min(to, length);
            while (from < to)
            {
                var at = Math.Min((int)(from / seconds), sums.Length - 1);
                var border = at == sums.Length - 1 ? to : Math.Min(to, (at + 1.0) * seconds);
                sums[at].Weighted += live[i].Bpm!.Value * (border - from);
                sums[at].Seconds += border - from;
                from = border;
            }
        }
    }

    private static bool IsGood(in SeriesSample sample) => sample is { Bpm: not null, Label.Quality: SignalQuality.Good, IsLate: false };

    private static SeriesMean Mean(SessionSeries series, in Sum sum, double from, double length)
    {
        var (start, end) = (series.StartedAt.AddSeconds(from), series.StartedAt.AddSeconds(from + length));
        var gap = series.Gaps.FirstOrDefault(g => g.From <= start && g.To >= end);
        return new(
            start,
            from,
            sum.Seconds > 0 ? Math.Round(sum.Weighted / sum.Seconds, 3) : null,
            sum.Min,
            sum.Max,
            length > 0 ? Math.Round(Math.Min(100, 100 * sum.Seconds / length), 2) : 0,
            sum.Packets,
            sum.Good,
            gap is null || length <= 0 ? null : KebabCase.Of(gap.Reason),
            PhaseOf(series, start, end),
            2 * series.Pauses.Sum(p => Overlap(p.From, p.To, start, end)) > (end - start).Ticks);
    }

    /// <summary>The phase with the most of a stretch; the time before the first one is in none.</summary>
    private static string? PhaseOf(SessionSeries series, DateTimeOffset start, DateTimeOffset end)
    {
        var parts = series.Phases.Select(p => (p.Phase, Ticks: Overlap(p.From, p.To, start, end))).Where(p => p.Ticks > 0).ToList();
        var none = (end - start).Ticks - parts.Sum(p => p.Ticks);
        return parts.Count > 0 && parts.Max(p => p.Ticks) > none ? KebabCase.Of(parts.MaxBy(p => p.Ticks).Phase) : null;
    }

    private static long Overlap(DateTimeOffset from, DateTimeOffset to, DateTimeOffset start, DateTimeOffset end) =>
        Math.Max(0, ((to < end ? to : end) - (from > start ? from : start)).Ticks);
}
