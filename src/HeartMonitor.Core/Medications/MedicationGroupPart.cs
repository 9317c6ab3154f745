using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// One group of the catalogue: what its medicines share, the medicines, and the codes without particulars. A medicine may say otherwise
/// than its group in any member but the class.
/// </summary>
internal static class MedicationGroupPart
{
    private const string MissingHalfLife = "is missing: it makes the window after stopping";

    internal static IEnumerable<Medication> Read(JsonPart group)
    {
        var shared = Shared(group);
        var medicines = group.Objects("medicines", 400).Select(part => Medicine(part, shared)).ToList();
        if (shared.Prefixes.Count > 0 && LacksHalfLife(shared)) group.Fault("halfLifeHours", MissingHalfLife);
        if (medicines.Count == 0 && shared.Prefixes.Count == 0) group.Fault("medicines", "the group has neither medicines nor prefixes");
        return shared.Prefixes.Count == 0 ? medicines : [.. medicines, shared];
    }

    private static Medication Shared(JsonPart group)
    {
        var effect = CatalogueMember.OneOf<EffectClass>(group, "class");
        if (!group.Has("class")) group.Fault("class", "is missing");
        if (effect is EffectClass.Unknown) group.Fault("class", "a listed medicine cannot be unknown");
        return Particulars(group, new Medication
        {
            Name = CatalogueMember.Shown(group, "name"),
            Names = CatalogueMember.Names(group),
            Group = CatalogueMember.Required(group, "id"),
            Class = effect ?? EffectClass.Unknown,
            Prefixes = CatalogueMember.Codes(group, "prefixes", complete: false),
            Overrides = group.Texts("overrides", 20),
            Source = CatalogueMember.Required(group, "source"),
            IsBetaBlocker = group.Flag("betaBlocker") ?? false,
            TextVariant = group.Text("text"),
            NoteAs = CatalogueMember.OneOf<EffectClass>(group, "noteAs"),
            ByCodeOnly = group.Flag("byCodeOnly") ?? false,
        });
    }

    private static Medication Medicine(JsonPart part, Medication shared)
    {
        if (part.Has("class")) part.Fault("class", "belongs to the group");
        var medicine = Particulars(part, shared with
        {
            Name = CatalogueMember.Shown(part, "name"),
            Names = CatalogueMember.Names(part),
            Codes = CatalogueMember.Codes(part, "atc", complete: true),
            Prefixes = [],
            Substances = Substances(part),
            ShortNames = ShortNames(part),
            ByCodeOnly = part.Flag("byCodeOnly") ?? shared.ByCodeOnly,
            AllowsPersonalBaseline = part.Flag("personalBaseline") ?? false,
            Cyp2d6 = CatalogueMember.OneOf<Cyp2d6Role>(part, "cyp2d6") ?? Cyp2d6Role.None,
            Source = part.Has("source") ? CatalogueMember.Required(part, "source") : shared.Source,
        });
        if (medicine.Codes.Count == 0) part.Fault("atc", "must list the medicine's ATC codes");
        if (LacksHalfLife(medicine)) part.Fault("halfLifeHours", MissingHalfLife);
        return medicine;
    }

    private static Medication Particulars(JsonPart part, Medication medication) => medication with
    {
        LongestHalfLifeHours = HalfLife(part) ?? medication.LongestHalfLifeHours,
        StopWindowDays = part.Whole("stopWindowDays", CatalogueMember.Days) ?? medication.StopWindowDays,
        AsNeededHours = part.Number("asNeededHours", CatalogueMember.Hours) ?? medication.AsNeededHours,
        AsNeededLongActingHours = part.Number("asNeededLongActingHours", CatalogueMember.Hours) ?? medication.AsNeededLongActingHours,
        BluntsAboveMgPerDay = part.Number("bluntsAboveMgPerDay", CatalogueMember.MgPerDay) ?? medication.BluntsAboveMgPerDay,
        FirstDaysOnly = part.Whole("firstDaysOnly", CatalogueMember.Days) ?? medication.FirstDaysOnly,
        Rebounds = part.Flag("rebounds") ?? medication.Rebounds,
        ImpairsPerception = part.Flag("impairsPerception") ?? medication.ImpairsPerception,
        RemeasureRestDays = part.Whole("remeasureRestDays", CatalogueMember.Days) ?? medication.RemeasureRestDays,
        WatchRestFirstDays = part.Whole("watchRestFirstDays", CatalogueMember.Days) ?? medication.WatchRestFirstDays,
        LowersRestBelowBpm = part.Number("lowersRestBelowBpm", CatalogueMember.Bpm) ?? medication.LowersRestBelowBpm,
    };

    private static bool LacksHalfLife(Medication medication) =>
        medication is { Class: >= EffectClass.BluntsVariable, LongestHalfLifeHours: null };

    /// <summary>From and to, hours; the longer one decides.</summary>
    private static double? HalfLife(JsonPart part)
    {
        if (!part.Has("halfLifeHours")) return null;
        var bounds = part.Numbers("halfLifeHours", 2);
        if (bounds.Count == 2 && bounds[0] > 0 && bounds[0] <= bounds[1] && !CatalogueMember.Hours.Refuses(bounds[1])) return bounds[1];
        part.Fault("halfLifeHours", "must be two numbers of hours, from and to");
        return null;
    }

    private static List<string> ShortNames(JsonPart part)
    {
        var names = part.Texts("short", 10);
        foreach (var name in names)
            if (name.Length is < 2 or > 5 || name.Any(c => !char.IsAsciiLetterLower(c))) part.Fault("short", $"{name}: must be one word of two to five lower-case letters");
        return names;
    }

    /// <summary>Names to find an entry by; the medicine's own name when the file gives none.</summary>
    private static List<string> Substances(JsonPart part)
    {
        var names = part.Has("substances") ? part.Texts("substances", 60) : [(part.Text("name") ?? "").ToLowerInvariant()];
        foreach (var name in names)
            if (name.Length is > 0 and < 5 || name.Any(c => !char.IsAsciiLetterLower(c)))
                part.Fault("substances", $"{name}: must be one word of at least five lower-case letters");
        return names;
    }
}
