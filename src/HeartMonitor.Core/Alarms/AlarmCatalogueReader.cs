using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Alarms;

/// <summary>Text of <c>config/alarms.json</c> to an <see cref="AlarmCatalogue"/>, or every fault in it.</summary>
public static class AlarmCatalogueReader
{
    private const string English = "en";

    /// <summary>Numbers that rules tell, by the names that words may hold in braces.</summary>
    private static readonly string[] Placeholders =
        ["mean30s", "from", "below", "median10s", "limit", "fall", "rise", "step", "bpm", "rpe", "rpeBefore", "to", "seconds", "symptoms", "participants", "percent", "rpeRise", "celsius",
         "sinks", "adapters", "count", "megabytes", "days"];

    /// <summary>The catalogue and no faults, or null and at least one fault in plain words.</summary>
    public static (AlarmCatalogue? Catalogue, IReadOnlyList<string> Faults) Read(string text)
    {
        AlarmFile? file;
        try
        {
            file = JsonSerializer.Deserialize(text, AlarmJsonContext.Default.AlarmFile);
        }
        catch (JsonException e)
        {
            return (null, [Plain(e)]);
        }

        if (file is null) return (null, ["the file is empty"]);
        var rules = file.Rules ?? new();
        var faults = new List<string>(rules.Validate());
        var warnings = new List<string>(RuleAdvice.On(rules));
        var definitions = new Dictionary<AlertCode, AlarmDefinition>();
        foreach (var (name, definition) in file.Alerts)
        {
            if (definition?.Text is null)
            {
                faults.Add($"alerts.{name}: has no words");
                continue;
            }

            if (KebabCase.Parse<AlertCode>(name) is { } code) definitions[code] = definition;
            else faults.Add($"alerts.{name}: there is no such alert code");
            AlarmGuardrails.Check(name, definition, faults, warnings);
            Check(name, definition, faults, warnings);
        }

        foreach (var code in Enum.GetValues<AlertCode>())
            if (!definitions.ContainsKey(code)) faults.Add($"alerts.{KebabCase.Of(code)}: missing");

        if (faults.Count > 0) return (null, faults);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))))[..8];
        string[] languages = [.. definitions.Values.SelectMany(Texts).Select(texts => texts.Keys).Aggregate((a, b) => a.Intersect(b)).Order(StringComparer.Ordinal)];
        return (new($"{file.Version}+{hash}", rules, definitions, languages) { Warnings = warnings }, []);
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Texts(AlarmDefinition definition) => [definition.Text, .. definition.Variants?.Values ?? []];

    /// <summary>What the JSON reader found, without the names of our types.</summary>
    private static string Plain(JsonException fault)
    {
        var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {fault.LineNumber + 1}, {fault.Path ?? "$"}");
        return fault.Message switch
        {
            var m when m.Contains("could not be mapped", StringComparison.Ordinal) => $"{place}: there is no such member",
            var m when m.Contains("could not be converted", StringComparison.Ordinal) =>
                $"{place}: not a value that this member can have (priority: low, medium, high; nature: physiological, technical, workflow; delays: whole seconds)",
            var m when m.Contains("missing required", StringComparison.Ordinal) => $"{place}: version, alerts, priority, nature, source and text must be there",
            var m => $"{place}: not readable as JSON: {m.Split(" Path:")[0]}",
        };
    }

    private static void Check(string name, AlarmDefinition definition, List<string> faults, List<string> warnings)
    {
        if (string.IsNullOrWhiteSpace(definition.Source)) faults.Add($"alerts.{name}.source: empty");
        if (!definition.Text.TryGetValue("en", out var english) || string.IsNullOrWhiteSpace(english)) faults.Add($"alerts.{name}.text.en: missing");
        CheckWords($"alerts.{name}.text", definition.Text, faults, warnings);
        foreach (var (circumstance, texts) in definition.Variants ?? new Dictionary<string, IReadOnlyDictionary<string, string>>())
        {
            if (!texts.TryGetValue("en", out var words) || string.IsNullOrWhiteSpace(words)) faults.Add($"alerts.{name}.variants.{circumstance}.en: missing");
            CheckWords($"alerts.{name}.variants.{circumstance}", texts, faults, warnings);
        }
    }

    private static void CheckWords(string path, IReadOnlyDictionary<string, string> texts, List<string> faults, List<string> warnings)
    {
        foreach (var (language, words) in texts)
        {
            if (language.Length != 2 || !language.All(char.IsAsciiLetterLower)) faults.Add($"{path}.{language}: is not a language such as en");
            if (words is null)
            {
                faults.Add($"{path}.{language}: is empty");
                continue;
            }

            foreach (var placeholder in WordsCheck.PlaceholdersOf(words).Except(Placeholders)) faults.Add($"{path}.{language}: there is no number called {{{placeholder}}}");
            if (language != English || words.Trim().Length > 0) faults.AddRange(WordsCheck.FaultsOfSentence(words).Select(fault => $"{path}.{language}: {fault}"));
            if (language == English || !texts.TryGetValue(English, out var english) || string.IsNullOrWhiteSpace(english)) continue;
            faults.AddRange(WordsCheck.FaultsBeside(english, words).Select(fault => $"{path}.{language}: {fault}"));
            if (words == english) warnings.Add($"{path}.{language}: is the English text");
        }
    }
}

internal sealed record AlarmFile
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public required string Version { get; init; }

    public RuleOptions? Rules { get; init; }

    public required IReadOnlyDictionary<string, AlarmDefinition?> Alerts { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AlarmFile))]
internal sealed partial class AlarmJsonContext : JsonSerializerContext;
