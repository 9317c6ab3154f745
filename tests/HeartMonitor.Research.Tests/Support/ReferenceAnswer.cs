using System.Text.Json;

namespace HeartMonitor.Research.Tests.Support;

/// <summary>Figures of one series as a reference tool gives them, four decimals.</summary>
internal sealed record ReferenceFigures(double MeanRrMs, double RmssdMs, double SdnnMs, double Pnn50Percent)
{
    internal static ReferenceFigures Parse(JsonElement json) =>
        new(Number(json, "mean_rr"), Number(json, "rmssd"), Number(json, "sdnn"), Number(json, "pnn50"));

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();
}

/// <summary>The answer of the reference about one recording; artefacts by kind, alphas null where it has none.</summary>
internal sealed record ReferenceAnswer(
    string File,
    ReferenceFigures Raw,
    ReferenceFigures Corrected,
    int CorrectedCount,
    double ArtefactPercent,
    IReadOnlyDictionary<string, int[]> Artefacts,
    double? RawAlpha1,
    double? CorrectedAlpha1)
{
    internal static readonly string[] Kinds = ["ectopic", "missed", "extra", "longshort"];

    internal static ReferenceAnswer Parse(string file, JsonElement json)
    {
        var kubios = json.GetProperty("neurokit_kubios");
        return new(
            file,
            ReferenceFigures.Parse(json.GetProperty("raw")),
            ReferenceFigures.Parse(kubios.GetProperty("corrected")),
            kubios.GetProperty("corrected").GetProperty("n").GetInt32(),
            kubios.GetProperty("artifact_share_of_beats_pct").GetDouble(),
            Kinds.ToDictionary(kind => kind, kind => kubios.GetProperty(kind).EnumerateArray().Select(i => i.GetInt32()).ToArray()),
            Alpha(json, "dfa_alpha1_raw"),
            Alpha(json, "dfa_alpha1_corrected"));
    }

    private static double? Alpha(JsonElement json, string name) =>
        json.TryGetProperty(name, out var alpha) && alpha.ValueKind == JsonValueKind.Number ? alpha.GetDouble() : null;
}
