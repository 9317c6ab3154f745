using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>The catalogue as shipped.</summary>
internal static class Shipped
{
    internal static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "config");

    internal static string Medicines { get; } = File.ReadAllText(Path.Combine(Directory, "medications.json"));

    internal static string Texts { get; } = File.ReadAllText(Path.Combine(Directory, "texts.en.json"));

    internal static MedicationCatalogue Catalogue { get; } = Read(Texts);

    internal static MedicationCatalogue German { get; } = Read(File.ReadAllText(Path.Combine(Directory, "texts.de.json")));

    private static MedicationCatalogue Read(string texts)
    {
        var reading = MedicationCatalogueReader.Read(Medicines, texts);
        return reading.Catalogue ?? throw new InvalidOperationException(string.Join(Environment.NewLine, reading.Faults));
    }
}
