using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HeartMonitor.Core;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Host.People;

/// <summary>Finds medicines of the catalogue by name in any language, trade name, abbreviation or ATC code, from the second letter on.</summary>
internal static class MedicineSearch
{
    private const int Most = 20;
    private const int ShortestCode = 3;
    private const int CompleteCode = 7;

    /// <summary>The best first; empty for less than two letters.</summary>
    internal static JsonArray Find(MedicationCatalogue catalogue, string typed, string language)
    {
        var query = Plain(typed);
        if (query.Length < 2) return [];
        var known = catalogue.Medications.Select(m => (Medication: m, Match: MatchOf(m, query))).Where(f => f.Match.Rank < int.MaxValue).ToArray();
        if (known.Length == 0) known = [.. catalogue.Medications.Select(m => (Medication: m, Match: Misspelling.Of(m, query))).Where(f => f.Match.Rank < int.MaxValue)];
        var found = known
            .OrderBy(f => f.Match.Rank).ThenBy(f => f.Medication.Name, StringComparer.Ordinal).Take(Most);
        return new([.. found.Select(f => (JsonNode)RowOf(f.Medication, f.Match.Word, query, language))]);
    }

    private static JsonObject RowOf(Medication medicine, string match, string query, string language) => new JsonObject
    {
        ["name"] = medicine.Names.GetValueOrDefault(language) ?? medicine.Name,
        ["atc"] = medicine.Codes.FirstOrDefault(c => c.StartsWith(query, StringComparison.OrdinalIgnoreCase)) ?? (medicine.Codes.Count > 0 ? medicine.Codes[0] : null) ?? (query.Length == CompleteCode ? query.ToUpperInvariant() : null),
        ["codes"] = new JsonArray([.. medicine.Codes.Select(c => (JsonNode)c)]),
        ["group"] = medicine.Group,
        ["class"] = KebabCase.Of(medicine.Class),
        ["match"] = match,
    };

    private static (int Rank, string Word) MatchOf(Medication medicine, string query)
    {
        var names = medicine.Names.Values.Prepend(medicine.Name).ToArray();
        if (names.FirstOrDefault(n => Plain(n).StartsWith(query, StringComparison.Ordinal)) is { } name && medicine.Codes.Count > 0) return (0, name);
        if (medicine.ShortNames.Contains(query)) return (1, query);
        if (medicine.Substances.FirstOrDefault(s => s.StartsWith(query, StringComparison.Ordinal)) is { } trade) return (2, trade);
        if (query.Length >= ShortestCode && char.IsAsciiDigit(query[1]))
        {
            if (medicine.Codes.FirstOrDefault(c => c.StartsWith(query, StringComparison.OrdinalIgnoreCase)) is { } code) return (3, code);
            if (medicine.Codes.Count == 0 && query.Length == CompleteCode && medicine.Prefixes.Any(p => query.StartsWith(p, StringComparison.OrdinalIgnoreCase))) return (4, query.ToUpperInvariant());
        }

        return medicine.Codes.Count > 0 && query.Length > 3 && names.FirstOrDefault(n => Plain(n).Contains(query, StringComparison.Ordinal)) is { } part ? (5, part) : (int.MaxValue, "");
    }

    /// <summary>Lower case, without marks above letters.</summary>
    internal static string Plain(string text) =>
        new([.. text.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)]);
}
