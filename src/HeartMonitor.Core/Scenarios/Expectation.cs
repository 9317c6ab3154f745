using System.Text.Json;

namespace HeartMonitor.Core.Scenarios;

/// <summary>One entry of <c>expect</c> or <c>never</c>.</summary>
public sealed class Expectation
{
    internal static readonly string[] OwnMembers = ["between", "count", "atMost"];

    private const double NumberTolerance = 0.01 + 1e-9; // decisions 40, and what binary arithmetic adds far behind the point

    private Expectation(string path, JsonElement entry)
    {
        (Path, Entry) = (path, entry);
        if (entry.ValueKind != JsonValueKind.Object) return;
        Kind = Text("kind");
        Count = Whole("count");
        AtMost = Whole("atMost");
        if (!entry.TryGetProperty("between", out var between) || between.ValueKind != JsonValueKind.Array || between.GetArrayLength() != 2) return;
        if (between.EnumerateArray().All(b => b.ValueKind == JsonValueKind.Number)) (From, Until) = (between[0].GetDouble(), between[1].GetDouble());
    }

    /// <summary>Where it stands, such as <c>expect[2]</c>.</summary>
    public string Path { get; }

    internal JsonElement Entry { get; }

    internal string? Kind { get; }

    internal string? Code => Text("code");

    /// <summary>Seconds, both ends in; null for the whole story.</summary>
    internal double? From { get; private init; }

    internal double? Until { get; private init; }

    internal int? Count { get; }

    internal int? AtMost { get; }

    /// <summary>The members that an event must have.</summary>
    internal IEnumerable<JsonProperty> Wanted => Entry.EnumerateObject().Where(m => !OwnMembers.Contains(m.Name));

    /// <summary>The entry on one line.</summary>
    public override string ToString() => JsonSerializer.Serialize(Entry, MonitorJson.Context.JsonElement);

    internal static IReadOnlyList<Expectation> ReadAll(JsonElement root, string member) =>
        [.. StoryJson.Entries(root, member).Select((entry, index) => Of($"{member}[{index}]", entry))];

    /// <summary>One entry, kept beyond its document.</summary>
    internal static Expectation Of(string path, JsonElement entry) => new(path, entry.Clone());

    /// <summary>The same with its time wider by so many seconds at both ends, or narrower where that is below 0.</summary>
    internal Expectation Wider(double seconds) => new(Path, Entry) { From = From - seconds, Until = Until + seconds };

    internal bool Matches(SeenEvent seen) => IsInTime(seen.T) && Wanted.All(m => Holds(m, seen)) && HasImpliedState(seen);

    internal bool IsInTime(double t) => (From is not { } from || t >= from) && (Until is not { } until || t <= until);

    /// <summary><c>alert</c> means raised unless a state is given.</summary>
    internal bool HasImpliedState(SeenEvent seen) =>
        Kind != "alert" || Entry.TryGetProperty("state", out _) || seen.Text("state") == "raised";

    internal static bool Holds(JsonProperty wanted, SeenEvent seen) => wanted.Name == "text"
        ? HoldsText(seen.Json, wanted.Value.GetString()!)
        : seen.Json.TryGetProperty(wanted.Name, out var own) ? IsSame(wanted.Value, own) : wanted.Value.ValueKind == JsonValueKind.Null;

    /// <summary>The words of the event, a plan's reasons and notes included.</summary>
    private static bool HoldsText(JsonElement seen, string text) => seen.ValueKind switch
    {
        JsonValueKind.Object => seen.EnumerateObject().Any(m => m.Name == "text" && m.Value.ValueKind == JsonValueKind.String
            ? m.Value.GetString()!.Contains(text, StringComparison.OrdinalIgnoreCase)
            : HoldsText(m.Value, text)),
        JsonValueKind.Array => seen.EnumerateArray().Any(e => HoldsText(e, text)),
        _ => false,
    };

    private static bool IsSame(JsonElement expected, JsonElement seen) => expected.ValueKind switch
    {
        JsonValueKind.Object => seen.ValueKind == JsonValueKind.Object
            && expected.EnumerateObject().All(m => seen.TryGetProperty(m.Name, out var own) ? IsSame(m.Value, own) : m.Value.ValueKind == JsonValueKind.Null),
        JsonValueKind.Array => seen.ValueKind == JsonValueKind.Array && expected.EnumerateArray().All(e => seen.EnumerateArray().Any(s => IsSame(e, s))),
        JsonValueKind.Number => seen.ValueKind == JsonValueKind.Number && Math.Abs(expected.GetDouble() - seen.GetDouble()) <= NumberTolerance,
        JsonValueKind.String => seen.ValueKind == JsonValueKind.String && expected.GetString() == seen.GetString(),
        _ => expected.ValueKind == seen.ValueKind,
    };

    private string? Text(string member) =>
        Entry.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private int? Whole(string member) =>
        Entry.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number
        && number >= 0 && number <= int.MaxValue && number == Math.Floor(number) ? (int)number : null;
}

/// <summary>An event as a story sees it: its JSON.</summary>
internal sealed record SeenEvent(JsonElement Json)
{
    internal double T { get; } = Json.GetProperty("t").GetDouble();

    internal string? Text(string member) => Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
