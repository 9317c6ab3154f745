using System.Globalization;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Simulator.Gym;

/// <summary>The people of the demo: eight of <c>config/people.json</c>, then as many more as are asked for. All are made up.</summary>
public static class DemoPeople
{
    public const int Most = 500;

    private static readonly DateOnly ForYears = new(2024, 9, 2);

    private static readonly Prescription HeartGroup = new() { Programme = "cardiac", SessionsPerWeek = 3, Minutes = 40 };

    private static readonly Prescription Depression = new() { Programme = "depression", SessionsPerWeek = 3, Minutes = 45 };

    /// <summary>The eight people of <c>config/people.json</c>, the same facts; a test holds both together.</summary>
    public static IReadOnlyList<DemoBinding> Default { get; } =
    [
        Bind(1, false, new() { Id = "p_01", Age = 34, Sex = "female", BodyMassKg = 64, RestingHr = 72, Medications = [Takes("N06AB06", "sertraline", 50)], Conditions = [Has("depression")], Prescription = Depression }),
        Bind(2, true, new() { Id = "p_02", Age = 61, Sex = "male", BodyMassKg = 86, RestingHr = 58, Medications = [Takes("C07AB02", "metoprolol", 100), Takes("C10AA05", "atorvastatin", 40)], Conditions = [Has("coronary-disease")], Prescription = HeartGroup }),
        Bind(3, false, new() { Id = "p_03", Age = 45, Sex = "male", BodyMassKg = 91, RestingHr = 76, Medications = [Takes("N06AX16", "venlafaxine", 150)], Conditions = [Has("anxiety")], Prescription = Depression }),
        Bind(4, false, new() { Id = "p_04", Age = 29, Sex = "female", BodyMassKg = 58, RestingHr = 70, Conditions = [Has("panic-disorder")], HideHeartRate = true, Prescription = new() { Programme = "anxiety", SessionsPerWeek = 3, Minutes = 30 } }),
        Bind(5, true, new() { Id = "p_05", Age = 64, Sex = "male", BodyMassKg = 79, RestingHr = 56, Medications = [Takes("C01EB17", "ivabradine", 10)], Conditions = [Has("coronary-disease")], Prescription = HeartGroup }),
        Bind(6, false, new() { Id = "p_06", Age = 52, Sex = "male", BodyMassKg = 82, RestingHr = 62, Medications = [Takes("N05AN01", "lithium", 900)], Conditions = [Has("bipolar")], Prescription = Depression }),
        Bind(7, true, new() { Id = "p_07", Age = 70, Sex = "female", BodyMassKg = 68, RestingHr = 66, Medications = [Takes("C07AG02", "carvedilol", 25)], Conditions = [Has("heart-failure")], Prescription = HeartGroup }),
        Bind(8, false, new() { Id = "p_08", Age = 41, Sex = "female", BodyMassKg = 77, RestingHr = 84, Medications = [Takes("N05AH04", "quetiapine", 300)], Conditions = [Has("schizophrenia")], Prescription = new() { Programme = "schizophrenia", SessionsPerWeek = 2, Minutes = 30 } }),
    ];

    private static readonly MedicationEntry[] Blunting =
    [
        Takes("C07AB02", "metoprolol", 50), Takes("C07AB03", "atenolol", 50), Takes("C07AB07", "bisoprolol", 5),
        Takes("C07AG02", "carvedilol", 12.5), Takes("C07AB12", "nebivolol", 5), Takes("C01EB17", "ivabradine", 10),
    ];

    private static readonly MedicationEntry?[] Others =
    [
        null, Takes("N06AB10", "escitalopram", 10), Takes("N06AX16", "venlafaxine", 75), Takes("N06AX11", "mirtazapine", 30),
        Takes("N05AN01", "lithium", 900), Takes("C08CA01", "amlodipine", 5), Takes("N06AB06", "sertraline", 100),
    ];

    private static readonly string[] CommonConditions = ["depression", "anxiety", "bipolar", "ptsd"];

    /// <summary>The first <paramref name="people"/> of the demo; beyond the eighth they are drawn from the seed, 3 in 8 on a blunting medicine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 500 people.</exception>
    public static IReadOnlyList<DemoBinding> First(int people, int seed) => people is >= 1 and <= Most
        ? [.. Enumerable.Range(0, people).Select(index => index < Default.Count ? Default[index] : Draw(index, seed))]
        : throw new ArgumentOutOfRangeException(nameof(people), people, $"Value should be in range [1-{Most}]");

    private static DemoBinding Draw(int index, int seed)
    {
        var noise = SeededNoise.For(seed, index, what: 7);
        var isBlunted = index % 8 is 1 or 4 or 6;
        var isFemale = noise.NextUniform() < 0.5;
        var medicine = isBlunted ? Blunting[noise.NextWhole(0, Blunting.Length)] : Others[noise.NextWhole(0, Others.Length)];
        return Bind(index + 1, isBlunted, new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"p_{index + 1:00}"),
            Age = isBlunted ? noise.NextWhole(45, 79) : noise.NextWhole(19, 70),
            Sex = isFemale ? "female" : "male",
            BodyMassKg = isFemale ? noise.NextWhole(52, 89) : noise.NextWhole(64, 106),
            RestingHr = isBlunted ? noise.NextWhole(52, 67) : noise.NextWhole(60, 85),
            Medications = medicine is null ? [] : [medicine],
            Conditions = [Has(isBlunted ? "coronary-disease" : CommonConditions[noise.NextWhole(0, CommonConditions.Length)])],
            Prescription = isBlunted ? HeartGroup : Depression,
        });
    }

    private static DemoBinding Bind(int number, bool isBlunted, Participant participant) =>
        new(participant, string.Create(CultureInfo.InvariantCulture, $"sim-{number:00}"), isBlunted);

    private static MedicationEntry Takes(string atc, string name, double doseMg) => new() { Atc = atc, Name = name, DoseMg = doseMg, StartedOn = ForYears };

    private static Condition Has(string code) => new() { Code = code };
}
