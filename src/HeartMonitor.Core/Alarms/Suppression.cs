namespace HeartMonitor.Core.Alarms;

/// <summary>One cause, one alert (contracts 4, domain-facts 8.3): who cannot be judged without a signal, and which alerts say that there is none.</summary>
internal static class Suppression
{
    /// <summary>Alerts that say why heart rate cannot be judged; the first that is open is the cause that is told.</summary>
    internal static IReadOnlyList<AlertCode> Causes { get; } = [AlertCode.ContactLost, AlertCode.SignalLost, AlertCode.SensorNotWorn, AlertCode.SignalDoubtful];

    /// <summary>True for alerts that are judged by heart rate.</summary>
    internal static bool IsByHeartRate(AlertCode code) => code is AlertCode.ZoneHigh or AlertCode.ZoneLow
        or AlertCode.HrCeilingWarning or AlertCode.HrCeiling or AlertCode.HrLow or AlertCode.HrUnexpectedlyHigh
        or AlertCode.HrFallsWhileWorkRises or AlertCode.HrFailsToRise or AlertCode.HrRiseWithoutWork or AlertCode.HrStepChange
        or AlertCode.DriftAndRpeUp or AlertCode.IrregularRr;
}
