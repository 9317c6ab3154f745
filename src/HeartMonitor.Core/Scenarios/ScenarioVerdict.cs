using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Scenarios;

/// <summary>One expectation and how it came out.</summary>
/// <param name="IsMet">It holds.</param>
/// <param name="Line">What was expected, and what was seen instead.</param>
public sealed record ScenarioVerdict(bool IsMet, string Line)
{
    private const double NumberTolerance = 0.01; // decisions 40

    private static readonly string[] OwnMembers = ["between", "count", "atMost"];

    /// <summary>Holds the events against every <c>expect</c> and <c>never</c> entry.</summary>
    public static IReadOnlyList<ScenarioVerdict> Judge(Scenario scenario, IReadOnlyList<SessionEvent> events)
    {
        var seen = events.Select(e => JsonSerializer.Deserialize<JsonElement>(MonitorJson.Write(e), MonitorJson.Context.JsonElement)).ToList();
        return
        [
            .. scenario.Expect.Select(entry => JudgeExpected(entry, seen)),
            .. scenario.Never.Select(entry => JudgeNever(entry, seen)),
        ];
    }

    private static ScenarioVerdict JudgeExpected(JsonElement entry, IReadOnlyList<JsonElement> seen)
    {
        var matches = seen.Count(e => Matches(entry, e));
        var met = entry.TryGetProperty("count", out var count) ? matches == count.GetInt32()
            : entry.TryGetProperty("atMost", out var most) ? matches <= most.GetInt32()
            : matches > 0;
        return new(met, met ? $"ok     {entry}" : $"FAILED {entry}\n       matched {matches.ToString(CultureInfo.InvariantCulture)}; {Nearest(entry, seen)}");
    }

    private static ScenarioVerdict JudgeNever(JsonElement entry, IReadOnlyList<JsonElement> seen)
    {
        var match = seen.FirstOrDefault(e => Matches(entry, e));
        return match.ValueKind == JsonValueKind.Undefined ? new(true, $"ok     never {entry}") : new(false, $"FAILED never {entry}\n       saw {match}");
    }

    private static string Nearest(JsonElement entry, IReadOnlyList<JsonElement> seen)
    {
        var kind = entry.TryGetProperty("kind", out var k) ? k.GetString() : null;
        var code = entry.TryGetProperty("code", out var c) ? c.GetString() : null;
        var near = seen.Where(e => (kind is null || e.GetProperty("kind").GetString() == kind)
                                && (code is null || (e.TryGetProperty("code", out var own) && own.GetString() == code))).Take(5).ToList();
        return near.Count == 0 ? $"no {kind} {code}" : "saw " + string.Join("\n           ", near);
    }

    private static bool Matches(JsonElement entry, JsonElement seen)
    {
        if (!IsBetween(entry, seen)) return false;
        if (entry.TryGetProperty("kind", out var kind) && kind.GetString() == "alert" && !entry.TryGetProperty("state", out _)
            && !(seen.TryGetProperty("state", out var state) && state.GetString() == "raised")) return false;
        return entry.EnumerateObject().All(member => OwnMembers.Contains(member.Name) || (member.Name == "text"
            ? HoldsText(seen, member.Value.GetString() ?? "")
            : seen.TryGetProperty(member.Name, out var own) && IsSame(member.Value, own)));
    }

    private static bool IsBetween(JsonElement entry, JsonElement seen)
    {
        if (!entry.TryGetProperty("between", out var between)) return true;
        var t = seen.GetProperty("t").GetDouble();
        return t >= between[0].GetDouble() && t <= between[1].GetDouble();
    }

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
            && expected.EnumerateObject().All(m => seen.TryGetProperty(m.Name, out var own) && IsSame(m.Value, own)),
        JsonValueKind.Array => seen.ValueKind == JsonValueKind.Array && expected.EnumerateArray().All(e => seen.EnumerateArray().Any(s => IsSame(e, s))),
        JsonValueKind.Number => seen.ValueKind == JsonValueKind.Number && Math.Abs(expected.GetDouble() - seen.GetDouble()) <= NumberTolerance,
        JsonValueKind.String => seen.ValueKind == JsonValueKind.String && expected.GetString() == seen.GetString(),
        _ => expected.ValueKind == seen.ValueKind,
    };
}
