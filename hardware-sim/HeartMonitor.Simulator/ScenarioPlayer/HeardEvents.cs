using System.Text.Json;
using System.Text.Json.Nodes;

namespace HeartMonitor.Simulator.ScenarioPlayer;

/// <summary>What a live service says of one session on MQTT (contracts 6), as events of contracts 4.</summary>
/// <param name="startedAtSecond">Second of the story at which the session starts.</param>
/// <param name="started">Stamp of the session's start.</param>
public sealed class HeardEvents(double startedAtSecond, DateTimeOffset started)
{
    private readonly List<JsonObject> _events = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private static readonly string[] TimeAndCount = ["kind", "between", "count", "atMost"];

    private static readonly Dictionary<string, string[]> Told = new()
    {
        ["alert"] = ["code", "priority", "nature", "state", "rev", "text", "because", "latched", "chattering", "suppressedBy", "ackedBy", "shelvedBy"],
        ["prompt"] = ["state", "reason", "value"],
        ["plan"] = ["mode"],
    };

    /// <summary>
    /// Whether what an entry of <c>expect</c> or <c>never</c> asks for is on MQTT at all. Words are, save of alerts about medicines: no medicine's name
    /// leaves the service. An entry about any kind is.
    /// </summary>
    public static bool IsTold(JsonElement entry)
    {
        if (!entry.TryGetProperty("kind", out var kind)) return true;
        if (!Told.TryGetValue(kind.GetString()!, out var members)) return false;
        var isOfMedicine = entry.TryGetProperty("code", out var code) && code.GetString()!.StartsWith("medication-", StringComparison.Ordinal);
        return entry.EnumerateObject().All(m => TimeAndCount.Contains(m.Name) || (members.Contains(m.Name) && !(isOfMedicine && m.Name == "text")));
    }

    /// <summary>In the order in which they came to be.</summary>
    public IReadOnlyList<JsonElement> Events =>
        [.. _events.OrderBy(e => (double)e["t"]!).Select(e => JsonSerializer.Deserialize<JsonElement>(e.ToJsonString()))];

    /// <summary>Takes a message on a topic of the session; what comes again, and what is none of these kinds, is passed over.</summary>
    /// <exception cref="JsonException">It is not in the product's envelope.</exception>
    public void Hear(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return; // a retained message was cleared
        var envelope = JsonNode.Parse(payload)?.AsObject() ?? throw new JsonException("no envelope");
        var (type, data) = ((string?)envelope["type"], envelope["data"]);
        if (data is null || !_ids.Add((string)envelope["id"]!)) return;
        var t = Math.Round((DateTimeOffset.Parse((string)envelope["time"]!, System.Globalization.CultureInfo.InvariantCulture) - started).TotalSeconds + startedAtSecond, 3);
        JsonObject? heard = type switch
        {
            "hrm.alert" => Renamed(t, "alert", data, ("aid", "id"), ("kind", "nature")),
            "hrm.prompt" => Renamed(t, "prompt", data, ("pid", "id")),
            "hrm.session" => Plan(t, data),
            _ => null,
        };
        if (heard is not null) _events.Add(heard);
    }

    private JsonObject? Plan(double t, JsonNode data)
    {
        var mode = (string)data["mode"]!;
        return (string?)_events.LastOrDefault(e => (string)e["kind"]! == "plan")?["mode"] == mode ? null : new() { ["t"] = t, ["kind"] = "plan", ["mode"] = mode };
    }

    private static JsonObject Renamed(double t, string kind, JsonNode data, params (string From, string To)[] names)
    {
        var heard = new JsonObject { ["t"] = t, ["kind"] = kind };
        foreach (var (name, value) in data.AsObject())
        {
            if (value is null) continue;
            var to = names.FirstOrDefault(n => n.From == name).To ?? JsonNamingPolicy.CamelCase.ConvertName(string.Concat(name.Split('_').Select(Capital)));
            heard[to] = value.DeepClone();
        }

        return heard;
    }

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
