using static HeartMonitor.Core.Medications.PlanReasons;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// Whether zones from a test on the medicine hold now, and what staff are told about the tests (product.md, decision 3; decisions 17).
/// </summary>
internal static class OnDrugZones
{
    /// <summary>True when the opt-in is there, the test holds, and the hours since each dose fit or are not to be judged.</summary>
    internal static bool Hold(PlanContext context, PlanReasons reasons)
    {
        var optedIn = context.Prescription.ZonesFromOnDrugTest;
        TellRefused(context, optedIn, reasons);
        if (context.Test is not { OnDrug: true, Test: { } test }) return false;
        if (optedIn) return context.SessionAt is not { } at || HoursFit(context, at, reasons);
        reasons.Note(PlanCode.TestOnDrug, null, "decisions 1", "ceiling", Value("date", test.Date));
        return false;
    }

    private static void TellRefused(PlanContext context, bool optedIn, PlanReasons reasons)
    {
        var costsZones = context.Blunted && optedIn && context.Test.Test is null;
        foreach (var refused in context.Test.Refused)
            reasons.Tell(
                costsZones || (refused.IsDoubt && (optedIn || !context.Blunted)),
                refused.Code,
                refused.Medicine?.What.Subject,
                refused.IsDoubt ? "product 4" : "decisions 16",
                refused.Variant,
                Value("date", refused.Test.Date),
                Value("bpm", refused.Test.PeakHr ?? 0),
                Name(refused.Medicine?.What.Name ?? "?"));
    }

    private static bool HoursFit(PlanContext context, DateTimeOffset sessionAt, PlanReasons reasons)
    {
        var test = context.Test.Test!;
        var fit = true;
        foreach (var medicine in context.Medicines.Where(m => m.BluntsNow))
        {
            var hours = DoseTimes.HoursBefore(medicine.What, context.CheckIn, sessionAt);
            var apart = Math.Abs((hours - test.HoursAfterDose) ?? double.NaN);
            if (apart <= context.Options.TestHoursEitherWay) continue;
            fit = false;
            var code = double.IsNaN(apart) ? PlanCode.MedicationDoseTimeUnknown : PlanCode.MedicationTestStale;
            reasons.Because(code, medicine.What.Subject, "decisions 17", "hours", Name(medicine.What.Name), Value("date", test.Date));
        }

        return fit;
    }
}
