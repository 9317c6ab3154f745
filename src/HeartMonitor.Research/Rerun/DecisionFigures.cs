using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Rerun;

/// <summary>
/// A decision as a flat list of figures, to be held against another. Words, ids and versions are left out: words are those of a language, ids
/// follow from the time, and versions are told once for the session.
/// </summary>
internal static class DecisionFigures
{
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "kind", "id", "rev", "text", "rulesVersion", "catalogueVersion", "activitiesVersion", "prompt",
    };

    /// <summary>Place and value, in the order of the decision's JSON.</summary>
    internal static IReadOnlyDictionary<string, string> Of(SessionEvent decided)
    {
        var figures = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(MonitorJson.Write(decided));
        Add(figures, "", document.RootElement, isSummary: decided is SummaryEvent);
        return figures;
    }

    /// <summary>What differs between the two.</summary>
    internal static IEnumerable<RerunFigure> Differences(SessionEvent? then, SessionEvent? now)
    {
        var (before, after) = (then is null ? Nothing : Of(then), now is null ? Nothing : Of(now));
        foreach (var (place, value) in before)
            if (after.GetValueOrDefault(place) is var other && other != value) yield return new(place, value, other);
        foreach (var (place, value) in after)
            if (!before.ContainsKey(place)) yield return new(place, null, value);
    }

    private static readonly Dictionary<string, string> Nothing = [];

    private static void Add(Dictionary<string, string> figures, string place, JsonElement value, bool isSummary)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (LeftOut.Contains(member.Name)) continue;
                    if (isSummary && place.Length == 0 && member.Name is "reasons" or "sources") continue; // words; what is null without them is told
                    Add(figures, place.Length == 0 ? member.Name : $"{place}.{member.Name}", member.Value, isSummary);
                }

                break;
            case JsonValueKind.Array:
                var number = 0;
                foreach (var item in value.EnumerateArray()) Add(figures, $"{place}.{NameOf(item) ?? (++number).ToString(CultureInfo.InvariantCulture)}", item, isSummary: false);
                break;
            default:
                figures[Free(figures, place)] = value.GetRawText().Trim('"');
                break;
        }
    }

    /// <summary>What an entry of a list is about, which stays when its place changes; null for a mere number in a row.</summary>
    private static string? NameOf(JsonElement item) =>
        item.ValueKind != JsonValueKind.Object ? null
        : item.TryGetProperty("what", out var what) ? what.GetString()
        : item.TryGetProperty("code", out var code) ? code.GetString()
        : null;

    private static string Free(Dictionary<string, string> figures, string place)
    {
        var free = place;
        for (var again = 2; figures.ContainsKey(free); again++) free = $"{place}#{again}";
        return free;
    }
}
