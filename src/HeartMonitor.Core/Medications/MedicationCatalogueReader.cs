using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Text in; the catalogue, or every fault at once, out.</summary>
public static class MedicationCatalogueReader
{
    /// <param name="medicines">Content of <c>config/medications.json</c>.</param>
    /// <param name="texts">Content of <c>config/texts.LANGUAGE.json</c>.</param>
    public static CatalogueReading Read(string medicines, string texts) => throw new NotImplementedException();
}

/// <summary>A catalogue without faults, or faults without a catalogue.</summary>
public sealed record CatalogueReading(MedicationCatalogue? Catalogue, IReadOnlyList<InputFault> Faults);
