using System.Globalization;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Simulator.Gym;

/// <summary>People to fill a gym with: eight of <c>config/people.json</c>, then as many more as are asked for. All are made up.</summary>
public static class GymPeople
{
    public const int Most = 500;

    private static readonly DateOnly ForYears = new(2024, 9, 2);

    private static readonly Prescription HeartGroup = new() { Programme = "cardiac", SessionsPerWeek = 3, Minutes = 40 };

    private static readonly Prescription Depression = new() { Programme = "depression", SessionsPerWeek = 3, Minutes = 45 };

    private static readonly Prescription Anxiety = new() { Programme = "anxiety", SessionsPerWeek = 3, Minutes = 30 };

    private static readonly Prescription Schizophrenia = new() { Programme = "schizophrenia", SessionsPerWeek = 2, Minutes = 30 };

    /// <summary>The eight people of <c>config/people.json</c>, the same facts; a test holds both together.</summary>
    public static IReadOnlyList<GymBinding> Default { get; } =
    [
        Bind(1, false, Person(34, "female", 64, 72, "depression", Depression, Takes("N06AB06", "sertraline", 50))),
        Bind(2, true, Person(
            61, "male", 86, 58, "coronary-disease", HeartGroup, Takes("C07AB02", "metoprolol", 100), Takes("C10AA05", "atorvastatin", 40))),
        Bind(3, false, Person(45, "male", 91, 76, "anxiety", Depression, Takes("N06AX16", "venlafaxine", 150))),
        Bind(4, false, Person(29, "female", 58, 70, "panic-disorder", Anxiety) with { HideHeartRate = true }),
        Bind(5, true, Person(64, "male", 79, 56, "coronary-disease", HeartGroup, Takes("C01EB17", "ivabradine", 10))),
        Bind(6, false, Person(52, "male", 82, 62, "bipolar", Depression, Takes("N05AN01", "lithium", 900))),
        Bind(7, true, Person(70, "female", 68, 66, "heart-failure", HeartGroup, Takes("C07AG02", "carvedilol", 25))),
        Bind(8, false, Person(41, "female", 77, 84, "schizophrenia", Schizophrenia, Takes("N05AH04", "quetiapine", 300))),
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

    /// <summary>The first of the demo; beyond the eighth they are drawn from the seed, 3 in 8 on a blunting medicine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 500 people.</exception>
    public static IReadOnlyList<GymBinding> First(int people, int seed) => people is >= 1 and <= Most
        ? [.. Enumerable.Range(0, people).Select(index => index < Default.Count ? Default[index] : Draw(index, seed))]
        : throw new ArgumentOutOfRangeException(nameof(people), people, $"Value should be in range [1-{Most}]");

    private static GymBinding Draw(int index, int seed)
    {
        var noise = SeededNoise.For(seed, index, what: 7);
        var isBlunted = index % 8 is 1 or 4 or 6;
        var isFemale = noise.NextUniform() < 0.5;
        var medicine = isBlunted ? Blunting[noise.NextWhole(0, Blunting.Length)] : Others[noise.NextWhole(0, Others.Length)];
        var person = Person(
            isBlunted ? noise.NextWhole(45, 79) : noise.NextWhole(19, 70),
            isFemale ? "female" : "male",
            isFemale ? noise.NextWhole(52, 89) : noise.NextWhole(64, 106),
            isBlunted ? noise.NextWhole(52, 67) : noise.NextWhole(60, 85),
            isBlunted ? "coronary-disease" : CommonConditions[noise.NextWhole(0, CommonConditions.Length)],
            isBlunted ? HeartGroup : Depression,
            medicine is null ? [] : [medicine]);
        return Bind(index + 1, isBlunted, person);
    }

    /// <summary>Number <paramref name="number"/> is <c>p_NN</c> on strap <c>sim-NN</c>.</summary>
    private static GymBinding Bind(int number, bool isBlunted, Participant person)
    {
        var twoDigits = number.ToString("00", CultureInfo.InvariantCulture);
        return new(person with { Id = "p_" + twoDigits }, "sim-" + twoDigits, isBlunted);
    }

    private static Participant Person(
        int age, string sex, double kg, int restingHr, string condition, Prescription prescription, params MedicationEntry[] medicines) => new()
        {
            Id = "",
            Age = age,
            Sex = sex,
            BodyMassKg = kg,
            RestingHr = restingHr,
            Medications = medicines,
            Conditions = [new() { Code = condition }],
            Prescription = prescription,
        };

    private static MedicationEntry Takes(string atc, string name, double doseMg) =>
        new() { Atc = atc, Name = name, DoseMg = doseMg, StartedOn = ForYears };
}
