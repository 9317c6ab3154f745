namespace HeartMonitor.Core.Medications;

/// <summary>Medicines, conditions and substances with what they do to heart rate, and the words for staff. Made by <see cref="MedicationCatalogueReader"/>.</summary>
public sealed class MedicationCatalogue
{
    /// <summary>The catalogue's own version, a plus sign and 8 hex digits of its content's hash.</summary>
    public required string Version { get; init; }
}
