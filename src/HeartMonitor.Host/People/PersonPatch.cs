using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary>
/// A JSON merge patch (RFC 7396) of <c>{name, contact, participant}</c>: what it does not name stays, members that this program does not know too; null takes a
/// member away; a list is replaced whole.
/// </summary>
internal static class PersonPatch
{
    /// <summary>Beside the patch itself: places of tests to be signed, and the password that signs.</summary>
    private static readonly string[] Beside = ["sign", "secret"];

    private static readonly string[] OfPerson = ["name", "contact", "participant"];

    /// <summary>The person after the patch, or one sentence that says what is wrong with its form.</summary>
    internal static (PersonRecord? After, string? Fault) Apply(PersonRecord before, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object) return (null, "The body is a merge patch of {name, contact, participant}.");
        if (patch.EnumerateObject().Select(m => m.Name).FirstOrDefault(n => !OfPerson.Contains(n) && !Beside.Contains(n)) is { } unknown)
            return (null, $"\"{(unknown.Length > 40 ? unknown[..40] : unknown)}\" is not read here; the body is a merge patch of {{name, contact, participant}}, with sign and secret beside it.");
        var file = PersonFile.Parse(before.File);
        if (patch.TryGetProperty("participant", out var told))
        {
            if (told.ValueKind != JsonValueKind.Object) return (null, "participant is an object.");
            file = Merge(file, told)!.AsObject();
        }

        if ((string?)file["id"] is var id && id != before.Id) return (null, "id stays as it is.");
        return (before with { Name = TextOf(patch, "name", before.Name), Contact = TextOf(patch, "contact", before.Contact), File = file.ToJsonString() }, null);
    }

    /// <summary>Members in which two states of a person differ: <c>name contact</c> and those of the participant file.</summary>
    internal static IReadOnlyList<string> Differences(PersonRecord one, PersonRecord other)
    {
        var (a, b) = (PersonFile.Parse(one.File), PersonFile.Parse(other.File));
        var names = a.Select(m => m.Key).Concat(b.Select(m => m.Key)).Distinct().Where(name => !JsonNode.DeepEquals(a[name], b[name]));
        return [.. (one.Name == other.Name ? Array.Empty<string>() : ["name"]), .. (one.Contact == other.Contact ? Array.Empty<string>() : ["contact"]), .. names];
    }

    /// <summary>True when a list holds all that it held, as it was and in its order, and more after it.</summary>
    internal static bool IsLonger(string before, string after, string list)
    {
        var (old, now) = (PersonFile.Parse(before)[list] as JsonArray ?? [], PersonFile.Parse(after)[list] as JsonArray ?? []);
        return now.Count >= old.Count && old.Select((entry, i) => JsonNode.DeepEquals(entry, now[i])).All(same => same);
    }

    /// <summary>RFC 7396, section 2.</summary>
    private static JsonNode? Merge(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object) return JsonNode.Parse(patch.GetRawText());
        var merged = target as JsonObject ?? [];
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                merged.Remove(member.Name);
                continue;
            }

            merged.TryGetPropertyValue(member.Name, out var known);
            var value = Merge(known, member.Value);
            if (!ReferenceEquals(value, known)) merged[member.Name] = value;
        }

        return merged;
    }

    private static string? TextOf(JsonElement patch, string member, string? otherwise) =>
        !patch.TryGetProperty(member, out var value) ? otherwise
        : value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
}
