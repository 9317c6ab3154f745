namespace HeartMonitor.Core.Patients;

/// <summary>
/// Guardrails of a participant file. Product defaults unless a source is named; heart-rate limits are those of domain-facts 5.1.
/// </summary>
internal static class PersonBounds
{
    internal static readonly Guardrail AgeYears = new(1, 120, 18, 100, "years");
    internal static readonly Guardrail RestingHr = new(30, 230, 40, 100, "bpm");
    internal static readonly Guardrail PeakHr = new(30, 230, 70, 220, "bpm");
    internal static readonly Guardrail HrCeiling = new(40, 230, 90, 200, "bpm");
    internal static readonly Guardrail DetectionRate = new(80, 300, 120, 250, "bpm");
    internal static readonly Guardrail UpperRate = new(40, 230, 90, 200, "bpm");
    internal static readonly Guardrail BodyMassKg = new(20, 400, 35, 250, "kg");
    internal static readonly Guardrail DoseMg = new(0.000_001, 100_000, "mg");
    internal static readonly Guardrail PeakMet = new(1, 30, 1.5, 22, "MET");
    internal static readonly Guardrail HoursAfterDose = new(0, 168, 0, 36, "hours");
    internal static readonly Guardrail ReserveFraction = new(0, 1, "as a fraction of reserve");
    internal static readonly Guardrail Rpe = new(6, 20, "on the 6-20 scale");
    internal static readonly Guardrail SessionsPerWeek = new(0, 21, 1, 7, "sessions a week");
    internal static readonly Guardrail Minutes = new(1, 600, 5, 180, "minutes");
    internal static readonly Guardrail SessionsDone = new(0, 100_000, "sessions");
}
