using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Text in; the catalogue, or every fault at once, out. A catalogue with a fault is never used in part.</summary>
public static class MedicationCatalogueReader
{
    private static readonly string[] Lists = ["conditions", "substances"];

    /// <param name="medicines">Content of <c>config/medications.json</c>.</param>
    /// <param name="texts">Content of <c>config/texts.LANGUAGE.json</c>.</param>
    public static CatalogueReading Read(string medicines, string texts)
    {
        var findings = new InputFindings();
        var content = ReadMedicines(medicines, findings);
        var words = ReadTexts(texts, findings);
        findings.FaultSlips();
        if (content is null || words is null || findings.Faults.Count > 0) return new CatalogueReading(null, findings.Faults);

        return new CatalogueReading(new MedicationCatalogue(content, $"{content.Version}+{JsonText.Hash(medicines)}", words), []);
    }

    private static CatalogueContent? ReadMedicines(string text, InputFindings findings)
    {
        using var document = JsonText.Parse(text, findings);
        if (document is null || JsonPart.Of(document.RootElement, "medications", findings) is not { } root) return null;
        var version = CatalogueMember.Required(root, "version");
        var medications = root.Objects("groups", 200).SelectMany(MedicationGroupPart.Read).ToList();
        if (medications.Count == 0) root.Fault("groups", "must list medicines");
        foreach (var list in Lists.Where(list => !root.Has(list))) root.Fault(list, "is missing");
        var net = NameNetPart.Read(root);
        var conditions = root.Objects("conditions", 200).Select(ConditionRulePart.Read).ToList();
        var substances = root.Objects("substances", 50).Select(SubstanceRulePart.Read).ToList();
        var cautions = root.Objects("cautions", 100).Select(CautionRulePart.Read).ToList();
        var heart = ConditionRulePart.Net(root);
        var everyday = EverydayPart.Read(root);
        CatalogueGaps.Find(document.RootElement, "medications", [], findings);
        CatalogueConflicts.Find(medications, conditions, substances, findings);
        return net is null ? null : new CatalogueContent(version, medications, net, conditions, substances) { Cautions = cautions, ConditionNet = heart, Everyday = everyday };
    }

    private static PlanTexts? ReadTexts(string text, InputFindings findings)
    {
        using var document = JsonText.Parse(text, findings);
        if (document is null || JsonPart.Of(document.RootElement, "texts", findings) is not { } root) return null;
        return PlanTextsPart.Read(root);
    }
}

/// <summary>A catalogue without faults, or faults without a catalogue.</summary>
public sealed record CatalogueReading(MedicationCatalogue? Catalogue, IReadOnlyList<InputFault> Faults);
