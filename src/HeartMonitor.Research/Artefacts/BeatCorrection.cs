namespace HeartMonitor.Research.Artefacts;

/// <summary>
/// Mends a series by what was found (domain-facts 5.4, step 6): extra beats are taken out, missed ones put in midway, then ectopic and
/// after them long or short ones moved midway between their neighbours. It works on intervals and never on their sum: one that is not
/// concerned stays what it was to the last bit.
/// </summary>
public static class BeatCorrection
{
    /// <summary>Beat 1 is judged against a stand-in for the interval before it, and the last beat has no neighbour: neither is moved.</summary>
    private const int FirstMovable = 2;

    /// <summary>The corrected intervals, ms: one fewer for each extra beat, one more for each missed one. Time is linear.</summary>
    /// <param name="rrMs">The intervals that were judged.</param>
    /// <param name="artefacts">What <see cref="LipponenTarvainen.Find"/> found in them.</param>
    public static double[] Apply(ReadOnlySpan<double> rrMs, BeatArtefacts artefacts)
    {
        var (intervals, newBeats) = WithRightBeats(rrMs, artefacts);
        var corrected = intervals.ToArray();
        Move(corrected, artefacts.Ectopic, newBeats);
        Move(corrected, artefacts.LongShort, newBeats);
        return corrected;
    }

    /// <summary>Takes out and puts in; the second result gives each old beat's new number.</summary>
    private static (List<double> Intervals, int[] NewBeats) WithRightBeats(ReadOnlySpan<double> rrMs, BeatArtefacts artefacts)
    {
        var extra = artefacts.Extra.ToHashSet();
        var missed = artefacts.Missed.Where(beat => beat >= FirstMovable).ToHashSet();
        var intervals = new List<double>(rrMs.Length + missed.Count);
        var newBeats = new int[rrMs.Length + 1];
        var carried = 0.0;
        for (var beat = 1; beat < newBeats.Length; beat++)
        {
            carried += rrMs[beat - 1];
            if (!extra.Contains(beat))
            {
                if (missed.Contains(beat)) intervals.Add(carried / 2);
                intervals.Add(missed.Contains(beat) ? carried / 2 : carried);
                carried = 0;
            }

            newBeats[beat] = intervals.Count;
        }

        return (intervals, newBeats);
    }

    /// <summary>All at once, from where the beats were: neighbours that both move do not chase each other.</summary>
    private static void Move(double[] intervals, IReadOnlyList<int> beats, int[] newBeats)
    {
        var shifts = new double[intervals.Length + 1];
        foreach (var old in beats)
        {
            var beat = newBeats[old];
            if (beat >= FirstMovable && beat < intervals.Length) shifts[beat] = (intervals[beat] - intervals[beat - 1]) / 2;
        }

        for (var i = 0; i < intervals.Length; i++) intervals[i] += shifts[i + 1] - shifts[i];
    }
}
