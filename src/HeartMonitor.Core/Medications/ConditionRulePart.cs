using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>An entry of the catalogue's <c>conditions</c>.</summary>
internal static class ConditionRulePart
{
    internal static ConditionRule Read(JsonPart part)
    {
        var effect = CatalogueMember.OneOf<ConditionEffect>(part, "effect");
        if (!part.Has("effect")) part.Fault("effect", "is missing");
        if (effect is ConditionEffect.Unclear) part.Fault("effect", "belongs to conditionNet");
        return new ConditionRule
        {
            Code = CatalogueMember.Required(part, "code"),
            Also = Names(part, "also"),
            Name = CatalogueMember.Shown(part, "name"),
            Effect = effect ?? ConditionEffect.None,
            NeedsContinuousHr = part.Flag("needsContinuousHr") ?? false,
            IsPaced = part.Flag("paced") ?? false,
            IsTransplanted = part.Flag("transplanted") ?? false,
            GatesRecentStop = part.Flag("gatesRecentStop") ?? false,
            RemeasureRest = part.Flag("remeasureRest") ?? false,
            RestingUpToBpm = part.Number("restingUpToBpm", CatalogueMember.Bpm),
            Source = CatalogueMember.Required(part, "source"),
        };
    }

    /// <summary>The member <c>conditionNet</c>; null with a fault when there is none.</summary>
    internal static ConditionNet? Net(JsonPart root)
    {
        if (root.Object("conditionNet") is not { } part)
        {
            if (!root.Has("conditionNet")) root.Fault("conditionNet", "is missing");
            return null;
        }

        var contains = Names(part, "contains");
        if (contains.Count == 0) part.Fault("contains", "must list parts of names");
        return new ConditionNet(contains, Names(part, "words"), Names(part, "beginnings"), Names(part, "falseFriends"), new ConditionRule
        {
            Code = "unclear",
            Name = CatalogueMember.Shown(part, "name"),
            Effect = ConditionEffect.Unclear,
            Source = CatalogueMember.Required(part, "source"),
        });
    }

    private static List<string> Names(JsonPart part, string member)
    {
        var names = part.Texts(member, 200);
        foreach (var name in names)
            if (name != ConditionNames.Tidy(name)) part.Fault(member, $"{name}: must be lower-case words without accents, with hyphens between them");
        return names;
    }
}

/// <summary>An entry of the catalogue's <c>substances</c>.</summary>
internal static class SubstanceRulePart
{
    internal static SubstanceRule Read(JsonPart part) => new(
        CatalogueMember.Required(part, "code"),
        CatalogueMember.Shown(part, "name"),
        part.Flag("gates") ?? false,
        part.Number("hours", CatalogueMember.Hours),
        CatalogueMember.Required(part, "source"));
}
