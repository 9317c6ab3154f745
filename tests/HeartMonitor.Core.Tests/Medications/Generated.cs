using CsCheck;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>What a plan is made from.</summary>
public sealed record PlanInput(Participant Participant, CheckIn CheckIn, DateOnly On, DateTimeOffset? At);

/// <summary>Generators: likely people, and values that no reader lets through.</summary>
internal static class Generated
{
    private static readonly string[] Codes =
    [
        "C07AB02", "C07AB03", "C07AA05", "C09BX02", "C09BX01", "S01ED51", "S01ED02", "C08DA01", "C01EB17", "C01BD01", "C02AC01", "N05AN01", "N05AH02",
        "N06AB03", "N06AB05", "N06AX16", "L04AE01", "A02BC01", "Z99ZZ99", "C07", "N07BC", "rubbish", "C07AB02xx", "N06AB06; C07AB07", "\u0421\u043e7", "-", "N05BA06", "H03AA01", "C02AC02",
    ];

    private static readonly string[] Names = ["metoprolol", "Propranolol LA 80 mg", "stanozolol", "safe normal 50 mg", "abnormal arrhythmia 5mg", "Zorblax {name}", "\ud800", "", "met\u043epr\u043el\u043el", "sertraline", "ramipril/Concor", "clonidine"];

    private static readonly string[] ConditionCodes =
    [
        "coronary-disease", "heart-failure", "atrial-fibrillation", "pacemaker", "icd", "heart-transplant", "sick-sinus", "eating-disorder", "fever", "depression",
        "odd {code}", "normal", "pregnancy", "pace maker",
    ];

    private static readonly Gen<DateOnly> Day = Gen.OneOf(
        Gen.Int[-40, 40].Select(d => People.Monday.AddDays(d)),
        AnyOf(DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2025, 3, 1), new DateOnly(2026, 2, 9)));

    private static readonly Gen<DateTimeOffset> Instant = Gen.OneOf(
        Gen.Int[-2000, 600].Select(m => People.Nine.AddMinutes(m)),
        AnyOf(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));

    private static readonly Gen<double> Number = Gen.OneOf(Gen.Double[0, 200], AnyOf(double.NaN, double.PositiveInfinity, -1, 0, 0.2));

    private static readonly Gen<int> Rate = Gen.OneOf(Gen.Int[40, 190], AnyOf(int.MinValue, int.MaxValue, 0, 55, 101, 121));

    private static readonly Gen<MedicationEntry> Medication =
        from atc in AnyOf(Codes).Null(0.1)
        from name in AnyOf(Names).Null(0.5)
        from dose in Number.Nullable(0.3)
        from dates in Gen.Select(Day.Nullable(0.3), Day.Nullable(0.7), Day.Nullable(0.7))
        from asNeeded in Gen.Frequency((1, Gen.Const(true)), (3, Gen.Const(false)))
        from taken in Gen.Bool.Nullable()
        from last in Instant.Nullable(0.5)
        select new MedicationEntry
        {
            Atc = atc,
            Name = name,
            DoseMg = dose,
            StartedOn = dates.Item1,
            ChangedOn = dates.Item2,
            StoppedOn = dates.Item3,
            AsNeeded = asNeeded,
            TakenToday = taken,
            LastTaken = last,
        };

    private static readonly Gen<Condition> Condition =
        from code in AnyOf(ConditionCodes)
        from present in Gen.Bool.Nullable()
        from rate in Rate.Nullable(0.3)
        select new Condition { Code = code, Present = present, UpperRate = rate, DetectionRate = rate };

    private static readonly Gen<ExerciseTest> Test =
        from date in Day.Nullable(0.1)
        from onMedication in Gen.Bool
        from rates in Gen.OneOf(Gen.Select(Rate.Nullable(0.5), Rate.Nullable(0.1)), Gen.Select(Gen.Int[50, 80].Nullable(0.3), Gen.Int[100, 180].Nullable(0.02)))
        from hours in Number.Nullable(0.3)
        from signed in Gen.Frequency((6, Gen.Const("dr_a")), (1, AnyOf(" ", "-", "unsigned"))).Null(0.1)
        select new ExerciseTest { Date = date, OnMedication = onMedication, RestingHr = rates.Item1, PeakHr = rates.Item2, HoursAfterDose = hours, PeakMet = hours, SignedBy = signed };

    private static readonly Gen<Prescription> Prescription =
        from reserve in Gen.OneOf(Gen.Const((0.4, 0.6)), Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]), Gen.Select(Number, Number))
        from rpe in Gen.OneOf(Gen.Const((11, 13)), Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30]))
        from ceiling in Rate.Nullable(0.6)
        from optIn in Gen.Bool
        select new Prescription { ReserveFrom = reserve.Item1, ReserveTo = reserve.Item2, RpeFrom = rpe.Item1, RpeTo = rpe.Item2, HrCeiling = ceiling, ZonesFromOnDrugTest = optIn };

    private static readonly Gen<Participant> Person =
        from age in Gen.OneOf(Gen.Int[18, 95], AnyOf(-3, 0, 300)).Nullable(0.05)
        from born in Day.Nullable(0.9)
        from rest in Rate.Nullable(0.1)
        from baseline in Rate.Nullable(0.7)
        from medications in Medication.Array[0, 4]
        from conditions in Condition.Array[0, 2]
        from tests in Test.Array[0, 2]
        from prescription in Prescription.Null(0.4)
        from done in Gen.Int[-1, 9]
        select new Participant
        {
            Id = "p_1",
            Age = age,
            Born = born,
            RestingHr = rest,
            PersonalRestingHr = baseline,
            Medications = medications,
            Conditions = conditions,
            Tests = tests,
            Prescription = prescription,
            SessionsDone = done,
        };

    private static readonly Gen<CheckIn> AtCheckIn =
        from rest in Rate.Nullable(0.7)
        from celsius in Gen.OneOf(Gen.Double[36, 40], Gen.Const(double.NaN)).Nullable(0.7)
        from taken in Gen.Dictionary(AnyOf(Codes), Instant)[0, 2]
        from substances in AnyOf("cannabis", "caffeine", "odd").Array[0, 2]
        from released in AnyOf("rest-gate", "fever", "substance-today").Array[0, 2]
        select new CheckIn { RestingHr = rest, TemperatureCelsius = celsius, Taken = taken, Substances = substances, Released = released };

    /// <summary>People who nearly have zones from a test on their medicine: the ground where a slip would show.</summary>
    private static readonly Gen<Participant> Tested =
        from age in Gen.Int[35, 85]
        from rest in Gen.Int[48, 75]
        from peak in Gen.Int[90, 175]
        from medicine in AnyOf("C07AB02", "C07AB03", "C07AA05", "C08DA01", "N06AB06", "S01ED01")
        from started in Gen.Int[-400, 0]
        from changed in Gen.Int[-60, 10].Nullable(0.6)
        from more in Medication.Array[0, 1]
        from tests in Test.Array[0, 1]
        from conditions in Condition.Array[0, 1]
        from prescription in Prescription
        select new Participant
        {
            Id = "p_2",
            Age = age,
            RestingHr = rest,
            Medications = [new MedicationEntry { Atc = medicine, DoseMg = 50, StartedOn = People.Monday.AddDays(started), ChangedOn = changed is { } days ? People.Monday.AddDays(days) : null, LastTaken = People.Nine.AddHours(-2) }, .. more],
            Tests = [new ExerciseTest { Date = People.Monday.AddDays(-21), OnMedication = true, RestingHr = rest, PeakHr = peak, HoursAfterDose = 2.5, SignedBy = "dr_a" }, .. tests],
            Conditions = conditions,
            Prescription = prescription,
        };

    internal static Gen<PlanInput> Cases { get; } =
        from person in Gen.Frequency((3, Person), (1, Tested))
        from checkIn in Gen.Frequency((1, Gen.Const(CheckIn.Nothing)), (1, AtCheckIn))
        from day in Gen.Frequency((5, Gen.Const(People.Monday)), (1, Day))
        from at in Instant.Nullable(0.5)
        select new PlanInput(person, checkIn, day, at);

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>A regular medicine that blunts, begun long ago or today.</summary>
    internal static Gen<MedicationEntry> Blunting { get; } =
        from atc in AnyOf("C07AB02", "C07AA05", "C09DX05", "C08DB01", "C01EB17", "C01BD01", "S01ED01")
        from start in AnyOf<DateOnly?>(DateOnly.MinValue, null)
        select new MedicationEntry { Atc = atc, StartedOn = start };
}
