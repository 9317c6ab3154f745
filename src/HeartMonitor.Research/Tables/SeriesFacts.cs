using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HeartMonitor.Core;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Tables;

/// <summary>What must be known to read a session's tables: whose, when, by which rules, and where nothing was measured.</summary>
internal static class SeriesFacts
{
    private static readonly SeriesFactsJson Json = new(new JsonSerializerOptions(SeriesFactsJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static IReadOnlyDictionary<string, string> Of(SessionSeries series, string resolution) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["session"] = Text(series.Session),
        ["participant"] = Text(series.Participant),
        ["started"] = Text(CsvText.Instant(series.StartedAt)),
        ["ended"] = series.EndedAt is { } ended ? Text(CsvText.Instant(ended)) : "null",
        ["resolution"] = Text(resolution),
        ["coveragePercent"] = JsonSerializer.Serialize(series.CoveragePercent, Json.NullableDouble),
        ["rulesVersions"] = JsonSerializer.Serialize([.. series.Versions.Rules], Json.StringArray),
        ["catalogueVersions"] = JsonSerializer.Serialize([.. series.Versions.Catalogue], Json.StringArray),
        ["activitiesVersions"] = JsonSerializer.Serialize([.. series.Versions.Activities], Json.StringArray),
        ["gaps"] = JsonSerializer.Serialize([.. series.Gaps.Select(g => new GapNote(series.T(g.From), series.T(g.To), g.Seconds, KebabCase.Of(g.Reason), g.IsPaused))], Json.GapNoteArray),
        ["rowsLost"] = JsonSerializer.Serialize([.. series.Losses.Select(l => new LossNote(series.T(l.From), series.T(l.To), l.Rows, l.ArePackets ? "packets" : "unknown", KebabCase.Of(l.Why)))], Json.LossNoteArray),
    };

    private static string Text(string text) => JsonSerializer.Serialize(text, Json.String);
}

/// <summary>A stretch of at least 3 s without a reading; seconds from the session's start.</summary>
internal sealed record GapNote(double From, double To, double Seconds, string Reason, bool Paused);

/// <summary>Rows that were stored and cannot be read; seconds from the session's start of the rows before and after them.</summary>
internal sealed record LossNote(double From, double To, long Rows, string What, string Reason);

/// <summary>Generated serialisers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GapNote[]))]
[JsonSerializable(typeof(LossNote[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double?))]
internal sealed partial class SeriesFactsJson : JsonSerializerContext;
