using System.Text.Json;
using System.Text.Json.Serialization;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.People;

/// <summary>A dose that was taken today.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DoseTaken(string? Atc, DateTimeOffset? TakenAt);

/// <summary>A substance, and how long ago.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SubstanceTold(string? Name, double? HoursAgo);

/// <summary>What is learnt at check-in.</summary>
internal sealed record CheckInBody
{
    private const string Form = "A check-in is {restingHr, temperatureCelsius, taken, symptoms, substances}, each of its own type.";
    private const int MostNamed = 30;
    private const int LongestName = 100;

    private static readonly string[] Members = ["restingHr", "temperatureCelsius", "taken", "symptoms", "substances"];

    internal static CheckInBody Nothing { get; } = new();

    public int? RestingHr { get; init; }

    public double? TemperatureCelsius { get; init; }

    public IReadOnlyList<DoseTaken>? Taken { get; init; }

    /// <summary>Names of decisions 32; empty was not asked, <c>none</c> is an answer.</summary>
    public IReadOnlyList<string>? Symptoms { get; init; }

    public IReadOnlyList<SubstanceTold>? Substances { get; init; }

    /// <summary>The body, or one sentence that says what is wrong with it.</summary>
    internal static (CheckInBody? Body, string? Fault) Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return (null, Form);
        // A symptom under a misspelt name must not pass for one that nobody had.
        if (json.EnumerateObject().Select(m => m.Name).FirstOrDefault(name => !Members.Contains(name)) is { } unknown)
            return (null, $"\"{(unknown.Length > 40 ? unknown[..40] : unknown)}\" is not known inside checkIn: nothing was taken. {Form}");
        if (CommandEndpoints.Bind(json, CheckInJsonContext.Default.CheckInBody) is not { } body) return (null, Form);
        return body.Fault() is { } fault ? (null, fault) : (body, null);
    }

    internal CheckIn ToCheckIn(IReadOnlyList<string> released) => new()
    {
        RestingHr = RestingHr,
        TemperatureCelsius = TemperatureCelsius,
        Taken = (Taken ?? []).Where(t => t.TakenAt is not null).GroupBy(t => t.Atc!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().TakenAt!.Value, StringComparer.Ordinal),
        Symptoms = [.. (Symptoms ?? []).Where(s => s != "none")],
        Substances = [.. (Substances ?? []).Select(s => s.Name!).Distinct()],
        SubstanceHoursAgo = (Substances ?? []).Where(s => s.HoursAgo is not null).GroupBy(s => s.Name!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().HoursAgo!.Value, StringComparer.Ordinal),
        Released = released,
    };

    /// <summary>The same as facts of a session, in an order in which each finds what it needs.</summary>
    internal IEnumerable<SessionFact> Facts()
    {
        if (RestingHr is { } bpm) yield return new RestingHeartRateMeasured(bpm);
        if (TemperatureCelsius is { } celsius) yield return new TemperatureMeasured(celsius);
        foreach (var dose in Taken ?? []) yield return new MedicationTaken(dose.Atc!) { TakenAt = dose.TakenAt };
        foreach (var substance in Substances ?? []) yield return new SubstanceReported(substance.Name!) { HoursAgo = substance.HoursAgo };
        if (Symptoms is { Count: > 0 }) yield return new SymptomsReported(Symptoms) { By = AnsweredBy.Staff };
    }

    private string? Fault()
    {
        if (RestingHr is < 20 or > 250) return "restingHr is a rate from 20 to 250 bpm.";
        if (TemperatureCelsius is { } celsius && !(celsius is >= 30 and <= 45)) return "temperatureCelsius is from 30 to 45.";
        if (Taken?.Count > MostNamed || Symptoms?.Count > MostNamed || Substances?.Count > MostNamed) return $"At most {MostNamed} of a kind.";
        if (Taken?.Any(t => t is null || !IsName(t.Atc)) == true) return "A dose is {atc, takenAt}.";
        if (Substances?.Any(s => s is null || !FactDoor.IsSubstance(s.Name) || s.HoursAgo is { } ago && !double.IsFinite(ago)) == true) return "A substance is {name, hoursAgo}; its name is cannabis, alcohol, nicotine, caffeine or other.";
        return Symptoms?.All(IsName) == false ? "A symptom has no name." : null;
    }

    private static bool IsName(string? name) => name is { Length: > 0 and <= LongestName };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckInBody))]
internal sealed partial class CheckInJsonContext : JsonSerializerContext;
