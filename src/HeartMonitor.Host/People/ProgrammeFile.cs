using System.Text.Json;
using System.Text.Json.Nodes;

namespace HeartMonitor.Host.People;

/// <summary>What exercise is usual for a condition (domain-facts 7): defaults that the editor offers and a clinician confirms. Data of <c>config/programmes.json</c>.</summary>
internal sealed class ProgrammeFile
{
    private static readonly string[] Required = ["code", "names", "sessionsPerWeek", "minutes", "intensity", "type", "source"];

    private readonly JsonArray _programmes;

    private ProgrammeFile(JsonArray programmes) => _programmes = programmes;

    internal static ProgrammeFile Empty { get; } = new([]);

    /// <summary>The file's text to programmes; null with its faults.</summary>
    internal static (ProgrammeFile? Programmes, IReadOnlyList<string> Faults) Read(string text)
    {
        try
        {
            var root = JsonNode.Parse(text, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false });
            if (root is not JsonObject || root["programmes"] is not JsonArray list) return (null, ["programmes: must be a list"]);
            var faults = list.SelectMany((entry, i) => FaultsOf(entry, $"programmes[{i}]")).ToArray();
            return faults.Length == 0 ? (new(list), []) : (null, faults);
        }
        catch (JsonException e)
        {
            return (null, [$"line {(e.LineNumber ?? 0) + 1}: this is not JSON, or it is nested too deeply"]);
        }
    }

    /// <summary>All of them, their words in one language.</summary>
    internal JsonArray In(string language) => new([.. _programmes.Select(p => (JsonNode)Speaking(p!.AsObject(), language))]);

    private static JsonObject Speaking(JsonObject programme, string language)
    {
        var spoken = new JsonObject();
        foreach (var (name, value) in programme)
            spoken[name == "names" ? "name" : name] = value is JsonObject words ? (words[language] ?? words["en"])!.DeepClone() : value!.DeepClone();
        return spoken;
    }

    private static IEnumerable<string> FaultsOf(JsonNode? entry, string place)
    {
        if (entry is not JsonObject programme) return [$"{place}: must be an object"];
        var missing = Required.Where(name => programme[name] is null).Select(name => $"{place}.{name}: is missing");
        var words = programme.Where(m => m.Value is JsonObject).Where(m => m.Value!["en"] is null).Select(m => $"{place}.{m.Key}: has no words in \"en\"");
        return [.. missing, .. words];
    }
}
