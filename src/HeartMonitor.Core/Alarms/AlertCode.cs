using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Alarms;

/// <summary>Alert codes of contracts section 4, in its order. In kebab-case they are the names everybody outside uses.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AlertCode>))]
public enum AlertCode
{
    ZoneHigh,
    ZoneLow,
    HrCeilingWarning,
    HrCeiling,
    HrLow,
    HrUnexpectedlyHigh,
    HrFallsWhileWorkRises,
    HrFailsToRise,
    HrRiseWithoutWork,
    HrStepChange,
    DriftAndRpeUp,
    RestGate,
    IrregularRr,
    RpeBelowTarget,
    RpeAboveTarget,
    RpeReduce,
    RpeStop,
    RpeTalkDisagree,
    RpeScaleCheck,
    RpeUnanswered,
    RpeNotResponding,
    SymptomStop,
    SymptomReview,
    HelpRequested,
    MedicationUnknown,
    MedicationInteraction,
    MedicationRecentStop,
    MedicationTestStale,

    /// <summary>The person works although a gate of the plan is not open.</summary>
    StartGate,
    SensorOptical,
    ContactLost,
    SignalLost,
    SignalDoubtful,
    SensorNotWorn,
    BatteryLow,
    IdentityConflict,
    MonitoringStopped,
    SinkDown,
    StorageLow,
    ClockStep,
    ConfigRejected,
    JournalCorrupt,
    ManySignalsLost,
    AdapterLost,
    CertificateExpiring,
}
