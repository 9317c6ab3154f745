using System.Globalization;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// One number of <c>config/planner.json</c> and how far it may be configured. The bounds are code, as whoever may change a number must not be
/// able to change its bounds with it. The defaults have their sources at <see cref="PlannerOptions"/>; how far around them is ours, and is for
/// the clinical owner to sign.
/// </summary>
/// <param name="Name">Member of the file.</param>
/// <param name="Bounds">Outside the absolute ones it is refused, outside the recommended ones warned of.</param>
/// <param name="IsWhole">Only whole numbers.</param>
/// <param name="Of">Its value.</param>
/// <param name="With">The options with another value.</param>
internal sealed record PlannerNumber(
    string Name, Guardrail Bounds, bool IsWhole, Func<PlannerOptions, double> Of, Func<PlannerOptions, double, PlannerOptions> With)
{
    /// <summary>All of them, in the order of the page.</summary>
    internal static IReadOnlyList<PlannerNumber> All { get; } =
    [
        Whole("zonesFromAgeYears", new(16, 30, 18, 21, "years"), o => o.ZonesFromAgeYears, (o, v) => o with { ZonesFromAgeYears = v }),
        Whole("zonesToAgeYears", new(60, 100, 75, 90, "years"), o => o.ZonesToAgeYears, (o, v) => o with { ZonesToAgeYears = v }),
        Any("reserveFrom", new(0.20, 0.70, 0.30, 0.50, "of reserve"), o => o.ReserveFrom, (o, v) => o with { ReserveFrom = v }),
        Any("reserveTo", new(0.30, 0.85, 0.50, 0.70, "of reserve"), o => o.ReserveTo, (o, v) => o with { ReserveTo = v }),
        Whole("rpeFrom", new(7, 13, 9, 12, "on the 6-20 scale"), o => o.RpeFrom, (o, v) => o with { RpeFrom = v }),
        Whole("rpeTo", new(9, 15, 11, 14, "on the 6-20 scale"), o => o.RpeTo, (o, v) => o with { RpeTo = v }),
        Whole("highestCardiacRpe", new(13, 16, 14, 16, "on the 6-20 scale"), o => o.HighestCardiacRpe, (o, v) => o with { HighestCardiacRpe = v }),
        Any("smallestReserveBpm", new(15, 40, 20, 30, "bpm"), o => o.SmallestReserveBpm, (o, v) => o with { SmallestReserveBpm = v }),
        Any("ceilingBelowDetectionRateBpm", new(10, 30, 10, 20, "bpm"), o => o.CeilingBelowDetectionRateBpm, (o, v) => o with { CeilingBelowDetectionRateBpm = v }),
        Any("ceilingBelowOnDrugPeakBpm", new(5, 30, 10, 20, "bpm"), o => o.CeilingBelowOnDrugPeakBpm, (o, v) => o with { CeilingBelowOnDrugPeakBpm = v }),
        Any("ceilingBluntedAboveRestBpm", new(30, 70, 40, 60, "bpm"), o => o.CeilingBluntedAboveRestBpm, (o, v) => o with { CeilingBluntedAboveRestBpm = v }),
        Any("ceilingBluntedHighestBpm", new(100, 140, 110, 130, "bpm"), o => o.CeilingBluntedHighestBpm, (o, v) => o with { CeilingBluntedHighestBpm = v }),
        Any("ceilingOfPredicted", new(0.70, 0.95, 0.80, 0.90, "of the predicted maximum"), o => o.CeilingOfPredicted, (o, v) => o with { CeilingOfPredicted = v }),
        Any("warningBelowCeilingBpm", new(5, 20, 5, 15, "bpm"), o => o.WarningBelowCeilingBpm, (o, v) => o with { WarningBelowCeilingBpm = v }),
        Any("warningBluntedAboveRestBpm", new(15, 50, 20, 40, "bpm"), o => o.WarningBluntedAboveRestBpm, (o, v) => o with { WarningBluntedAboveRestBpm = v }),
        Any("peakAbovePredictedBpm", new(0, 40, 10, 25, "bpm"), o => o.PeakAbovePredictedBpm, (o, v) => o with { PeakAbovePredictedBpm = v }),
        Any("testRestApartBpm", new(5, 40, 10, 25, "bpm"), o => o.TestRestApartBpm, (o, v) => o with { TestRestApartBpm = v }),
        Any("testHoursEitherWay", new(0.5, 6, 1, 3, "hours"), o => o.TestHoursEitherWay, (o, v) => o with { TestHoursEitherWay = v }),
        Whole("restRefusedAboveBpm", new(105, 120, 110, 120, "bpm"), o => o.RestRefusedAboveBpm, (o, v) => o with { RestRefusedAboveBpm = v }),
        Whole("restClinicianAboveBpm", new(85, 110, 90, 100, "bpm"), o => o.RestClinicianAboveBpm, (o, v) => o with { RestClinicianAboveBpm = v }),
        Whole("restClinicianBelowBpm", new(40, 60, 45, 50, "bpm"), o => o.RestClinicianBelowBpm, (o, v) => o with { RestClinicianBelowBpm = v }),
        Whole("restClinicianBelowWithPairBpm", new(45, 65, 50, 60, "bpm"), o => o.RestClinicianBelowWithPairBpm, (o, v) => o with { RestClinicianBelowWithPairBpm = v }),
        Whole("baselineMarginBpm", new(0, 15, 0, 10, "bpm"), o => o.BaselineMarginBpm, (o, v) => o with { BaselineMarginBpm = v }),
        Whole("baselineHighestBpm", new(100, 120, 110, 120, "bpm"), o => o.BaselineHighestBpm, (o, v) => o with { BaselineHighestBpm = v }),
        Any("eatingDisorderBelowBpm", new(40, 60, 45, 55, "bpm"), o => o.EatingDisorderBelowBpm, (o, v) => o with { EatingDisorderBelowBpm = v }),
        Any("feverCelsius", new(37, 38.5, 37.5, 38, "degrees Celsius"), o => o.FeverCelsius, (o, v) => o with { FeverCelsius = v }),
        Whole("betaBlockerWindowDays", new(7, 60, 14, 28, "days"), o => o.BetaBlockerWindowDays, (o, v) => o with { BetaBlockerWindowDays = v }),
        Whole("unknownWindowDays", new(7, 90, 14, 28, "days"), o => o.UnknownWindowDays, (o, v) => o with { UnknownWindowDays = v }),
        Whole("halfLivesToWearOff", new(4, 10, 5, 7, "half-lives"), o => o.HalfLivesToWearOff, (o, v) => o with { HalfLivesToWearOff = v }),
        Any("actsIntoTheNextDayHours", new(12, 36, 18, 24, "hours"), o => o.ActsIntoTheNextDayHours, (o, v) => o with { ActsIntoTheNextDayHours = v }),
        Any("actsOverNightHours", new(8, 16, 10, 12, "hours"), o => o.ActsOverNightHours, (o, v) => o with { ActsOverNightHours = v }),
        Any("reportTellsHours", new(12, 72, 24, 48, "hours"), o => o.ReportTellsHours, (o, v) => o with { ReportTellsHours = v }),
        Any("missedAfterHours", new(24, 72, 30, 48, "hours"), o => o.MissedAfterHours, (o, v) => o with { MissedAfterHours = v }),
        Whole("promptSeconds", new(120, 900, 180, 420, "seconds"), o => o.PromptSeconds, (o, v) => o with { PromptSeconds = v }),
        Whole("closePromptSeconds", new(60, 600, 120, 300, "seconds"), o => o.ClosePromptSeconds, (o, v) => o with { ClosePromptSeconds = v }),
        Whole("onDrugZonesPromptSeconds", new(180, 1200, 300, 900, "seconds"), o => o.OnDrugZonesPromptSeconds, (o, v) => o with { OnDrugZonesPromptSeconds = v }),
        Whole("firstSessions", new(0, 20, 2, 6, "sessions"), o => o.FirstSessions, (o, v) => o with { FirstSessions = v }),
        Whole("titrationDays", new(7, 90, 14, 28, "days"), o => o.TitrationDays, (o, v) => o with { TitrationDays = v }),
    ];

    /// <summary>Numbers that are right by themselves and wrong beside one another, in plain words.</summary>
    internal static IEnumerable<string> Conflicts(PlannerOptions o)
    {
        if (!(o.ReserveFrom < o.ReserveTo)) yield return "reserveFrom must be below reserveTo";
        if (o.RpeFrom > o.RpeTo) yield return "rpeFrom must not be above rpeTo";
        if (o.RpeTo > o.HighestCardiacRpe) yield return "rpeTo must not be above highestCardiacRpe";
        if (o.RestClinicianAboveBpm >= o.RestRefusedAboveBpm) yield return "restClinicianAboveBpm must be below restRefusedAboveBpm";
        if (o.RestClinicianBelowBpm > o.RestClinicianBelowWithPairBpm) yield return "restClinicianBelowBpm must not be above restClinicianBelowWithPairBpm";
        if (o.BaselineHighestBpm > o.RestRefusedAboveBpm) yield return "baselineHighestBpm must not be above restRefusedAboveBpm";
        if (o.WarningBluntedAboveRestBpm > o.CeilingBluntedAboveRestBpm - o.WarningBelowCeilingBpm)
            yield return "warningBluntedAboveRestBpm must be below ceilingBluntedAboveRestBpm by warningBelowCeilingBpm";
        if (o.ClosePromptSeconds > o.PromptSeconds) yield return "closePromptSeconds must not be above promptSeconds";
        if (o.PromptSeconds > o.OnDrugZonesPromptSeconds) yield return "promptSeconds must not be above onDrugZonesPromptSeconds";
    }

    /// <summary>The value as the page has it.</summary>
    internal string Written(PlannerOptions options) => Of(options).ToString(CultureInfo.InvariantCulture);

    private static PlannerNumber Any(string name, Guardrail bounds, Func<PlannerOptions, double> of, Func<PlannerOptions, double, PlannerOptions> with) =>
        new(name, bounds, false, of, with);

    private static PlannerNumber Whole(string name, Guardrail bounds, Func<PlannerOptions, double> of, Func<PlannerOptions, int, PlannerOptions> with) =>
        new(name, bounds, true, of, (o, v) => with(o, (int)v));
}
