using HeartMonitor.Research.Artefacts;

namespace HeartMonitor.Research.Hrv;

/// <summary>What verb <c>hrv</c> prints of one series of intervals (contracts 5).</summary>
/// <param name="Beats">Number of intervals (decisions 39).</param>
/// <param name="Raw">Figures of the series as it came.</param>
/// <param name="Artefacts">What is wrong with which beats.</param>
/// <param name="ArtefactPercent">Share of the beats that are artefacts, 0 to 100; a series of n intervals has n + 1 beats. Null where no figure is given.</param>
/// <param name="Corrected">Figures after one pass of correction.</param>
/// <param name="Reasons">Figure to the reason why it is null or must not be used; sorted by name.</param>
public sealed record HrvReport(
    int Beats,
    HrvMetrics Raw,
    BeatArtefacts Artefacts,
    double? ArtefactPercent,
    HrvMetrics Corrected,
    IReadOnlyDictionary<string, string> Reasons)
{
    /// <summary>Above it no variability figure is to be used, percent of the beats (domain-facts 5.4).</summary>
    public const double MostArtefactPercent = 5;

    /// <summary>Above it the signal itself is bad, percent of the beats (domain-facts 5.4).</summary>
    public const double BadSignalPercent = 20;

    /// <summary>Above it a series stays too irregular for any of the figures, percent of the intervals that <see cref="TimeDomain.Jumps"/>
    /// counts after the correction. Half of them and more in rhythms irregular by nature, at most 7 in the 81 recordings of the tests.</summary>
    public const double MostJumpsPercent = 20;

    /// <summary>Judges, corrects and computes, in time linear in the number of intervals.</summary>
    /// <param name="rrMs">Intervals in milliseconds, finite and over 0, in order of occurrence; at least one.</param>
    /// <param name="obstacles">What is known to make the figures meaningless; with any of it, none is given and nothing is called an artefact.</param>
    public static HrvReport Of(IReadOnlyList<double> rrMs, HrvObstacles obstacles = HrvObstacles.None)
    {
        if (obstacles != HrvObstacles.None) return new(rrMs.Count, HrvMetrics.None, BeatArtefacts.None, null, HrvMetrics.None, HrvReasons.For(obstacles));
        var intervals = rrMs.ToArray();
        var artefacts = LipponenTarvainen.Find(intervals);
        var percent = 100.0 * artefacts.Count / (intervals.Length + 1);
        var raw = HrvMetrics.Of(intervals);
        var mended = BeatCorrection.Apply(intervals, artefacts);
        var corrected = HrvMetrics.Of(mended);
        return new(intervals.Length, raw, artefacts, percent, corrected, HrvReasons.For(raw, corrected, percent, TimeDomain.Jumps(mended)));
    }
}
