using System.Globalization;

namespace HeartMonitor.Research.Hrv;

/// <summary>Why a figure of the report is null, or is there and must not be used.</summary>
internal static class HrvReasons
{
    private const string TooFew = "needs 2 intervals or more";

    private static readonly (HrvObstacles Obstacle, string Words)[] Obstacles =
    [
        (HrvObstacles.IrregularRhythm, "the record names a rhythm that is irregular by nature"),
        (HrvObstacles.Paced, "a pacemaker sets the rate"),
        (HrvObstacles.Transplanted, "the nerves that vary the rate do not reach a transplanted heart"),
        (HrvObstacles.SmoothedIntervals, "the sensor smooths its intervals: they are no beats"),
    ];

    private static readonly string NoAlpha = string.Create(
        CultureInfo.InvariantCulture,
        $"needs {DetrendedFluctuation.FewestIntervals} intervals or more that vary");

    internal static SortedDictionary<string, string> For(HrvMetrics raw, HrvMetrics corrected, double artefactPercent, double jumpsPercent)
    {
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Name(reasons, "", raw);
        Name(reasons, "corrected.", corrected);
        if (artefactPercent > HrvReport.BadSignalPercent)
            reasons["artefacts"] = Said($"more than {HrvReport.BadSignalPercent} % of the beats are artefacts: bad signal, use none of the figures");
        else if (artefactPercent > HrvReport.MostArtefactPercent)
            reasons["artefacts"] = Said($"more than {HrvReport.MostArtefactPercent} % of the beats are artefacts: use none of the figures");
        if (jumpsPercent > HrvReport.MostJumpsPercent)
            reasons["corrected"] = Said($"more than {HrvReport.MostJumpsPercent} % of the intervals still differ by over a fifth ")
                + "from the one before: too irregular, use none of the figures";
        return reasons;
    }

    /// <summary>The obstacles in words, for every figure that they keep back.</summary>
    internal static SortedDictionary<string, string> For(HrvObstacles obstacles)
    {
        var words = string.Join("; ", Obstacles.Where(o => obstacles.HasFlag(o.Obstacle)).Select(o => o.Words));
        string[] figures = ["meanRrMs", "rmssdMs", "sdnnMs", "pnn50Percent", "dfaAlpha1"];
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["artefacts"] = words };
        foreach (var figure in figures) reasons[figure] = reasons["corrected." + figure] = words;
        return reasons;
    }

    private static void Name(SortedDictionary<string, string> reasons, string prefix, HrvMetrics metrics)
    {
        if (metrics.RmssdMs is null) reasons[prefix + "rmssdMs"] = TooFew;
        if (metrics.SdnnMs is null) reasons[prefix + "sdnnMs"] = TooFew;
        if (metrics.Pnn50Percent is null) reasons[prefix + "pnn50Percent"] = TooFew;
        if (metrics.DfaAlpha1 is null) reasons[prefix + "dfaAlpha1"] = NoAlpha;
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
