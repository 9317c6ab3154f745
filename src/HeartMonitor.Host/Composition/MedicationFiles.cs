using System.Text.Json;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Host.Composition;

/// <summary>The medication catalogue and its words from the configuration folder.</summary>
internal static class MedicationFiles
{
    internal static MedicationCatalogue? Read(string folder, string language, List<string> faults)
    {
        var medicines = ConfigFiles.ReadText(folder, "medications.json", faults);
        var texts = ConfigFiles.ReadText(folder, $"texts.{language}.json", faults);
        if (medicines is null || texts is null) return null;
        var reading = MedicationCatalogueReader.Read(medicines, texts);
        faults.AddRange(reading.Faults.Select(f => $"{(IsOfTexts(f.Path) ? $"texts.{language}.json" : "medications.json")}: {f.Path}: {f.Text}"));
        if (language != "en" && File.Exists(Path.Combine(folder, "texts.en.json")) && ConfigFiles.ReadText(folder, "texts.en.json", faults) is { } english)
            faults.AddRange(LanguageParity.Faults(english, texts).Select(f => $"texts.{language}.json: texts.{f}"));
        return reading.Catalogue;

        // A text that is no JSON has a line for its path: then it is the file that is none.
        bool IsOfTexts(string path) => path.StartsWith("texts", StringComparison.Ordinal) || (!IsJson(texts) && IsJson(medicines));
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
