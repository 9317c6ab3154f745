using System.Text.Json;

namespace HeartMonitor.Core.Scenarios;

/// <summary>Members of a story file, each with one plain sentence when it is not what it must be.</summary>
internal static class StoryJson
{
    internal const double LongestStorySeconds = 24 * 3600; // a session is hours, not days

    internal static JsonElement Required(JsonElement holder, string name, JsonValueKind kind)
    {
        if (!holder.TryGetProperty(name, out var member)) throw new JsonException($"\"{name}\" is missing");
        return member.ValueKind == kind ? member : throw new JsonException($"\"{name}\" is {Named(kind)}, not {Named(member.ValueKind)}");
    }

    /// <summary>Entries of an optional array.</summary>
    internal static IReadOnlyList<JsonElement> Entries(JsonElement root, string name) =>
        root.TryGetProperty(name, out _) ? [.. Required(root, name, JsonValueKind.Array).EnumerateArray()] : [];

    internal static double Seconds(JsonElement input, string name)
    {
        var seconds = Number(input, name);
        return seconds is >= 0 and <= LongestStorySeconds
            ? seconds
            : throw new JsonException($"\"{name}\" is outside 0 to {LongestStorySeconds} s");
    }

    internal static double Number(JsonElement holder, string name) => Required(holder, name, JsonValueKind.Number).GetDouble();

    /// <summary>The text of an optional member that takes one of <paramref name="names"/>.</summary>
    internal static string OneOf(JsonElement input, string member, string otherwise, params IReadOnlyList<string> names)
    {
        if (!input.TryGetProperty(member, out _)) return otherwise;
        var value = Required(input, member, JsonValueKind.String).GetString()!;
        return names.Contains(value) ? value : throw new JsonException($"there is no {member} called {value}{Hint(value, names)}");
    }

    /// <summary>Refuses a member that is almost one of ours; one that is like none of them is ignored (contracts, first paragraph).</summary>
    internal static void RefuseSlips(JsonElement holder, IReadOnlyCollection<string> known)
    {
        foreach (var member in holder.EnumerateObject())
            if (!known.Contains(member.Name) && Hint(member.Name, known) is { Length: > 0 } hint)
                throw new JsonException($"there is no member \"{member.Name}\"{hint}");
    }

    /// <summary><c>; did you mean zone-high?</c>, or nothing when no name is near.</summary>
    internal static string Hint(string written, IEnumerable<string> names) =>
        names.FirstOrDefault(name => NearMiss.Is(written, name) || IsTurned(written, name)) is { } near ? $"; did you mean {near}?" : "";

    /// <summary>The same letters in another order: <c>wrok</c>.</summary>
    private static bool IsTurned(string written, string name) =>
        written != name && written.Length == name.Length && written.Order().SequenceEqual(name.Order());

    internal static string Named(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };
}
