using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeartMonitor.Mqtt;
using YamlDotNet.Serialization;

namespace HeartMonitor.System.Tests.Support;

/// <summary>
/// The contract as a judge of messages: JSON Schema with the words the document uses, and strict, so that a member the document does not
/// name is a fault. A word it does not know is a fault of the document.
/// </summary>
internal sealed class MqttSchema
{
    private static readonly HashSet<string> Known =
        ["$ref", "allOf", "anyOf", "oneOf", "type", "const", "enum", "required", "properties", "items", "minimum", "maximum", "pattern", "description", "format"];

    private readonly JsonElement _root;

    internal MqttSchema()
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(AsyncApiDocument.Text);
        _root = JsonSerializer.SerializeToElement(Plain(yaml));
    }

    internal JsonElement Root => _root;

    /// <summary>Channel whose address fits <paramref name="topic"/>, or null.</summary>
    internal string? ChannelOf(string topic) => _root.GetProperty("channels").EnumerateObject()
        .Where(c => Regex.IsMatch(topic, "^" + Regex.Replace(c.Value.GetProperty("address").GetString()!, @"\{\w+\}", "[a-z0-9_-]{1,40}") + "$")).Select(c => c.Name).FirstOrDefault();

    /// <summary>Faults of a message on a topic; empty when it is as the document says.</summary>
    internal IReadOnlyList<string> Judge(string topic, string payload)
    {
        if (ChannelOf(topic) is not { } name) return [$"no channel for {topic}"];
        var messages = _root.GetProperty("channels").GetProperty(name).GetProperty("messages").EnumerateObject().Select(m => Resolve(m.Value)).ToList();
        if (payload.Length == 0) return messages.Exists(m => m.GetProperty("name").GetString() == "cleared") ? [] : [$"{name} is never cleared"];
        var schema = messages[0].GetProperty("payload");
        return Check(schema, JsonDocument.Parse(payload).RootElement, name);
    }

    private List<string> Check(JsonElement schema, JsonElement value, string at)
    {
        var faults = new List<string>();
        CheckInto(schema, value, at, faults);
        if (value.ValueKind != JsonValueKind.Object) return faults;
        var declared = Declared(schema, value).ToHashSet();
        if (declared.Count > 0) faults.AddRange(value.EnumerateObject().Where(m => !declared.Contains(m.Name)).Select(m => $"{at}.{m.Name} is not in the document"));
        return faults;
    }

    private void CheckInto(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        foreach (var word in schema.EnumerateObject())
        {
            if (!Known.Contains(word.Name)) faults.Add($"{at}: the document uses {word.Name}, which this judge does not know");
            CheckWord(word, value, at, faults);
        }
    }

    private void CheckWord(JsonProperty word, JsonElement value, string at, List<string> faults)
    {
        switch (word.Name)
        {
            case "$ref":
                CheckInto(Target(word.Value), value, at, faults);
                break;
            case "allOf":
                foreach (var part in word.Value.EnumerateArray()) CheckInto(part, value, at, faults);
                break;
            case "anyOf" or "oneOf":
                var tries = word.Value.EnumerateArray().Select(part => Check(part, value, at)).ToList();
                var fitting = tries.Count(t => t.Count == 0);
                if (fitting == 0 || (word.Name == "oneOf" && fitting > 1)) faults.Add($"{at} fits {fitting} of {tries.Count}: {string.Join("; ", tries.SelectMany(t => t))}");
                break;
            case "type":
                if (!Types(word.Value).Any(type => Is(type, value))) faults.Add($"{at} is {value.ValueKind}, not {word.Value}");
                break;
            case "const":
                if (word.Value.ToString() != value.ToString()) faults.Add($"{at} is not {word.Value}");
                break;
            case "enum":
                if (!word.Value.EnumerateArray().Any(e => e.ToString() == value.ToString())) faults.Add($"{at} is {value}, not one of {word.Value}");
                break;
            case "required" when value.ValueKind == JsonValueKind.Object:
                faults.AddRange(word.Value.EnumerateArray().Where(r => !value.TryGetProperty(r.GetString()!, out _)).Select(r => $"{at}.{r} is missing"));
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                foreach (var property in word.Value.EnumerateObject())
                    if (value.TryGetProperty(property.Name, out var member)) faults.AddRange(Check(property.Value, member, $"{at}.{property.Name}"));
                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) faults.AddRange(Check(word.Value, item, at + "[]"));
                break;
            case "minimum" or "maximum" when value.ValueKind == JsonValueKind.Number:
                var excess = value.GetDouble() - word.Value.GetDouble();
                if (word.Name == "minimum" ? excess < 0 : excess > 0) faults.Add($"{at} is {value}, {word.Name} {word.Value}");
                break;
            case "pattern" when value.ValueKind == JsonValueKind.String:
                if (!Regex.IsMatch(value.GetString()!, word.Value.GetString()!)) faults.Add($"{at} is {value}, not {word.Value}");
                break;
        }
    }

    /// <summary>Every member name that the schema names, through references and combinations; none means that anything goes.</summary>
    private IEnumerable<string> Declared(JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty("$ref", out var reference)) schema = Target(reference);
        if (schema.TryGetProperty("properties", out var properties)) foreach (var name in properties.EnumerateObject()) yield return name.Name;
        foreach (var combination in new[] { "allOf", "anyOf", "oneOf" })
        {
            if (!schema.TryGetProperty(combination, out var parts)) continue;
            foreach (var name in parts.EnumerateArray().SelectMany(part => Declared(part, value))) yield return name;
        }
    }

    private JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference) ? Target(reference) : schema;

    private JsonElement Target(JsonElement reference) =>
        reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(_root, (at, name) => at.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString() ?? "null") : [type.GetString() ?? "null"];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };

    private static object? Plain(object? node) => node switch
    {
        Dictionary<object, object> map => map.ToDictionary(p => Convert.ToString(p.Key, CultureInfo.InvariantCulture)!, p => Plain(p.Value)),
        List<object> list => list.Select(Plain).ToList(),
        _ => node,
    };
}
