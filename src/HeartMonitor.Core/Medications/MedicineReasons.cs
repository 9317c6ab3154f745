using static HeartMonitor.Core.Medications.PlanReasons;

namespace HeartMonitor.Core.Medications;

/// <summary>What the medicines say to the plan.</summary>
internal static class MedicineReasons
{
    /// <summary>Where hours are not judged: a whole day without a dose lies between.</summary>
    private const int DaysThatSayMissed = 2;

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

        foreach (var what in context.Doubts.Medicines)
            reasons.Because(PlanCode.MedicationUnlisted, what.Subject, "product 4", null, Name(what.Name));

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
        TellMissed(medicine, context, reasons);
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
                var asked = medicine.What.Entry.TakenToday == false ? "yesterday" : null;
                reasons.Because(PlanCode.MedicationDoseTimeUnknown, subject, "domain-facts 3.5", asked, name);
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
        reasons.Tell(isReason, code, medicine.What.Subject, medicine.Source, VariantOf(medicine.What), Name(medicine.What.Name), Value("other", medicine.What.Atc ?? "?"));
    }

    private static string? VariantOf(Classified what) => what switch
    {
        { IsMember: true } => "member",
        { UnreadableCode: true } => "code",
        { OddName: true } => "name",
        _ => what.Known?.TextVariant,
    };

    private static PlanCode? CodeOf(EffectClass effect) => effect switch
    {
        EffectClass.Blunts => PlanCode.MedicationBlunts,
        EffectClass.BluntsVariable => PlanCode.MedicationBluntsVariable,
        EffectClass.Unknown => PlanCode.MedicationUnknown,
        EffectClass.RaisesRest => PlanCode.MedicationRaisesRest,
        EffectClass.LowersRest => PlanCode.MedicationLowersRest,
        EffectClass.Minor => null,
    };

    /// <summary>
    /// A regular medicine whose effect comes back when it is missed: staff hear before the session that it was not taken today, or that its last
    /// dose on record is too old (domain-facts 3.5). A dose of weeks ago is an old record rather than a missed dose.
    /// </summary>
    private static void TellMissed(MedicineToday medicine, PlanContext context, PlanReasons reasons)
    {
        if (medicine is not { State: MedicineState.Acting, What: { Known: { } known, Entry: { AsNeeded: false } entry } }) return;
        if (!(known.IsBetaBlocker && medicine.BluntsNow) && !known.Rebounds) return;
        var (subject, name) = (medicine.What.Subject, Name(medicine.What.Name));
        if (entry.TakenToday == false && DoseTimes.Reported(medicine.What, context.CheckIn) is null)
            reasons.Note(PlanCode.MedicationDoseTimeUnknown, subject, "domain-facts 3.5", "missed", name);
        if (entry.TakenToday == true || DaysWithoutDose(medicine.What, context) is not { } days) return;
        if (days <= MedicineStates.WindowDays(known, context.Options))
            reasons.Note(PlanCode.MedicationRecentStop, subject, "domain-facts 3.5", "last-dose", name, Value("days", days));
        else
            reasons.Note(PlanCode.MedicationDoseTimeUnknown, subject, "domain-facts 3.5", "old-record", name);
    }

    /// <summary>Days since the last dose that is known, where it is older than a dose may be; null otherwise.</summary>
    private static int? DaysWithoutDose(Classified what, PlanContext context)
    {
        if (DoseTimes.Latest(what, context.CheckIn) is not { } dose) return null;
        var days = context.On.DayNumber - DateOnly.FromDateTime(dose.UtcDateTime).DayNumber;
        var isOld = context.SessionAt is { } at ? (at - dose).TotalHours > context.Options.MissedAfterHours : days >= DaysThatSayMissed;
        return isOld ? Math.Max(1, days) : null;
    }

    /// <summary>A dose too low to blunt was stopped, but the pulse may rise all the same for some days.</summary>
    private static bool IsRebounding(MedicineToday medicine, PlannerOptions options) =>
        medicine is { State: MedicineState.Away, What.Known.Rebounds: true, DaysSinceStop: > 0 } && medicine.DaysSinceStop <= MedicineStates.WindowDays(medicine.What.Known, options);

    private static bool WasChanged(Classified what, DateOnly on) => what.Known?.RemeasureRestDays is { } days
        && (IsLately(what.Entry.ChangedOn, on, days) || IsLately(what.Entry.StartedOn, on, days));

    private static bool IsLately(DateOnly? day, DateOnly on, int days) => on.DayNumber - day?.DayNumber is { } ago && ago >= 0 && ago <= days;
}
