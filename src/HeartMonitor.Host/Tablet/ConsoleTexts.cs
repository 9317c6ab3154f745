using System.Text.Json;
using System.Text.Json.Nodes;

namespace HeartMonitor.Host.Tablet;

/// <summary>
/// Words of the pages, one document a language, from the same files as the words of the plan: the members <c>console</c>, <c>refusals</c>,
/// <c>symptoms</c> and <c>forms</c> of <c>texts.LANGUAGE.json</c>.
/// </summary>
internal static class ConsoleTexts
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Documents by their route; <c>/texts/index.json</c> names the languages and the first one.</summary>
    /// <exception cref="InvalidOperationException">There are no words of the pages.</exception>
    internal static IReadOnlyDictionary<string, byte[]> Read(string folder, string language)
    {
        var documents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var languages = new JsonArray();
        if (!Directory.Exists(folder)) throw new InvalidOperationException($"The words of the console's page are not in {folder}.");
        foreach (var path in Directory.EnumerateFiles(folder, "texts.*.json").Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(path).Split('.') is not [_, { Length: 2 } name, _] || WordsOf(path) is not { } words) continue;
            documents[$"/texts/{name}.json"] = words;
            languages.Add(name);
        }

        if (documents.Count == 0) throw new InvalidOperationException($"The words of the console's page are not in {folder}.");
        var first = documents.ContainsKey($"/texts/{language}.json") ? language : (string)languages[0]!;
        documents["/texts/index.json"] = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["languages"] = languages, ["first"] = first });
        return documents;
    }

    private static byte[]? WordsOf(string path)
    {
        var root = JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Lenient) as JsonObject;
        if (root?["console"]?.DeepClone() is not JsonObject words) return null;
        foreach (var (why, sentence) in root["refusals"] as JsonObject ?? []) words[$"refusal.{why}"] = sentence?.DeepClone(); // what the rules refuse, as the page's own words
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["language"] = root["language"]?.DeepClone(),
            ["words"] = words,
            ["symptoms"] = root["symptoms"]?.DeepClone() ?? new JsonObject(),
            ["decimal"] = root["forms"]?["decimal"]?.DeepClone() ?? ".",
        });
    }
}
