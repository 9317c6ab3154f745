using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>What a class of sensors can and cannot do, as far as the gate must know (domain-facts 1.5, 5.1, 5.3). Data: <c>config/straps.json</c>.</summary>
/// <remarks>Setters and not init: generated serialisers lose the defaults of init-only members.</remarks>
public sealed record StrapClass
{
    /// <summary>Intervals are beats; false where they are smoothed or none are sent: no artefact figures and no variability from them.</summary>
    public bool IntervalsAreBeats { get; set; } = true;

    /// <summary>It may report steps in place of beats (domain-facts 5.3).</summary>
    public bool MayCountSteps { get; set; }

    /// <summary>It cannot tell that it was taken off; the pattern of its rate must (domain-facts 5.1, decisions 7).</summary>
    public bool WornByPattern { get; set; }
}

/// <summary>A product name as it is advertised, and the class that it is of.</summary>
/// <param name="Name">What the advertised name begins with, in any case; not empty.</param>
/// <param name="Class">Its class.</param>
public sealed record KnownStrap(string Name, SensorClass Class);

/// <summary>The classes of sensors and the products whose class is known from their name.</summary>
public sealed record StrapCatalogue(
    string Version, IReadOnlyDictionary<SensorClass, StrapClass> Classes, IReadOnlyList<KnownStrap> Known)
{
    /// <summary>Nothing is known of any product; the classes are those that the program was written for.</summary>
    public static StrapCatalogue Default { get; } = new(
        "none",
        new Dictionary<SensorClass, StrapClass>
        {
            [SensorClass.Unknown] = new(),
            [SensorClass.Chest] = new(),
            [SensorClass.Optical] = new() { IntervalsAreBeats = false, MayCountSteps = true, WornByPattern = true },
        },
        []);

    /// <summary>What a class can do; every class has an entry.</summary>
    public StrapClass Of(SensorClass sensor) => Classes[sensor];

    /// <summary>Class of the product whose known name the advertised one begins with, the longest such name; unknown when there is none.</summary>
    public SensorClass ClassOf(string? advertised) => KnownAs(advertised)?.Class ?? SensorClass.Unknown;

    /// <summary>The product whose known name the advertised one begins with, the longest such name; null when there is none.</summary>
    public KnownStrap? KnownAs(string? advertised)
    {
        if (advertised is null) return null;
        KnownStrap? best = null;
        foreach (var strap in Known)
            if (advertised.StartsWith(strap.Name, StringComparison.OrdinalIgnoreCase) && strap.Name.Length > (best?.Name.Length ?? 0)) best = strap;
        return best;
    }
}
