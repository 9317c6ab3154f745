using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Host.People;

/// <summary>A participant file (contracts 3) in parts, each with its own right to write it.</summary>
internal static class PersonFile
{
    /// <summary>What staff may write of a participant; the other members are the clinician's.</summary>
    internal static readonly string[] OfStaff = ["age", "born", "sex", "bodyMassKg", "restingHr", "hideHeartRate"];

    /// <summary>What is stored as a sex; a file by hand may use other words (<see cref="ParticipantReader"/>).</summary>
    private static readonly string[] Sexes = ["female", "male", "other", "unknown"];

    /// <summary>The clinician's parts, and what each may hold.</summary>
    internal static readonly IReadOnlyDictionary<string, JsonValueKind> Parts = new Dictionary<string, JsonValueKind>
    {
        ["medications"] = JsonValueKind.Array,
        ["conditions"] = JsonValueKind.Array,
        ["tests"] = JsonValueKind.Array,
        ["prescription"] = JsonValueKind.Object,
    };

    internal static JsonObject Parse(string file) => JsonNode.Parse(file)!.AsObject();

    /// <summary>Members that staff may write, in place of those that were there; a fault names one that is not theirs.</summary>
    internal static string? SetOwn(JsonObject file, JsonElement told)
    {
        if (told.ValueKind != JsonValueKind.Object) return "participant is an object.";
        if (told.EnumerateObject().FirstOrDefault(m => !OfStaff.Contains(m.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other)
            return $"\"{other.Name}\" is not written here: medications, conditions, tests and prescription have their own places, and a clinician writes them.";
        foreach (var name in OfStaff) file.Remove(name);
        foreach (var member in told.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null)) file[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return null;
    }

    /// <summary>One of <see cref="Parts"/>, in place of what was there; null takes it away.</summary>
    internal static string? SetPart(JsonObject file, string part, JsonElement told)
    {
        if (told.ValueKind is JsonValueKind.Null && part == "prescription") file.Remove(part);
        else if (told.ValueKind != Parts[part]) return $"{part} is {(Parts[part] == JsonValueKind.Array ? "a list" : "an object")}.";
        else file[part] = JsonNode.Parse(told.GetRawText());
        return null;
    }

    /// <summary>
    /// Signatures of tests: one that is as it was keeps its own, one that the list names is signed by <paramref name="by"/>, every other one is unsigned,
    /// whatever the request says.
    /// </summary>
    internal static string? Sign(JsonObject file, JsonObject before, IReadOnlyList<int> signed, string by)
    {
        if (file["tests"] is not JsonArray tests) return null;
        if (tests.Any(t => t is not JsonObject)) return "tests is a list of objects.";
        if (signed.Any(i => i < 0 || i >= tests.Count)) return "sign names places in the list of tests, from 0.";
        var old = (before["tests"] as JsonArray)?.OfType<JsonObject>().ToArray() ?? [];
        for (var i = 0; i < tests.Count; i++)
        {
            var test = tests[i]!.AsObject();
            test.Remove("signedBy");
            var same = Array.Find(old, o => JsonNode.DeepEquals(Unsigned(o), test));
            if (signed.Contains(i)) test["signedBy"] = by;
            else if (same?["signedBy"] is { } signature) test["signedBy"] = signature.DeepClone();
        }

        return null;
    }

    /// <summary>The file as a participant, or every fault at once.</summary>
    internal static ParticipantReading Read(JsonObject file, DateOnly today)
    {
        var reading = ParticipantReader.Read(file.ToJsonString(), today);
        InputFault[] more = [.. FaultsOf(file)];
        return more.Length == 0 ? reading : new(null, [.. reading.Faults, .. more], reading.Remarks);
    }

    /// <summary>What the store does not take, although a file by hand may hold it: other words for a sex, and text that does not show as it is written.</summary>
    private static IEnumerable<InputFault> FaultsOf(JsonObject file)
    {
        if (file["sex"] is JsonValue sex && sex.GetValueKind() == JsonValueKind.String && !Sexes.Contains((string?)sex)) yield return new("$.sex", "is female, male, other or unknown");
        foreach (var place in UnplainIn(file)) yield return new(place, PlainText.Why);
    }

    private static IEnumerable<string> UnplainIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => PlainText.Is(m.Key) ? UnplainIn(m.Value) : [members.GetPath()]),
        JsonArray items => items.SelectMany(UnplainIn),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && !PlainText.Is((string)value!) => [value.GetPath()],
        _ => [],
    };

    private static JsonObject Unsigned(JsonObject test)
    {
        var copy = test.DeepClone().AsObject();
        copy.Remove("signedBy");
        return copy;
    }
}
