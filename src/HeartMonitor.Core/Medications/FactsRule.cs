using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Medications;

/// <summary>The facts behind the plan that the session's rules use.</summary>
internal static class FactsRule
{
    internal static JudgingFacts Of(PlanContext context, bool onDrugZones, IReadOnlyList<PlanGate> gates) => new()
    {
        RestingHr = context.Rest.InForce,
        Blunted = context.Blunted,
        OnDrugZones = onDrugZones,
        OnDrugPeakHr = context.Test.OnDrug ? context.Test.Test?.PeakHr : null,
        BrawnerHr = context.Blunted ? Brawner(context.Age) : null,
        NeedsContinuousHr = context.Conditions.Any(c => c.Rule?.NeedsContinuousHr == true)
            || context.Medicines.Any(m => m.State == MedicineState.RecentlyStopped),
        HasIcd = context.HasIcd,
        InteractionPair = context.Pairs.Count > 0,
        Paced = context.Conditions.Any(c => c.Rule?.IsPaced == true),
        Transplanted = context.Conditions.Any(c => c.Rule?.IsTransplanted == true),
        InAtrialFibrillation = context.Conditions.Any(c =>
            c.Rule?.Effect == ConditionEffect.RhythmWhenPresent && c.Written.Present != false),
        RisesLittle = context.Conditions.Any(c => c.Rule?.Effect == ConditionEffect.Response),
        RecentlyStopped = context.Medicines.Any(m => m is { State: MedicineState.RecentlyStopped, Blunts: true }),
        UsualRestingHr = context.Participant.PersonalRestingHr is { } own && own < context.Participant.RestingHr ? own : context.Participant.RestingHr,
        PacemakerUpperRate = context.Conditions.Where(c => c.Rule?.IsPaced == true).Min(c => c.Written.UpperRate),
        Gates = gates,
        Cautions = CautionsOf(context),
        HasFever = GateRules.HasFever(context),
        BodyMassKg = context.Participant.BodyMassKg,
        PeakMet = context.Test.Test?.PeakMet,
    };

    private static Cautions CautionsOf(PlanContext context) => context.Medicines
        .Where(m => m.State != MedicineState.Away)
        .SelectMany(m => context.Catalogue.Cautions.Where(c => c.AppliesTo(m.What, context.On)))
        .Aggregate(Cautions.None, (all, rule) => all | rule.Caution);

    private static double? Brawner(int? age) =>
        age is { } years ? HeartRateReserve.WithoutNoise(MaximalHeartRateEquations.Brawner(years)) : null;
}
