using HeartMonitor.Core.Intensity;
using static HeartMonitor.Core.Medications.PlanReasons;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// The zone for a person whose heart rate tells effort (domain-facts 2.2, decisions 45 and 46), with its reason or the reason against it.
/// </summary>
internal static class ZoneRule
{
    /// <summary>Asked only when nothing else speaks against a zone. Null with a reason when there is none after all.</summary>
    internal static HeartRateZone? Make(PlanContext context, HeartRateCeiling? ceiling, PlanReasons reasons)
    {
        var (from, to) = context.Reserve;
        if (!(from >= 0 && from < to && to <= 1)) return None(PlanCode.ReserveTooSmall, "prescription", reasons);
        if (FaultOfAge(context) is { } fault) return None(PlanCode.ReserveTooSmall, fault, reasons);
        if (MaximalHr(context) is not { } maximum) return None(PlanCode.ReserveTooSmall, "age", reasons);
        if (context.Rest.InForce is not { } rest) return null;
        var reserve = new HeartRateReserve(rest, maximum.Bpm);
        if (!(reserve.Bpm >= context.Options.SmallestReserveBpm)) return None(PlanCode.ReserveTooSmall, null, reasons);

        var zone = new HeartRateZone(reserve.At(from), reserve.At(to), "karvonen", maximum);
        if (ceiling is not null && zone.From >= ceiling.Warn) return None(PlanCode.ZoneCutByCeiling, "nothing-left", reasons);
        Explain(context, zone, reasons);
        if (ceiling is null || zone.Below <= ceiling.Warn) return zone;
        reasons.Note(PlanCode.ZoneCutByCeiling, null, "decisions 46");
        return zone with { Below = ceiling.Warn };
    }

    /// <summary>The variant of the text that says what is wrong with the age; null when nothing is. A measured maximum needs no equation.</summary>
    private static string? FaultOfAge(PlanContext context)
    {
        if (context.IsAgeInDoubt) return "age-doubt";
        if (context.Age is null) return "age";
        return context.Test.Test?.PeakHr is null && !context.IsPredictionTested ? "age-untested" : null;
    }

    private static MaximalHeartRate? MaximalHr(PlanContext context) =>
        context.Test.Test?.PeakHr is { } peak ? new MaximalHeartRate(peak, "measured") : context.Predicted;

    private static void Explain(PlanContext context, HeartRateZone zone, PlanReasons reasons)
    {
        var date = Value("date", context.Test.Test?.Date);
        var from = Value("from", 100 * context.Reserve.From);
        var to = Value("to", 100 * context.Reserve.To);
        if (context.Test.OnDrug) reasons.Because(PlanCode.TestOnDrug, null, "product 3", null, date);
        if (context.Test.Test is not null) reasons.Because(PlanCode.ZoneMeasured, null, "domain-facts 2.2", null, from, to, date);
        else reasons.Because(PlanCode.ZonePredicted, null, "domain-facts 2.1", null, from, to, Value("equation", zone.MaximalHr.Equation));
    }

    private static HeartRateZone? None(PlanCode code, string? variant, PlanReasons reasons)
    {
        var isOfAge = variant?.StartsWith("age", StringComparison.Ordinal) == true;
        reasons.Because(code, null, code == PlanCode.ZoneCutByCeiling ? "decisions 46" : isOfAge ? "domain-facts 2.1" : "decisions 45", variant);
        return null;
    }
}
