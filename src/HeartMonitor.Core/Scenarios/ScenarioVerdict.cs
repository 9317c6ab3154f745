using System.Globalization;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Scenarios;

/// <summary>One expectation and how it came out.</summary>
/// <param name="IsMet">It holds.</param>
/// <param name="Line">What was expected, and what was seen instead.</param>
public sealed record ScenarioVerdict(bool IsMet, string Line)
{
    /// <summary>False when what was heard could not have said whether it holds; it counts as met then, and the line says so.</summary>
    public bool IsTold { get; init; } = true;

    private const int MostShown = 5;
    private const string Indent = "\n           ";

    private static readonly string[] GistMembers = ["kind", "code", "reason", "state", "priority", "quality", "mode"];

    /// <summary>Holds the events against every <c>expect</c> and <c>never</c> entry. Entries that could never match are not met.</summary>
    public static IReadOnlyList<ScenarioVerdict> Judge(Scenario scenario, IReadOnlyList<SessionEvent> events)
    {
        if (scenario.Faults.Count > 0) return [.. scenario.Faults.Select(fault => new ScenarioVerdict(false, $"FAULT  {fault}"))];
        var seen = events.Select(e => new SeenEvent(JsonSerializer.Deserialize<JsonElement>(MonitorJson.Write(e), MonitorJson.Context.JsonElement))).ToList();
        return [.. scenario.Expect.Select(entry => JudgeExpected(entry, seen)), .. scenario.Never.Select(entry => JudgeNever(entry, seen))];
    }

    /// <summary>
    /// Holds what a live service told outside against the story. Its clock and its inputs are not exact to the second, so every <c>between</c> of
    /// <c>expect</c> is wider by a tolerance, and every one of <c>never</c> narrower.
    /// </summary>
    /// <param name="scenario">The story.</param>
    /// <param name="heard">Events in the form of contracts 4, in order.</param>
    /// <param name="toleranceSeconds">From 0 on.</param>
    /// <param name="isTold">Whether what an entry asks for is told outside at all.</param>
    public static IReadOnlyList<ScenarioVerdict> JudgeHeard(
        Scenario scenario, IReadOnlyList<JsonElement> heard, double toleranceSeconds, Func<JsonElement, bool> isTold)
    {
        if (scenario.Faults.Count > 0) return Judge(scenario, []);
        var seen = heard.Select(json => new SeenEvent(json)).ToList();
        return
        [
            .. scenario.Expect.Select(entry => isTold(entry.Entry) ? JudgeExpected(entry.Wider(toleranceSeconds), seen) : Untold(entry, "")),
            .. scenario.Never.Select(entry => isTold(entry.Entry) ? JudgeNever(entry.Wider(-toleranceSeconds), seen) : Untold(entry, "never ")),
        ];
    }

    private static ScenarioVerdict Untold(Expectation entry, string never) => new(true, $"-      {never}{entry}: not told outside") { IsTold = false };

    private static ScenarioVerdict JudgeExpected(Expectation wanted, IReadOnlyList<SeenEvent> seen)
    {
        var matches = seen.Where(wanted.Matches).ToList();
        var met = (wanted.Count is not { } count || matches.Count == count) && (wanted.AtMost is not { } most || matches.Count <= most)
            && (matches.Count > 0 || wanted is not { Count: null, AtMost: null });
        if (met) return new(true, $"ok     {wanted}");

        var line = new StringBuilder($"FAILED {wanted.Path} {wanted}\n       ");
        line.Append(CultureInfo.InvariantCulture, $"expected {Amount(wanted)}, matched {matches.Count}");
        if (matches.Count > 0) line.Append(": at ").AppendJoin(", ", matches.Take(2 * MostShown).Select(m => Seconds(m.T)));
        if (matches.Count < (wanted.Count ?? 1)) line.Append(Nearest(wanted, seen.Except(matches)));
        return new(false, line.ToString());
    }

    private static ScenarioVerdict JudgeNever(Expectation unwanted, IReadOnlyList<SeenEvent> seen)
    {
        var matches = seen.Where(unwanted.Matches).ToList();
        if (matches.Count == 0) return new(true, $"ok     never {unwanted}");
        var line = new StringBuilder($"FAILED {unwanted.Path} {unwanted}\n       seen all the same:");
        foreach (var match in matches.Take(MostShown)) line.Append(Indent).Append(Seconds(match.T)).Append("  ").Append(match.Json);
        if (matches.Count > MostShown) line.Append(CultureInfo.InvariantCulture, $"{Indent}and {matches.Count - MostShown} more");
        return new(false, line.ToString());
    }

    private static string Amount(Expectation wanted) => wanted switch
    {
        { Count: { } count } => string.Create(CultureInfo.InvariantCulture, $"exactly {count}"),
        { AtMost: { } most } => string.Create(CultureInfo.InvariantCulture, $"at most {most}"),
        _ => "at least 1",
    };

    /// <summary>What came closest: the same code before the same kind, fewest differing members first, and by how much each missed.</summary>
    private static string Nearest(Expectation wanted, IEnumerable<SeenEvent> seen)
    {
        var near = seen.Where(e => wanted.Kind is null || e.Text("kind") == wanted.Kind)
            .Select(e => (Event: e, Misses: Misses(wanted, e)))
            .OrderByDescending(n => wanted.Code is { } code && n.Event.Text("code") == code)
            .ThenBy(n => n.Misses.Count)
            .ThenBy(n => SecondsOff(wanted, n.Event.T))
            .Take(MostShown)
            .OrderBy(n => n.Event.T)
            .ToList();
        if (near.Count == 0) return $"; there is no {wanted.Kind ?? "event"} at all";
        return "; nearest:" + string.Concat(near.Select(n => $"{Indent}{Seconds(n.Event.T)}  {Gist(n.Event)}: {string.Join("; ", n.Misses)}"));
    }

    private static List<string> Misses(Expectation wanted, SeenEvent seen)
    {
        var misses = wanted.Wanted.Where(m => !Expectation.Holds(m, seen)).Select(m => Miss(m, seen)).ToList();
        if (!wanted.HasImpliedState(seen)) misses.Add($"state {seen.Text("state")}, not raised");
        if (SecondsOff(wanted, seen.T) is > 0 and var off) misses.Add($"{Seconds(off)} too {(seen.T < wanted.From ? "early" : "late")}");
        return misses;
    }

    private static string Miss(JsonProperty wanted, SeenEvent seen) => wanted.Name == "text"
        ? $"no \"{wanted.Value.GetString()}\" in its words{(seen.Text("text") is { } words ? $" \"{words}\"" : "")}"
        : $"{wanted.Name} {(seen.Json.TryGetProperty(wanted.Name, out var own) ? OneLine(own) : "missing")}, not {OneLine(wanted.Value)}";

    private static double SecondsOff(Expectation wanted, double t) => Math.Max(0, Math.Max(wanted.From - t ?? 0, t - wanted.Until ?? 0));

    private static string Gist(SeenEvent seen) =>
        string.Join(' ', GistMembers.Select(seen.Text).Where(text => text is not null));

    private static string OneLine(JsonElement value) => JsonSerializer.Serialize(value, MonitorJson.Context.JsonElement);

    private static string Seconds(double t) => t.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
