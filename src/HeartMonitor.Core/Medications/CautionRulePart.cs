using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>One caution of the catalogue.</summary>
internal static class CautionRulePart
{
    private const int ShortestBeginning = 3;

    internal static CautionRule Read(JsonPart part)
    {
        var caution = CatalogueMember.OneOf<Cautions>(part, "caution");
        if (caution is null or Cautions.None) part.Fault("caution", "must name a caution");
        var codes = part.Texts("atc", 100);
        foreach (var code in codes)
            if (!AtcCode.IsShaped(code) || code.Length < ShortestBeginning) part.Fault("atc", $"{code} is not an ATC code or the beginning of one");
        if (codes.Count == 0) part.Fault("atc", "must list ATC codes or beginnings of them");
        var substances = part.Texts("substances", 100);
        foreach (var name in substances)
            if (name.Length < 5 || name.Any(c => !char.IsAsciiLetterLower(c))) part.Fault("substances", $"{name}: must be one word of at least five lower-case letters");
        return new(
            caution ?? Cautions.None,
            codes,
            substances,
            part.Number("aboveMgPerDay", CatalogueMember.MgPerDay),
            part.Whole("firstDays", CatalogueMember.Days),
            CatalogueMember.Required(part, "source"));
    }
}
