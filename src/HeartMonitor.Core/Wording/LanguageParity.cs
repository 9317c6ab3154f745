using System.Text.Json;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Wording;

/// <summary>Holds a file of texts against the English one: the same placeholders in every sentence.</summary>
public static class LanguageParity
{
    private static readonly string[] Sections = ["plan", "summary", "refusals", "console"];

    /// <summary>Every difference in plain words; empty for files that are not JSON, of which their own reader tells.</summary>
    /// <param name="english">Content of <c>config/texts.en.json</c>.</param>
    /// <param name="other">Content of <c>config/texts.LANGUAGE.json</c>.</param>
    public static IReadOnlyList<string> Faults(string english, string other)
    {
        var unread = new InputFindings();
        using var first = JsonText.Parse(english, unread);
        using var second = JsonText.Parse(other, unread);
        return first is null || second is null ? [] : [.. Sections.SelectMany(section => Faults(section, first.RootElement, second.RootElement))];
    }

    private static IEnumerable<string> Faults(string section, JsonElement english, JsonElement other)
    {
        if (Member(english, section) is not { ValueKind: JsonValueKind.Object } from || Member(other, section) is not { ValueKind: JsonValueKind.Object } to) yield break;
        foreach (var sentence in from.EnumerateObject())
        {
            if (sentence.Value.ValueKind != JsonValueKind.String || Member(to, sentence.Name) is not { ValueKind: JsonValueKind.String } told) continue;
            foreach (var fault in WordsCheck.FaultsBeside(sentence.Value.GetString() ?? "", told.GetString() ?? "")) yield return $"{section}.{sentence.Name}: {fault}";
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
}
