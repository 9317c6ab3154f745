using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Which medicines count today, and as what. Dates are compared as day numbers: no date is too far away.</summary>
internal static class MedicineStates
{
    internal static MedicineToday Of(Classified what, MedicineDay day)
    {
        var (entry, on) = (what.Entry, day.On);
        var taken = DayOfLastDose(what, day.CheckIn, on);
        if (day.IsStopped(entry, on) && day.StopOf(entry) is { } lastDose && !(taken > lastDose) && !what.IsTakenAgain && !IsSaidToBeTaken(entry, lastDose, on))
            return Stopped(what, on.DayNumber - lastDose.DayNumber, EffectOn(what, lastDose, day), day.Options);

        var effect = EffectOn(what, on, day);
        if (day.StartOf(entry) > on && taken is null && !what.IsTakenAgain && !IsSaidToBeTaken(entry, DateOnly.MinValue, on)) return new MedicineToday(what, effect, MedicineState.Away, 0, false);
        var state = IsAskedFor(what, effect, day.Options) ? AsNeeded(what, day) : MedicineState.Acting;
        return new MedicineToday(what, effect, state, 0, true);
    }

    /// <summary>The record says stopped, or not begun, and says as well that it was taken today or changed since: in doubt it acts.</summary>
    private static bool IsSaidToBeTaken(MedicationEntry entry, DateOnly stopped, DateOnly on) =>
        stopped < on && (entry.TakenToday == true || (entry.ChangedOn > stopped && entry.ChangedOn <= on));

    /// <summary>Day of a dose up to today: a dose that was taken counts more than a record that says stopped, or not begun.</summary>
    private static DateOnly? DayOfLastDose(Classified what, CheckIn checkIn, DateOnly on) =>
        DoseTimes.Latest(what, checkIn) is { } dose && DateOnly.FromDateTime(dose.UtcDateTime) is var day && day.DayNumber <= on.DayNumber + 1 ? day : null;

    private static MedicineToday Stopped(Classified what, int days, EffectClass effect, PlannerOptions options)
    {
        var runs = effect >= EffectClass.Unknown && days <= WindowDays(what.Known, options);
        var inhibits = days <= WornOffDays(what.Known?.LongestHalfLifeHours ?? 0, options);
        return new MedicineToday(what, effect, runs ? MedicineState.RecentlyStopped : MedicineState.Away, days, inhibits);
    }

    internal static int WindowDays(Medication? known, PlannerOptions options)
    {
        if (known is null) return options.UnknownWindowDays;
        if (known.StopWindowDays is { } days) return days;
        var wornOff = WornOffDays(known.LongestHalfLifeHours ?? 0, options);
        return known.IsBetaBlocker ? Math.Max(options.BetaBlockerWindowDays, wornOff) : wornOff;
    }

    /// <summary>The hour of the last dose is not known: a started day counts whole.</summary>
    private static int WornOffDays(double halfLifeHours, PlannerOptions options) => (int)Math.Ceiling(options.HalfLivesToWearOff * halfLifeHours / 24);

    /// <summary>Decisions 15: dose limits and first weeks.</summary>
    private static EffectClass EffectOn(Classified what, DateOnly on, MedicineDay day)
    {
        if (what.Known is not { } known) return EffectClass.Unknown;
        var daysSinceStart = on.DayNumber - day.StartOf(what.Entry)?.DayNumber;
        if (daysSinceStart > known.FirstDaysOnly) return EffectClass.Minor;
        if (day.IsAboveLimit(what, on)) return EffectClass.BluntsVariable;
        if (known.LowersRestBelowBpm is { } low && day.RestingHr < low) return EffectClass.LowersRest;
        return known.Class;
    }

    private static bool IsAskedFor(Classified what, EffectClass effect, PlannerOptions options) =>
        what.Entry.AsNeeded && effect >= EffectClass.BluntsVariable && !(what.Known?.LongestHalfLifeHours >= options.ActsIntoTheNextDayHours);

    private static MedicineState AsNeeded(Classified what, MedicineDay day)
    {
        var (checkIn, on, sessionAt) = (day.CheckIn, day.On, day.SessionAt);
        var dose = DoseTimes.Latest(what, checkIn);
        var reported = DoseTimes.Reported(what, checkIn) is { } told && !((sessionAt - told)?.TotalHours > day.Options.ReportTellsHours);
        var takenToday = reported || IsOn(dose, on) ? true : what.Entry.TakenToday;
        if (sessionAt is not { } at || dose is not { } taken)
            return takenToday == false && MayActFromYesterday(what, dose, day) ? MedicineState.NotKnown : Answer(takenToday);
        if ((at - taken).TotalHours <= ActingHours(what)) return MedicineState.Acting;
        var mayBeLater = what.Entry.TakenToday == true && !IsOn(taken, on);
        return takenToday is null || mayBeLater ? MedicineState.NotKnown : MedicineState.Away;
    }

    /// <summary>
    /// "Not today" leaves yesterday evening open: a beta-blocker that acts longer than a night may act still, unless its last dose is known to be
    /// older (domain-facts 3.5; product.md, decision 4).
    /// </summary>
    private static bool MayActFromYesterday(Classified what, DateTimeOffset? dose, MedicineDay day) =>
        what.Known?.IsBetaBlocker == true && ActingHours(what) > day.Options.ActsOverNightHours
        && !(dose is { } taken && DateOnly.FromDateTime(taken.UtcDateTime).DayNumber < day.On.DayNumber - 1);

    private static MedicineState Answer(bool? takenToday) => takenToday switch
    {
        true => MedicineState.Acting,
        false => MedicineState.Away,
        null => MedicineState.NotKnown,
    };

    private static double ActingHours(Classified what) =>
        what.LongActing ? what.Known?.AsNeededLongActingHours ?? 24 : what.Known?.AsNeededHours ?? 24;

    /// <summary>On the day in the zone it was written in, or in UTC: either counts, because the clinic's zone is not known here.</summary>
    private static bool IsOn(DateTimeOffset? dose, DateOnly on) =>
        dose is { } taken && (DateOnly.FromDateTime(taken.DateTime) == on || DateOnly.FromDateTime(taken.UtcDateTime) == on);
}
