using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>Whom the orders happen to: one for each way in which a plan is made.</summary>
internal static class OrderPeople
{
    /// <summary>Added to a person's list by the law that a blunting medicine never gives anybody more rope.</summary>
    internal static readonly MedicationEntry[] Blunting =
        [new() { Atc = "C07AB02", Name = "metoprolol" }, new() { Atc = "C01EB17", Name = "ivabradine" }, new() { Atc = "C08DA01", Name = "verapamil" }];

    private static readonly DateOnly LongAgo = new(2025, 1, 1);

    private static readonly Participant Anyone = new() { Id = "p_order", Age = 40, Sex = "female", RestingHr = 70, BodyMassKg = 75 };

    private static readonly Prescription OptedIn = new() { ZonesFromOnDrugTest = true };

    private static readonly ExerciseTest OnDrug =
        new() { Date = new(2026, 2, 9), OnMedication = true, RestingHr = 56, PeakHr = 140, HoursAfterDose = 2.5, SignedBy = "dr_a" };

    internal static readonly Participant[] All =
    [
        Anyone,
        Anyone with { Age = 24, RestingHr = 60, Prescription = new() { ReserveFrom = 0.3, ReserveTo = 0.5, RpeFrom = 9, RpeTo = 11 } },
        Anyone with { Medications = [Of("C10AA05"), Of("N06AB06"), Of("A10BA02")] },
        Anyone with { Medications = [Of("C07AB02")] },
        Anyone with { Medications = [Of("C07AB03"), Of("N06AB03"), Of("C10AA05")] },
        Anyone with { Medications = [Of("C07AB02"), Of("N06AB03")], Conditions = [new() { Code = "coronary-disease" }] },
        Anyone with { Medications = [Of("C01EB17"), Of("C09AA05")], Conditions = [new() { Code = "heart-failure" }] },
        Anyone with { Medications = [new() { Name = "nobody knows this" }, Of("C10AA05")] },
        Anyone with { Medications = [Of("C07AA05") with { AsNeeded = true }, Of("N06AB06")] },
        Anyone with { Medications = [Of("C07AA05") with { StoppedOn = new(2026, 2, 28) }] },
        Anyone with { Age = 58, RestingHr = 56, Prescription = OptedIn, Tests = [OnDrug],
            Medications = [Of("C07AB03") with { DoseMg = 50, LastTaken = new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero) }] },
        Anyone with { Age = 58, RestingHr = 56, Prescription = OptedIn, Tests = [OnDrug],
            Medications = [Of("C07AB03") with { DoseMg = 100, ChangedOn = new(2026, 2, 23), LastTaken = new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero) }] },
        Anyone with { Conditions = [new() { Code = "icd", DetectionRate = 170 }], Prescription = new() { HrCeiling = 175 } },
        Anyone with { Conditions = [new() { Code = "icd" }] },
        Anyone with { Conditions = [new() { Code = "pacemaker", Mode = "VVIR", UpperRate = 120 }] },
        Anyone with { Conditions = [new() { Code = "atrial-fibrillation", Present = true }], Medications = [Of("C07AB02"), Of("B01AF02")] },
        Anyone with { Conditions = [new() { Code = "heart-transplant" }], RestingHr = 104 },
        Anyone with { RestingHr = null },
        Anyone with { RestingHr = 112 },
        Anyone with { RestingHr = 106, PersonalRestingHr = 104, Medications = [Of("N05AH02")] },
        Anyone with { Medications = [Of("N05AN01"), Of("N05AH03")] },
        Anyone with { Conditions = [new() { Code = "panic-disorder" }], HideHeartRate = true, SessionsDone = 1 },
    ];

    private static MedicationEntry Of(string atc) => new() { Atc = atc, StartedOn = LongAgo };
}
