using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>The member <c>nameNet</c> of the catalogue.</summary>
internal static class NameNetPart
{
    internal static NameNet? Read(JsonPart root)
    {
        if (root.Object("nameNet") is not { } part)
        {
            if (!root.Has("nameNet")) root.Fault("nameNet", "is missing");
            return null;
        }

        var contains = part.Texts("contains", 20);
        if (contains.Count == 0) part.Fault("contains", "must list parts of names");
        var medication = new Medication
        {
            Name = CatalogueMember.Shown(part, "name"),
            Names = CatalogueMember.Names(part),
            Group = "name-net",
            Class = EffectClass.Blunts,
            IsBetaBlocker = true,
            TextVariant = "by-name",
            Source = CatalogueMember.Required(part, "source"),
        };
        return new NameNet(contains, part.Texts("words", 20), part.Texts("falseFriends", 50), part.Texts("longActingWords", 50), medication);
    }
}
