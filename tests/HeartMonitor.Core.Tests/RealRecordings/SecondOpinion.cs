namespace HeartMonitor.Core.Tests.RealRecordings;

/// <summary>One rate that a recording holds, from a row or from a beat.</summary>
/// <param name="At">Seconds since the first row.</param>
/// <param name="Bpm">The rate.</param>
/// <param name="Disputed">Something in the recording itself speaks against it.</param>
internal readonly record struct RecordedRate(double At, double Bpm, bool Disputed);

/// <summary>
/// Whether the recording bears out an alert that the rate is over a limit, without the gate, the history or the rules: the undisputed rates of the
/// 20 s before it (its delay) lie over the limit, and those before or after that stretch are not another heart's. A rate that stands 25 bpm
/// off both its sides for a while is what a strap makes up, not a heart. Nor may the number that the alert names be one that is not there.
/// </summary>
internal sealed class SecondOpinion(IReadOnlyList<RecordedRate> rates)
{
    private const double DelaySeconds = 20; // decisions 2
    private const double SideSeconds = 60;
    private const double LargestStep = 25; // domain-facts 5.1: a larger step within a second is no heart's
    private const double LargestShare = 0.2; // Malik, domain-facts 5.4
    private const double MedianSeconds = 10; // decisions 2: the value that is held against a ceiling
    private const double Smoothing = 10; // a rate made of beats is the mean of 5 s, and a heart slows by some 2 bpm a second
    private const int FewestRates = 3;

    /// <summary>By rows; a leap of the rate within a second disputes the row after it.</summary>
    internal static SecondOpinion ByRows(IReadOnlyList<RecordedRow> rows)
    {
        var leaps = RecordedDefect.In(rows).Where(d => d.Kind == DefectKind.Step).Select(d => d.Row).ToHashSet();
        return new([.. rows.Select((row, i) => new RecordedRate(row.Time, row.Bpm ?? 0, leaps.Contains(i) || row.Bpm is not (>= 30 and <= 230)))]);
    }

    /// <summary>By beats; an interval disputes itself that no heart has (domain-facts 5.1), or that is a fifth off the median of the five around it.</summary>
    internal static SecondOpinion ByBeats(IReadOnlyList<(double At, double Ms)> beats) => new([.. beats.Select((beat, i) => new RecordedRate(
        beat.At, 60_000 / beat.Ms, beat.Ms is < 273 or > 2000 || Math.Abs(beat.Ms - MedianAround(beats, i)) > LargestShare * MedianAround(beats, i)))]);

    /// <summary>Why the recording does not bear it out; null when it does.</summary>
    /// <param name="at">Second of the alert.</param>
    /// <param name="used">The rate that it names, bpm.</param>
    /// <param name="limit">What it must be over, bpm.</param>
    internal string? Contradicts(double at, double used, double limit)
    {
        var during = Between(at - DelaySeconds, at);
        var undisputed = Undisputed(during);
        if (undisputed.Count < FewestRates || undisputed.Count < during.Count / 2) return $"{undisputed.Count} of {during.Count} rates are undisputed";
        var level = Median(undisputed);
        if (level <= limit) return $"the undisputed rates are {level:F0}, not over {limit}";
        if (used > Level(at - MedianSeconds, at) + Smoothing) return $"it names {used}, the recording has {Level(at - MedianSeconds, at):F0}";
        double[] sides = [.. Side(at - DelaySeconds - SideSeconds, at - DelaySeconds), .. Side(at, at + SideSeconds)];
        return Array.Exists(sides, side => Math.Abs(side - level) <= LargestStep) ? null : $"{level:F0} stands alone beside {string.Join(" and ", sides.Select(s => $"{s:F0}"))}";
    }

    internal string Around(double at) => string.Join(' ', Between(at - 40, at + 20).Select(r => $"{r.Bpm:F0}{(r.Disputed ? "*" : "")}{(r.At <= at && r.At > at - 1 ? "|" : "")}"));

    internal double Level(double from, double to) => Median(Undisputed(Between(from, to)));

    private IEnumerable<double> Side(double from, double to) => Undisputed(Between(from, to)) is { Count: >= FewestRates } side ? [Median(side)] : [];

    private List<RecordedRate> Between(double from, double to) => [.. rates.Where(r => r.At > from && r.At <= to)];

    private static List<double> Undisputed(List<RecordedRate> some) => [.. some.Where(r => !r.Disputed).Select(r => r.Bpm)];

    private static double MedianAround(IReadOnlyList<(double At, double Ms)> beats, int i) =>
        Median([.. Enumerable.Range(Math.Max(0, i - 2), 5).Where(k => k < beats.Count).Select(k => beats[k].Ms)]);

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
