using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>An entry of the catalogue's <c>conditions</c>.</summary>
internal static class ConditionRulePart
{
    internal static ConditionRule Read(JsonPart part)
    {
        var effect = CatalogueMember.OneOf<ConditionEffect>(part, "effect");
        if (!part.Has("effect")) part.Fault("effect", "is missing");
        return new ConditionRule
        {
            Code = CatalogueMember.Required(part, "code"),
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
