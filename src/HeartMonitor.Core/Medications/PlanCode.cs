using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Medications;

/// <summary>Reason and note codes of decisions 11. The order is that of importance: staff read the first one first.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PlanCode>))]
public enum PlanCode
{
    IcdRateMissing,
    Fever,
    RestGate,
    EatingDisorder,
    SubstanceToday,
    SymptomGate,

    /// <summary>From here to <see cref="ZoneCutByCeiling"/>: as a reason it forces RPE.</summary>
    MedicationRecentStop,
    MedicationBlunts,
    MedicationBluntsVariable,
    MedicationUnknown,
    MedicationUnlisted,
    MedicationDoseTimeUnknown,
    MedicationTestStale,
    TestUnsigned,
    TestContradictory,
    ConditionRhythm,
    ConditionResponse,
    ConditionNoTest,
    ConditionUnclear,
    RestingHrMissing,
    ReserveTooSmall,
    ZoneCutByCeiling,
    TestOnDrug,
    ZoneMeasured,
    ZonePredicted,
    MedicationInteraction,
    MedicationRaisesRest,
    MedicationLowersRest,
    MedicationContradiction,
    MedicationPerception,
    RestingHrRemeasure,
    RpeTargetCut,
    ConditionUnknown,
}
