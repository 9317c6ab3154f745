namespace HeartMonitor.Research.Artefacts;

/// <summary>
/// Finds beats that are no regular heart beats in a finished series: J. A. Lipponen and M. P. Tarvainen, "A robust algorithm for heart rate
/// variability time series artefact correction using novel beat classification", J Med Eng Technol 2019;43:173-181; one pass (contracts 5).
/// Where the paper's figure and domain-facts 5.4 leave the order open it follows the public implementation in NeuroKit2: only a beat whose
/// step is over its threshold is looked at, and with it the next one when the step after that is larger still.
/// Needs 45 beats on both sides, so nothing live may wait for it; in a rhythm that is irregular by nature it would call the disease an artefact.
/// </summary>
public static class LipponenTarvainen
{
    /// <summary>As the verb <c>hrv</c> names the method.</summary>
    public const string Name = "lipponen-tarvainen";

    private const double EctopicSlope = 0.13; // c1 and c2 of the paper
    private const double EctopicOffset = 0.17;
    private const double MostOffset = 3;
    private const int FewestIntervals = 3; // a beat is judged by its two successors

    private enum Kind
    {
        Ectopic,
        Missed,
        Extra,
        LongShort,
    }

    /// <summary>Classifies the beats of <paramref name="rrMs"/>. Time is linear in their number.</summary>
    /// <param name="rrMs">Intervals in milliseconds, finite and over 0, in order of occurrence; any number of them.</param>
    public static BeatArtefacts Find(ReadOnlySpan<double> rrMs)
    {
        var found = new List<(int Beat, Kind Kind)>();
        if (rrMs.Length >= FewestIntervals) Judge(new(rrMs), found);
        return new() { Ectopic = Of(Kind.Ectopic), Missed = Of(Kind.Missed), Extra = Of(Kind.Extra), LongShort = Of(Kind.LongShort) };

        int[] Of(Kind kind) => [.. found.Where(f => f.Kind == kind).Select(f => f.Beat)];
    }

    private static void Judge(BeatSeries beats, List<(int Beat, Kind Kind)> found)
    {
        for (var k = 1; k < beats.Count - 2; k++)
        {
            if (Math.Abs(beats.Step[k]) <= 1) continue;
            if (IsEctopic(beats, k))
            {
                found.Add((k, Kind.Ectopic));
                continue;
            }

            var withNext = Math.Abs(beats.Step[k + 1]) < Math.Abs(beats.Step[k + 2]);
            if (LongOrShort(beats, k) is { } kind) found.Add((k, kind));
            if (!withNext) continue;
            k++;
            if (LongOrShort(beats, k) is { } next) found.Add((k, next));
        }
    }

    /// <summary>Step 4 of domain-facts 5.4: a step with an opposite one beside it.</summary>
    private static bool IsEctopic(BeatSeries beats, int k)
    {
        var (step, before, after) = (beats.Step[k], Mirrored(beats.Step, k - 1), Mirrored(beats.Step, k + 1));
        return step > 0
            ? Math.Max(before, after) < (-EctopicSlope * step) - EctopicOffset
            : Math.Min(before, after) > (-EctopicSlope * step) + EctopicOffset;
    }

    /// <summary>Steps 5 and 6: null for a beat that passes.</summary>
    private static Kind? LongOrShort(BeatSeries beats, int k)
    {
        var (step, next, afterNext) = (beats.Step[k], Mirrored(beats.Step, k + 1), Mirrored(beats.Step, k + 2));
        var isLong = step > 1 && Math.Min(next, afterNext) < -1;
        var isShort = step < -1 && Math.Max(next, afterNext) > 1;
        if (!isLong && !isShort && Math.Abs(beats.Offset[k]) <= MostOffset) return null;
        if (isShort && Fits(beats, k, beats.Interval[k] + beats.Interval[k + 1])) return Kind.Extra;
        return isLong && Fits(beats, k, beats.Interval[k] / 2) ? Kind.Missed : Kind.LongShort;
    }

    private static bool Fits(BeatSeries beats, int k, double interval) => Math.Abs(interval - beats.Median[k]) < beats.Threshold[k];

    /// <summary>The series goes on beyond its end as it came, the last value not repeated.</summary>
    private static double Mirrored(double[] values, int k) => values[k < values.Length ? k : (2 * (values.Length - 1)) - k];
}
