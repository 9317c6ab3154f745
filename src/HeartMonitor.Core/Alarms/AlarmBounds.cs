using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms;

/// <summary>What a configured number may be, and what it should be; all ends included.</summary>
/// <param name="Lowest">Below this it is refused.</param>
/// <param name="Highest">Above this it is refused.</param>
/// <param name="From">Below this it is warned of.</param>
/// <param name="To">Above this it is warned of.</param>
public readonly record struct Bounds(double Lowest, double Highest, double From, double To);

/// <summary>
/// How far one alert may be configured. The shipped values are those of domain-facts 8.3 and decisions 44; how far around them is ours, and
/// is for the clinical owner to sign. The bounds are code, as whoever may change a number must not be able to change its bounds with it.
/// </summary>
/// <param name="Priority">Lowest that it should have; a high alert is never made lower.</param>
/// <param name="OnDelay">Seconds.</param>
/// <param name="ClearDelay">Seconds.</param>
/// <param name="Hysteresis">In the unit of the limit.</param>
public sealed record AlarmBounds(AlertPriority Priority, Bounds OnDelay, Bounds ClearDelay, Bounds Hysteresis)
{
    private static readonly Bounds AnyDelay = new(0, 600, 0, 60);
    private static readonly Bounds AnyClear = new(0, 600, 0, 120);
    private static readonly Bounds AnyHysteresis = new(0, 20, 0, 10);
    private static readonly Bounds ZoneClear = new(5, 300, 10, 120);
    private static readonly Bounds HeartRateClear = new(5, 120, 15, 60);
    private static readonly Bounds OfALimit = new(0, 10, 1, 8);
    private static readonly Bounds SignalClear = new(1, 60, 2, 15);

    /// <summary>A person's own word is not kept waiting.</summary>
    private static readonly Bounds AtOnce = new(0, 5, 0, 0);

    /// <summary>The bounds of an alert.</summary>
    public static AlarmBounds Of(AlertCode code) => code switch
    {
        AlertCode.ZoneHigh => new(AlertPriority.Low, new(10, 300, 30, 120), ZoneClear, OfALimit),
        AlertCode.ZoneLow => new(AlertPriority.Low, new(30, 600, 60, 300), ZoneClear, OfALimit),
        AlertCode.HrCeilingWarning => new(AlertPriority.Medium, new(3, 30, 5, 20), HeartRateClear, OfALimit),
        AlertCode.HrCeiling => new(AlertPriority.High, new(5, 60, 10, 30), HeartRateClear, OfALimit),
        AlertCode.HrLow => new(AlertPriority.Medium, new(5, 60, 10, 30), HeartRateClear, OfALimit),
        AlertCode.HrUnexpectedlyHigh => new(AlertPriority.Medium, new(10, 120, 20, 60), HeartRateClear, OfALimit),
        AlertCode.HrFallsWhileWorkRises => new(AlertPriority.Medium, new(0, 30, 0, 15), HeartRateClear, OfALimit),
        AlertCode.HrRiseWithoutWork => new(AlertPriority.Medium, new(0, 30, 0, 15), HeartRateClear, OfALimit),
        AlertCode.HrFailsToRise => new(AlertPriority.Low, new(0, 30, 0, 15), HeartRateClear, OfALimit),
        AlertCode.ContactLost or AlertCode.SignalLost => new(AlertPriority.Low, new(3, 30, 5, 15), SignalClear, AnyHysteresis),
        AlertCode.SignalDoubtful => new(AlertPriority.Low, new(3, 60, 5, 20), SignalClear, AnyHysteresis),
        AlertCode.RpeStop or AlertCode.RpeNotResponding or AlertCode.SymptomStop or AlertCode.HelpRequested =>
            new(AlertPriority.High, AtOnce, AnyClear, AnyHysteresis),
        _ => new(LowestPriority(code), AnyDelay, AnyClear, AnyHysteresis),
    };

    /// <summary>Decisions 44 and domain-facts 4; where a rule raises the priority by itself, the lower of the two.</summary>
    private static AlertPriority LowestPriority(AlertCode code) => code switch
    {
        AlertCode.MonitoringStopped => AlertPriority.High,
        AlertCode.DriftAndRpeUp or AlertCode.RestGate or AlertCode.RpeReduce
            or AlertCode.RpeTalkDisagree or AlertCode.RpeUnanswered or AlertCode.SymptomReview or AlertCode.MedicationRecentStop
            or AlertCode.IdentityConflict or AlertCode.JournalCorrupt or AlertCode.ManySignalsLost or AlertCode.AdapterLost => AlertPriority.Medium,
        _ => AlertPriority.Low,
    };
}
