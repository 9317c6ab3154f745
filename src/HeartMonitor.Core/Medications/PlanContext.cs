using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Everything that the parts of the planner look at, worked out once.</summary>
internal sealed record PlanContext
{
    internal required Participant Participant { get; init; }

    internal required CheckIn CheckIn { get; init; }

    internal required DateOnly On { get; init; }

    internal required DateTimeOffset? SessionAt { get; init; }

    internal required MedicationCatalogue Catalogue { get; init; }

    internal required PlannerOptions Options { get; init; }

    internal required IReadOnlyList<MedicineToday> Medicines { get; init; }

    /// <summary>What the file says outside of its lists; its medicines are among <see cref="Medicines"/>.</summary>
    internal required FileDoubts Doubts { get; init; }

    internal required IReadOnlyList<(Condition Written, ConditionRule? Rule)> Conditions { get; init; }

    internal required IReadOnlyList<InteractionPair> Pairs { get; init; }

    internal required RestingRate Rest { get; init; }

    internal required TestChoice Test { get; init; }

    /// <summary>A medicine in its first weeks, when a fast resting rate is always news; null without one.</summary>
    internal required MedicineToday? RestWatchedFor { get; init; }

    /// <summary>Years; null when it is missing or impossible.</summary>
    internal required int? Age { get; init; }

    /// <summary>Age and date of birth disagree.</summary>
    internal bool IsAgeInDoubt => Years.Disagree(Participant, On);

    /// <summary>Predicted maximum; null without an age. It bounds the ceiling at any age.</summary>
    internal required MaximalHeartRate? Predicted { get; init; }

    /// <summary>The equations were made for this age: a predicted maximum may make zones.</summary>
    internal bool IsPredictionTested => Age >= Options.ZonesFromAgeYears && Age <= Options.ZonesToAgeYears;

    /// <summary>As prescribed; a member that nobody prescribed is null.</summary>
    internal Prescription Prescription => Participant.Prescription ?? DefaultPrescription;

    /// <summary>The part of the reserve to work in: as prescribed, else the default.</summary>
    internal (double From, double To) Reserve => (Prescription.ReserveFrom ?? Options.ReserveFrom, Prescription.ReserveTo ?? Options.ReserveTo);

    /// <summary>A medicine, or the window after one, blunts heart rate; where it is not known whether it was taken, it does.</summary>
    internal bool Blunted => Medicines.Any(m => m.Blunts);

    /// <summary>
    /// The resting rate that safety bounds stand on, bpm. After a recent stop it is the usual one where today's is higher: a pulse that
    /// rises with the stop must not lift its own limit (domain-facts 10, S07).
    /// </summary>
    internal double? RestForSafety => Medicines.Any(m => m.State == MedicineState.RecentlyStopped) && Participant.RestingHr < Rest.InForce
        ? Participant.RestingHr
        : Rest.InForce;

    internal bool HasIcd => Conditions.Any(c => c.Rule?.Effect == ConditionEffect.DetectionRate);

    /// <summary>Lowest plausible detection rate, bpm; null when there is none.</summary>
    internal int? DetectionRate => Devices.Min(RateOf);

    /// <summary>An ICD is on record, and one of its entries says no plausible rate: it may be the lower one.</summary>
    internal bool LacksDetectionRate => Devices.Any(c => RateOf(c) is null);

    private IEnumerable<Condition> Devices => Conditions.Where(c => c.Rule?.Effect == ConditionEffect.DetectionRate).Select(c => c.Written);

    private static int? RateOf(Condition device) =>
        device.DetectionRate is { } rate && !PersonBounds.DetectionRate.Refuses(rate) ? rate : null;

    private static Prescription DefaultPrescription { get; } = new();
}
