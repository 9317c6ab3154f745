using System.Text.Json;
using System.Text.RegularExpressions;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>The part of JSON Schema that our schemas use: type, properties, required, additionalProperties, items, enum, pattern, $ref.</summary>
internal static class SchemaCheck
{
    internal static IEnumerable<string> Faults(JsonElement value, JsonElement schema, JsonElement root, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference)) schema = root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]);
        if (schema.TryGetProperty("type", out var type) && !Is(value, type.GetString()!)) return [$"{path}: not {type.GetString()}"];
        return [.. Scalar(value, schema, path), .. Members(value, schema, root, path), .. Items(value, schema, root, path)];
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new ArgumentException(type),
    };

    private static IEnumerable<string> Scalar(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => a.GetString() == value.GetString()))
            yield return $"{path}: not one of the values";
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            yield return $"{path}: does not fit the pattern";
    }

    private static IEnumerable<string> Members(JsonElement value, JsonElement schema, JsonElement root, string path)
    {
        if (value.ValueKind != JsonValueKind.Object) yield break;
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{path}.{name.GetString()}: missing";

        foreach (var member in value.EnumerateObject())
            foreach (var fault in Member(member, schema, root, $"{path}.{member.Name}"))
                yield return fault;
    }

    private static IEnumerable<string> Member(JsonProperty member, JsonElement schema, JsonElement root, string path)
    {
        if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known)) return Faults(member.Value, known, root, path);
        if (!schema.TryGetProperty("additionalProperties", out var others)) return [];
        return others.ValueKind == JsonValueKind.False ? [$"{path}: not a member"] : Faults(member.Value, others, root, path);
    }

    private static IEnumerable<string> Items(JsonElement value, JsonElement schema, JsonElement root, string path) =>
        value.ValueKind != JsonValueKind.Array || !schema.TryGetProperty("items", out var items)
            ? []
            : value.EnumerateArray().SelectMany((item, index) => Faults(item, items, root, $"{path}[{index}]"));
}
