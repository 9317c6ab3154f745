namespace HeartMonitor.Core.Patients;

/// <summary>
/// Guardrails of a participant file. Product defaults unless a source is named; heart-rate limits are those of domain-facts 5.1.
/// </summary>
internal static class PersonBounds
{
    /// <summary>Ours: nobody under 6 works to a scale from 6 to 20, and nobody over 120 was ever seen in a gym.</summary>
    internal static readonly Guardrail AgeYears = new(6, 120, 18, 90, "years");

    internal static readonly Guardrail RestingHr = new(30, 230, 40, 100, "bpm");
    internal static readonly Guardrail PeakHr = new(30, 230, 70, 220, "bpm");
    internal static readonly Guardrail HrCeiling = new(40, 230, 90, 200, "bpm");
    internal static readonly Guardrail DetectionRate = new(80, 300, 120, 250, "bpm");
    internal static readonly Guardrail UpperRate = new(40, 230, 90, 200, "bpm");
    internal static readonly Guardrail BodyMassKg = new(20, 400, 35, 250, "kg");
    internal static readonly Guardrail DoseMg = new(0.000_001, 100_000, "mg");
    internal static readonly Guardrail PeakMet = new(1, 30, 1.5, 22, "MET");
    internal static readonly Guardrail HoursAfterDose = new(0, 168, 0, 36, "hours");

    /// <summary>Nine tenths of reserve begin what domain-facts 2.3 calls near maximal: no session is watched there.</summary>
    internal static readonly Guardrail ReserveFrom = new(0, 0.85, 0.20, 0.75, "as a fraction of reserve");
    internal static readonly Guardrail ReserveTo = new(0.05, 0.90, 0.30, 0.85, "as a fraction of reserve");

    /// <summary>The highest target of domain-facts 4.1 is 14 to 17; from 15 on an alert comes whatever the target (decisions 24).</summary>
    internal static readonly Guardrail RpeFrom = new(6, 15, 9, 13, "on the 6-20 scale");
    internal static readonly Guardrail RpeTo = new(6, 17, 9, 14, "on the 6-20 scale");

    /// <summary>Above the predicted maximum, bpm, that no ceiling lies: two standard deviations of Tanaka's equation (domain-facts 2.1).</summary>
    internal const double CeilingAbovePredictedBpm = 20;

    internal static readonly Guardrail SessionsPerWeek = new(0, 21, 1, 7, "sessions a week");
    internal static readonly Guardrail Minutes = new(1, 600, 5, 180, "minutes");
    internal static readonly Guardrail SessionsDone = new(0, 100_000, "sessions");
}
