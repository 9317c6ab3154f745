using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Scenarios;

/// <summary>
/// Which members and values an event of a kind can have, read off the serialisers: what no event can ever say is a slip in a story, and a
/// "never" with a slip in it would hold for nothing.
/// </summary>
internal static class EventShape
{
    private static readonly IReadOnlyDictionary<string, Type> Types = MonitorJson.Context.SessionEvent.PolymorphismOptions!.DerivedTypes
        .ToDictionary(d => (string)d.TypeDiscriminator!, d => d.DerivedType == typeof(PlanEvent) ? typeof(MonitoringPlan) : d.DerivedType);

    private static readonly string[] PlanCodes = [.. Enum.GetValues<PlanCode>().Select(KebabCase.Of)];

    private static readonly string[] QualityReasons = [.. Enum.GetValues<SignalReasons>().Where(r => r != SignalReasons.None).Select(KebabCase.Of)];

    internal static IEnumerable<string> Kinds => Types.Keys;

    /// <summary>Why no event of that kind (any, for null) can have such a member, or null.</summary>
    internal static string? Fault(string? kind, JsonProperty member)
    {
        var shapes = kind is null ? Types.Values : [Types[kind]];
        var known = shapes.SelectMany(type => Members(type).Where(p => p.Name == member.Name).Select(p => p.PropertyType)).ToList();
        if (member.Name == "t") known.Add(typeof(double));
        if (member.Name == "text" && kind == "plan") known.Add(typeof(string)); // the words of its reasons and notes
        if (known.Count == 0)
            return $"there is no member \"{member.Name}\"{(kind is null ? "" : $" in {Article(kind)}")}"
                 + StoryJson.Hint(member.Name, [.. shapes.SelectMany(Members).Select(p => p.Name), "kind", "between", "count", "atMost"]);
        var faults = known.Select(type => Fault(member.Name, member.Value, type)).ToList();
        return faults.Contains(null) ? null : faults[0];
    }

    /// <summary>Why a value of that type can never equal <paramref name="value"/>, or null.</summary>
    internal static string? Fault(string name, JsonElement value, Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (bare.IsEnum) return OneOf(bare == typeof(AlertCode) ? "alert code" : name, value, [.. Enum.GetNames(bare).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)]);
        if (bare == typeof(string)) return FaultOfText(name, value);
        if (bare == typeof(bool)) return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Wrong(name, "true or false", value);
        if (bare == typeof(double)) return value.ValueKind == JsonValueKind.Number ? null : Wrong(name, "a number", value);
        if (bare == typeof(int)) return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _) ? null : Wrong(name, "a whole number", value);
        if (bare == typeof(DateTimeOffset)) return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _) ? null : $"\"{name}\" is a time such as 2026-03-02T09:00:00Z";
        if (bare == typeof(DateOnly)) return value.ValueKind == JsonValueKind.String ? null : Wrong(name, "a date", value);
        if (IsDictionary(bare)) return value.ValueKind == JsonValueKind.Object ? null : Wrong(name, "an object", value);
        if (ItemOf(bare) is { } item) return FaultOfList(name, value, item);
        if (value.ValueKind != JsonValueKind.Object) return Wrong(name, "an object", value);
        return FaultOfObject(name, value, bare);
    }

    private static string? FaultOfText(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return Wrong(name, "a text", value);
        return name == "text" && string.IsNullOrWhiteSpace(value.GetString()) ? "an empty \"text\" is in everything" : null;
    }

    private static string? FaultOfList(string name, JsonElement value, Type item)
    {
        if (value.ValueKind != JsonValueKind.Array) return Wrong(name, "an array", value);
        return value.EnumerateArray().Select(v => name == "reasons" && item == typeof(string) ? OneOf("reason", v, QualityReasons) : Fault(name, v, item))
            .FirstOrDefault(fault => fault is not null);
    }

    private static string? FaultOfObject(string name, JsonElement value, Type type)
    {
        var members = Members(type).ToList();
        foreach (var member in value.EnumerateObject())
        {
            if (members.Find(p => p.Name == member.Name) is not { } known)
                return $"there is no member \"{member.Name}\" in \"{name}\"{StoryJson.Hint(member.Name, members.Select(p => p.Name))}";
            var fault = type == typeof(PlanReason) && member.Name == "code" ? OneOf("plan code", member.Value, PlanCodes) : Fault(member.Name, member.Value, known.PropertyType);
            if (fault is not null) return fault;
        }

        return null;
    }

    /// <summary>A gate's code is one of the plan's.</summary>
    internal static string? FaultOfGateCode(JsonElement code) => OneOf("gate code", code, PlanCodes);

    private static IEnumerable<JsonPropertyInfo> Members(Type type) =>
        MonitorJson.Context.GetTypeInfo(type)?.Properties.Where(p => p.Get is not null) ?? [];

    private static string? OneOf(string name, JsonElement value, IReadOnlyList<string> names)
    {
        if (value.ValueKind != JsonValueKind.String) return Wrong(name, "a text", value);
        var text = value.GetString()!;
        return names.Contains(text) ? null : $"there is no {name} {text}{StoryJson.Hint(text, names)}";
    }

    private static string Wrong(string name, string needed, JsonElement value) => $"\"{name}\" is {needed}, not {(value.ValueKind == JsonValueKind.Number ? value : StoryJson.Named(value.ValueKind))}";

    private static string Article(string kind) => kind == "alert" ? "an alert" : $"a {kind}";

    private static bool IsDictionary(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || typeof(IDictionary).IsAssignableFrom(type);

    private static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType() : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0] : null;
}
