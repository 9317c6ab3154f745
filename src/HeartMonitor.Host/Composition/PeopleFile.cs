using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Host.Composition;

/// <summary>Who wears what.</summary>
/// <param name="Person">The participant.</param>
/// <param name="Strap">Strap id as the source tells it; as it stands in the file, an address in any spelling too.</param>
internal sealed record StrapBinding(Participant Person, string Strap)
{
    /// <summary>How it reads the pulse; null when nobody said.</summary>
    internal SensorClass? Sensor { get; init; }

    /// <summary>The strap has a Bluetooth address: as such, or as the id of one.</summary>
    internal bool IsBluetooth => StrapAddress.TryParse(Strap, out _) || StrapAddress.IsPseudonym(Strap);
}

/// <summary>The people file of contracts 1: <c>[{ "participant": {...}, "strap": "id", "sensor": "chest"|"optical"|product }]</c>, the last may be left out; all faults at once.</summary>
internal static class PeopleFile
{
    private const int LongestStrapId = 60;

    /// <summary>A member beside these could be a medicine that nobody looks at.</summary>
    private static readonly string[] Members = ["participant", "strap", "sensor"];

    /// <summary>The people of the file; <paramref name="straps"/> are the products that a sensor may be named by, null when they cannot be read.</summary>
    internal static (IReadOnlyList<StrapBinding> People, IReadOnlyList<string> Faults) Read(string path, StrapCatalogue? straps)
    {
        if (!Path.Exists(path)) return ([], [$"{path}: there is no such people file"]);
        var (text, fault) = BoundedText.Read(path, BoundedText.OfConfiguration);
        if (text is null || (fault = HalfPairs.FaultOf(text)) is not null) return ([], [$"{path}: {fault}"]);
        try
        {
            using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(document.RootElement, Path.GetFileName(path), straps);
        }
        catch (JsonException e)
        {
            return ([], [string.Create(CultureInfo.InvariantCulture, $"{path}: line {(e.LineNumber ?? 0) + 1}, position {(e.BytePositionInLine ?? 0) + 1}: this is not JSON, or it is nested too deeply")]);
        }
    }

    private static (IReadOnlyList<StrapBinding> People, IReadOnlyList<string> Faults) Read(JsonElement root, string name, StrapCatalogue? straps)
    {
        if (root.ValueKind != JsonValueKind.Array) return ([], [$"{name}: must be a list of {{ \"participant\", \"strap\" }}"]);
        var people = new List<StrapBinding>();
        var faults = new List<string>();
        var index = 0;
        foreach (var entry in root.EnumerateArray()) ReadEntry(entry, $"{name}[{index++}]", straps, people, faults);
        foreach (var twice in people.GroupBy(p => Canonical(p.Strap), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)) faults.Add($"{name}: {Shown(twice.First().Strap)} is bound to {twice.Count()} people");
        foreach (var twice in people.GroupBy(p => p.Person.Id).Where(g => g.Count() > 1)) faults.Add($"{name}: the participant \"{twice.Key}\" is there {twice.Count()} times");
        return (people, faults);
    }

    /// <summary>One text for the same address in any spelling. Two labels that differ by their case alone are one strap to whoever reads them. Which key its ids are made with is no matter here.</summary>
    private static string Canonical(string strap) => StrapAddress.NameOf(strap, new byte[StrapAddress.ShortestKey]);

    /// <summary>Addresses stay in the file.</summary>
    private static string Shown(string strap) => StrapAddress.TryParse(strap, out _) ? "the strap of an address" : $"the strap \"{strap}\"";

    private static void ReadEntry(JsonElement entry, string place, StrapCatalogue? straps, List<StrapBinding> people, List<string> faults)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("participant", out var person))
        {
            faults.Add($"{place}.participant: missing");
            return;
        }

        foreach (var other in entry.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null && !Members.Contains(m.Name)))
            faults.Add($"{place}: \"{other.Name}\" is not read here; what is about the person stands inside participant");
        var reading = ParticipantReader.Read(person, $"{place}.participant");
        faults.AddRange(reading.Faults.Select(f => $"{f.Path}: {f.Text}"));
        var strap = entry.TryGetProperty("strap", out var bound) && bound.ValueKind == JsonValueKind.String ? bound.GetString()!.Trim() : "";
        if (strap.Length is 0 or > LongestStrapId) faults.Add($"{place}.strap: must be a strap id of 1 to {LongestStrapId} characters");
        var (sensor, unknown) = ReadSensor(entry, straps);
        if (unknown is not null) faults.Add($"{place}.sensor: {unknown}, or be left out");
        if (reading.Participant is { } participant && strap.Length is > 0 and <= LongestStrapId) people.Add(new(participant, strap) { Sensor = sensor });
    }

    private static (SensorClass? Sensor, string? Fault) ReadSensor(JsonElement entry, StrapCatalogue? straps)
    {
        if (!entry.TryGetProperty("sensor", out var told) || told.ValueKind == JsonValueKind.Null) return (null, null);
        return SensorName.Read(told.ValueKind == JsonValueKind.String ? told.GetString() : null, straps);
    }
}
