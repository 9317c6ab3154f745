using System.Text.Json;
using System.Text.RegularExpressions;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>The part of JSON Schema that our schemas use: type, properties, required, additionalProperties, items, enum, pattern, $ref, anyOf of required, bounds.</summary>
internal static class SchemaCheck
{
    internal static IEnumerable<string> Faults(JsonElement value, JsonElement schema, JsonElement root, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference)) schema = root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]);
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(t => Is(value, t))) return [$"{path}: not {string.Join(" or ", Types(type))}"];
        if (value.ValueKind == JsonValueKind.Null) return [];
        return [.. Scalar(value, schema, path), .. Members(value, schema, root, path), .. Items(value, schema, root, path)];
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
        _ => throw new ArgumentException(type),
    };

    private static IEnumerable<string> Scalar(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => a.GetString() == value.GetString()))
            yield return $"{path}: not one of the values";
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            yield return $"{path}: does not fit the pattern";
        if (value.ValueKind == JsonValueKind.Number && !IsWithin(value.GetDouble(), "inimum", "aximum", schema)) yield return $"{path}: out of bounds";
        if (value.ValueKind == JsonValueKind.String && !IsWithin(value.GetString()!.Length, "inLength", "axLength", schema)) yield return $"{path}: out of bounds";
        if (value.ValueKind == JsonValueKind.Array && !IsWithin(value.GetArrayLength(), "inItems", "axItems", schema)) yield return $"{path}: out of bounds";
    }

    private static bool IsWithin(double number, string least, string most, JsonElement schema) =>
        !(schema.TryGetProperty("m" + least, out var from) && number < from.GetDouble())
        && !(schema.TryGetProperty("m" + most, out var to) && number > to.GetDouble())
        && !(schema.TryGetProperty("exclusiveM" + least, out var above) && number <= above.GetDouble());

    private static IEnumerable<string> Members(JsonElement value, JsonElement schema, JsonElement root, string path)
    {
        if (value.ValueKind != JsonValueKind.Object) yield break;
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{path}.{name.GetString()}: missing";

        if (schema.TryGetProperty("anyOf", out var any) && !any.EnumerateArray().Any(one => one.GetProperty("required").EnumerateArray().All(name => Has(value, name.GetString()!))))
            yield return $"{path}: has none of the members of which one is required";

        foreach (var member in value.EnumerateObject())
            foreach (var fault in Member(member, schema, root, $"{path}.{member.Name}"))
                yield return fault;
    }

    private static bool Has(JsonElement value, string name) => value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null;

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
