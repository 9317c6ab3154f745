using static HeartMonitor.Core.Medications.PlanReasons;

namespace HeartMonitor.Core.Medications;

/// <summary>What the medicines say to the plan.</summary>
internal static class MedicineReasons
{
    /// <param name="context">The person.</param>
    /// <param name="zonesHold">Zones of an on-drug test hold: what blunts is then a note.</param>
    /// <param name="reasons">Where to.</param>
    internal static void Tell(PlanContext context, bool zonesHold, PlanReasons reasons)
    {
        foreach (var medicine in context.Medicines)
        {
            Tell(medicine, zonesHold, reasons);
            if (IsMissed(medicine, context.CheckIn))
                reasons.Note(
                    PlanCode.MedicationDoseTimeUnknown,
                    medicine.What.Subject,
                    "domain-facts 3.5",
                    "missed",
                    Name(medicine.What.Name));
        }

        foreach (var (substrate, inhibitor) in context.Pairs)
            reasons.Note(
                PlanCode.MedicationInteraction,
                substrate.What.Subject,
                "domain-facts 3.6",
                null,
                Name(substrate.What.Name),
                Value("other", inhibitor.What.Name));
    }

    private static void Tell(MedicineToday medicine, bool zonesHold, PlanReasons reasons)
    {
        var (subject, name) = (medicine.What.Subject, Name(medicine.What.Name));
        switch (medicine.State)
        {
            case MedicineState.Away:
                break;
            case MedicineState.RecentlyStopped:
                var variant = medicine.Effect == EffectClass.Unknown ? "unknown" : null;
                var days = Value("days", medicine.DaysSinceStop);
                reasons.Because(PlanCode.MedicationRecentStop, subject, "decisions 13", variant, name, days);
                break;
            case MedicineState.NotKnown:
                reasons.Because(PlanCode.MedicationDoseTimeUnknown, subject, "domain-facts 3.5", null, name);
                break;
            case MedicineState.Acting:
                TellActing(medicine, zonesHold, reasons);
                break;
        }
    }

    private static void TellActing(MedicineToday medicine, bool zonesHold, PlanReasons reasons)
    {
        var known = medicine.What.Known;
        var effect = medicine.Effect == EffectClass.Minor ? known?.NoteAs ?? EffectClass.Minor : medicine.Effect;
        if (CodeOf(effect) is not { } code) return;
        var isReason = effect switch
        {
            EffectClass.Blunts or EffectClass.BluntsVariable => !zonesHold,
            EffectClass.Unknown => true,
            EffectClass.RaisesRest or EffectClass.LowersRest or EffectClass.Minor => false,
        };
        reasons.Tell(isReason, code, medicine.What.Subject, medicine.Source, known?.TextVariant, Name(medicine.What.Name));
    }

    private static PlanCode? CodeOf(EffectClass effect) => effect switch
    {
        EffectClass.Blunts => PlanCode.MedicationBlunts,
        EffectClass.BluntsVariable => PlanCode.MedicationBluntsVariable,
        EffectClass.Unknown => PlanCode.MedicationUnknown,
        EffectClass.RaisesRest => PlanCode.MedicationRaisesRest,
        EffectClass.LowersRest => PlanCode.MedicationLowersRest,
        EffectClass.Minor => null,
    };

    /// <summary>A regular beta-blocker that was not taken today: staff hear of it before the session (domain-facts 3.5).</summary>
    private static bool IsMissed(MedicineToday medicine, CheckIn checkIn) =>
        medicine is { State: MedicineState.Acting, What: { Known.IsBetaBlocker: true, Entry: { AsNeeded: false, TakenToday: false } } }
        && medicine.BluntsNow
        && DoseTimes.Reported(medicine.What, checkIn) is null;
}
