using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Simulator.Straps;

/// <summary>What a device does with the contact bits (domain-facts 1.2, 1.5).</summary>
public enum ContactHabit
{
    /// <summary>Says what it feels.</summary>
    Reports,

    /// <summary>The feature is not supported.</summary>
    NotSupported,

    /// <summary>Says contact whatever it feels.</summary>
    StuckDetected,

    /// <summary>Says no contact whatever it feels.</summary>
    StuckNotDetected,
}

/// <summary>What a device sends for intervals.</summary>
public enum IntervalHabit
{
    /// <summary>Each beat.</summary>
    Beats,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>Intervals smoothed until no variability is left: the mean of the last eight.</summary>
    Smoothed,
}

/// <summary>
/// A device as a buyer knows it (domain-facts 1.5): what it can tell, and what it does by itself. All of them stand in
/// <c>strap-models.json</c>; the three without a name are straps that only do what their class does.
/// </summary>
public sealed record StrapModel
{
    /// <summary>Its key in stories, kebab-case.</summary>
    public required string Id { get; init; }

    /// <summary>Beginning of the name that it advertises; null for the three plain ones.</summary>
    public string? Name { get; init; }

    /// <summary>One plain sentence: what is odd about it.</summary>
    public string About { get; init; } = "";

    /// <summary>Electrodes or light.</summary>
    public required SensorClass Class { get; init; }

    public required ContactHabit Contact { get; init; }

    public required IntervalHabit Intervals { get; init; }

    /// <summary>Characteristic 0x2A38; null when it has none. An armband says other: upper arm has no code.</summary>
    public BodySensorLocation? Location { get; init; }

    /// <summary>Hours from full to empty; null when it has no battery service.</summary>
    public double? BatteryHours { get; init; }

    /// <summary>Energy expended in every tenth packet, and a control point that resets it.</summary>
    public bool Energy { get; init; }

    /// <summary>The rate always takes 16 bits, which is legal.</summary>
    public bool WideRate { get; init; }

    /// <summary>The flag of intervals is set although none are there.</summary>
    public bool AlwaysFlagsIntervals { get; init; }

    /// <summary>Packets from one with intervals to the next; 1 for every packet.</summary>
    public int IntervalsEvery { get; init; } = 1;

    /// <summary>Links that it allows at a time; null when nobody knows of a limit. Told, not simulated: nobody else asks for one.</summary>
    public int? MostLinks { get; init; }

    /// <summary>What goes wrong with it by itself, drawn from the seed.</summary>
    public IReadOnlyList<FaultSpec> Habits { get; init; } = [];

    /// <summary>What a truth label asks: can it say that it lost skin.</summary>
    public StrapProfile Profile => Class == SensorClass.Optical ? StrapProfile.Optical
        : Contact == ContactHabit.Reports ? StrapProfile.ChestWithContact
        : StrapProfile.ChestWithoutContact;

    /// <summary>The plain strap of a class: nothing but what <see cref="StrapProfile"/> says.</summary>
    public static StrapModel Plain(StrapProfile profile) => new()
    {
        Id = profile switch
        {
            StrapProfile.ChestWithContact => "chest",
            StrapProfile.ChestWithoutContact => "chest-without-contact",
            StrapProfile.Optical => "optical",
        },
        Class = profile == StrapProfile.Optical ? SensorClass.Optical : SensorClass.Chest,
        Contact = profile == StrapProfile.ChestWithContact ? ContactHabit.Reports : ContactHabit.NotSupported,
        Intervals = profile == StrapProfile.Optical ? IntervalHabit.None : IntervalHabit.Beats,
    };

    /// <summary>The name that number <paramref name="serial"/> of this model advertises, as <c>Polar H10 0000002A</c>.</summary>
    public string? AdvertisedName(int serial) =>
        Name is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} {unchecked((uint)serial):X8}");
}
