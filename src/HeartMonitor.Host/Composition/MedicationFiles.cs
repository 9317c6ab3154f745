using HeartMonitor.Core.Medications;

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
        faults.AddRange(reading.Faults.Select(f => $"medications.json: {f.Path}: {f.Text}"));
        return reading.Catalogue;
    }
}
