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
            TellBeside(medicine, context, reasons);
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

    /// <summary>Notes on medicines that make answers on the RPE scale too low; to be asked where RPE is asked.</summary>
    internal static void TellPerception(PlanContext context, PlanReasons reasons)
    {
        foreach (var medicine in context.Medicines.Where(m => m is { State: MedicineState.Acting, What.Known.ImpairsPerception: true }))
            reasons.Note(PlanCode.MedicationPerception, medicine.What.Subject, "domain-facts 3.3", null, Name(medicine.What.Name));
    }

    private static void TellBeside(MedicineToday medicine, PlanContext context, PlanReasons reasons)
    {
        var (subject, name) = (medicine.What.Subject, Name(medicine.What.Name));
        if (IsMissed(medicine, context.CheckIn)) reasons.Note(PlanCode.MedicationDoseTimeUnknown, subject, "domain-facts 3.5", "missed", name);
        if (IsRebounding(medicine, context.Options))
            reasons.Note(PlanCode.MedicationRecentStop, subject, "domain-facts 3.3", "rebound", name, Value("days", medicine.DaysSinceStop));
        if (medicine.State == MedicineState.Away) return;
        if (medicine.What.Contradicts) reasons.Note(PlanCode.MedicationContradiction, subject, "domain-facts 3.2", null, name);
        if (context.CheckIn.RestingHr is null && WasChanged(medicine.What, context.On))
            reasons.Note(PlanCode.RestingHrRemeasure, subject, "domain-facts 3.3", null, name);
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
        var variant = medicine.What.UnreadableCode ? "code" : known?.TextVariant;
        reasons.Tell(isReason, code, medicine.What.Subject, medicine.Source, variant, Name(medicine.What.Name));
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

    /// <summary>A regular medicine whose effect comes back when it is missed, not taken today: staff hear of it before the session (domain-facts 3.5).</summary>
    private static bool IsMissed(MedicineToday medicine, CheckIn checkIn) =>
        medicine is { State: MedicineState.Acting, What: { Known: { } known, Entry: { AsNeeded: false, TakenToday: false } } }
        && ((known.IsBetaBlocker && medicine.BluntsNow) || known.Rebounds)
        && DoseTimes.Reported(medicine.What, checkIn) is null;

    /// <summary>A dose too low to blunt was stopped, but the pulse may rise all the same for some days.</summary>
    private static bool IsRebounding(MedicineToday medicine, PlannerOptions options) =>
        medicine is { State: MedicineState.Away, What.Known.Rebounds: true, DaysSinceStop: > 0 } && medicine.DaysSinceStop <= MedicineStates.WindowDays(medicine.What.Known, options);

    private static bool WasChanged(Classified what, DateOnly on) => what.Known?.RemeasureRestDays is { } days
        && (IsLately(what.Entry.ChangedOn, on, days) || IsLately(what.Entry.StartedOn, on, days));

    private static bool IsLately(DateOnly? day, DateOnly on, int days) => on.DayNumber - day?.DayNumber is { } ago && ago >= 0 && ago <= days;
}
