namespace HeartMonitor.Core.Medications;

/// <summary>What is learnt about a person on the day, at check-in or later. Empty means: nothing asked yet.</summary>
public sealed record CheckIn
{
    public static CheckIn Nothing { get; } = new();

    /// <summary>Resting heart rate measured today, bpm.</summary>
    public int? RestingHr { get; init; }

    /// <summary>Body temperature, degrees Celsius; 38.0 or more is fever.</summary>
    public double? TemperatureCelsius { get; init; }

    /// <summary>ATC code to the time of the dose that was reported taken.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Taken { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Substances used lately, by the names of contracts section 4.</summary>
    public IReadOnlyList<string> Substances { get; init; } = [];

    /// <summary>Hours since each of <see cref="Substances"/>, where it was said; one that is not here counts as recent.</summary>
    public IReadOnlyDictionary<string, double> SubstanceHoursAgo { get; init; } = new Dictionary<string, double>();

    /// <summary>Symptoms told before the work (decisions 32); none of them when nothing was told or "none".</summary>
    public IReadOnlyList<string> Symptoms { get; init; } = [];

    /// <summary>Gate codes that a clinician released with a signature.</summary>
    public IReadOnlyList<string> Released { get; init; } = [];
}
