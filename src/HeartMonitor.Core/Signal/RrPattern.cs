using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// A hint that the pattern of intervals is irregular (domain-facts 5.7): RMSSD over the mean interval, and the Shannon entropy of the
/// intervals' distribution, over 128 of them. Off unless configured: in a mixed set every second such hint is wrong. Never a name of a rhythm.
/// </summary>
/// <remarks>Sources: RMSSD/mean above 0.1 and entropy above 0.7 over 128 beats, after Dash et al. 2009, 16 bins without the 8 longest and the
/// 8 shortest intervals.</remarks>
internal static class RrPattern
{
    /// <summary>Intervals that are looked at.</summary>
    internal const int Beats = 128;

    private const int Trimmed = 8;
    private const int Bins = 16;

    /// <summary>The newest 128 intervals are irregular; false when there are fewer, or too many of them are miscounted.</summary>
    internal static bool IsIrregular(BeatWindow beats, RuleOptions rules)
    {
        Span<float> ms = stackalloc float[Beats];
        Span<BeatKind> kinds = stackalloc BeatKind[Beats];
        if (beats.CopyNewest(ms, kinds) < Beats) return false;
        var spoilt = 0;
        foreach (var kind in kinds)
            if (kind is BeatKind.Missed or BeatKind.Extra or BeatKind.OutOfRange or BeatKind.Filler) spoilt++;
        if (spoilt >= rules.IrregularArtefactShare * Beats) return false;
        return RelativeRmssd(ms) > rules.IrregularRmssdShare && Entropy(ms) > rules.IrregularEntropy;
    }

    internal static double RelativeRmssd(ReadOnlySpan<float> ms)
    {
        double squares = 0, sum = ms[0];
        for (var i = 1; i < ms.Length; i++)
        {
            double difference = ms[i] - ms[i - 1];
            squares += difference * difference;
            sum += ms[i];
        }

        return Math.Sqrt(squares / (ms.Length - 1)) / (sum / ms.Length);
    }

    /// <summary>Entropy of the distribution over 16 equal bins, 0 (all in one) to 1 (evenly spread).</summary>
    internal static double Entropy(ReadOnlySpan<float> ms)
    {
        Span<float> sorted = stackalloc float[ms.Length];
        ms.CopyTo(sorted);
        sorted.Sort();
        sorted = sorted[Trimmed..^Trimmed];
        var (from, width) = (sorted[0], (sorted[^1] - sorted[0]) / Bins);
        if (width <= 0) return 0;
        Span<int> counts = stackalloc int[Bins];
        foreach (var value in sorted) counts[Math.Min(Bins - 1, (int)((value - from) / width))]++;
        double entropy = 0;
        foreach (var count in counts)
            if (count > 0) entropy -= (double)count / sorted.Length * Math.Log((double)count / sorted.Length);
        return entropy / Math.Log(Bins);
    }
}
