using System.Text.Json;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>The parts of a gym story.</summary>
internal static class StoryParts
{
    private static readonly string[] Members = ["strap", "machine", "opening", "round", "answers", "faults", "panic", "says"];
    private static readonly string[] Models = [.. StrapModels.All.Select(model => model.Id)];

    /// <summary>By name.</summary>
    /// <exception cref="JsonException">One of them is none.</exception>
    internal static IReadOnlyDictionary<string, StoryPart> Read(JsonElement parts) =>
        parts.EnumerateObject().ToDictionary(part => part.Name, part => StoryPath.At($"\"{part.Name}\"", () => ReadOne(part.Name, part.Value)), StringComparer.Ordinal);

    /// <summary>A whole number within bounds.</summary>
    internal static int Whole(JsonElement holder, string name, int from, int to)
    {
        var number = StoryJson.Number(holder, name);
        return number >= from && number <= to && number == Math.Floor(number) ? (int)number : throw new JsonException($"\"{name}\" is a whole number from {from} to {to}");
    }

    private static StoryPart ReadOne(string name, JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object) throw new JsonException($"a part is an object, not {StoryJson.Named(part.ValueKind)}");
        StoryPath.RefuseUnknown(part, Members);
        var machine = StoryJson.OneOf(part, "machine", "", "cycle", "treadmill");
        var round = Steps(part, "round");
        return new()
        {
            Name = name,
            Straps = Straps(part),
            IsCycle = machine.Length == 0 ? null : machine == "cycle",
            Opening = Steps(part, "opening"),
            Round = round.Count > 0 ? round : throw new JsonException("\"round\" is missing: what somebody does for ever"),
            Answers = Answers(part),
            Faults = FaultSpecReader.ReadAll(part, "faults"),
            Panic = [.. StoryJson.Entries(part, "panic").Select((attack, i) => StoryPath.At($"panic[{i}]", () => Panic(attack)))],
            Says = StoryJson.Entries(part, "says").Select((said, i) => StoryPath.At($"says[{i}]", () => Said(said))).ToLookup(s => s.Second, s => s.Fact),
        };
    }

    private static IReadOnlyList<StrapModel> Straps(JsonElement part)
    {
        if (!part.TryGetProperty("strap", out var strap)) return [StrapModel.Plain(StrapProfile.ChestWithContact)];
        JsonElement[] named = strap.ValueKind == JsonValueKind.Array ? [.. strap.EnumerateArray()] : [strap];
        return named.Length > 0 ? [.. named.Select(Model)] : throw new JsonException("\"strap\" is empty");
    }

    private static StrapModel Model(JsonElement name)
    {
        if (name.ValueKind != JsonValueKind.String) throw new JsonException($"a strap is named by a text, not {StoryJson.Named(name.ValueKind)}");
        return StrapModels.Find(name.GetString()) ?? throw new JsonException($"there is no strap called {name.GetString()}{StoryJson.Hint(name.GetString()!, Models)}");
    }

    private static IReadOnlyList<WorkStep> Steps(JsonElement part, string name) =>
        [.. StoryJson.Entries(part, name).Select((step, i) => StoryPath.At($"{name}[{i}]", () => Step(step)))];

    private static WorkStep Step(JsonElement step)
    {
        if (step.ValueKind != JsonValueKind.Object) throw new JsonException($"a step is an object, not {StoryJson.Named(step.ValueKind)}");
        StoryPath.RefuseUnknown(step, ["seconds", "effort", "stagger", "underWarning"]);
        var staggered = Flag(step, "stagger");
        var effort = StoryJson.Number(step, "effort");
        return new(Whole(step, "seconds", staggered ? 0 : 1, 24 * 3_600), effort is >= 0 and <= 1 ? effort : throw new JsonException("\"effort\" is a fraction of reserve, 0 to 1"))
        {
            IsStaggered = staggered,
            IsUnderWarning = Flag(step, "underWarning"),
        };
    }

    private static StoryAnswers Answers(JsonElement part)
    {
        if (!part.TryGetProperty("answers", out _)) return new();
        var answers = StoryJson.Required(part, "answers", JsonValueKind.Object);
        StoryPath.RefuseUnknown(answers, ["personality", "leftAlone"]);
        var usual = new StoryAnswers();
        var leftAlone = answers.TryGetProperty("leftAlone", out _) ? StoryJson.Number(answers, "leftAlone") : usual.LeftAlone;
        if (leftAlone is not (>= 0 and <= 1)) throw new JsonException("\"leftAlone\" is a chance, 0 to 1");
        return new(answers.TryGetProperty("personality", out _) ? Whole(answers, "personality", -2, 2) : null, leftAlone);
    }

    /// <summary>Ranges of domain-facts 9.2.</summary>
    private static PanicOverlay Panic(JsonElement attack)
    {
        StoryPath.RefuseUnknown(attack, ["at", "riseBpm", "plateauSeconds"]);
        var rise = StoryJson.Number(attack, "riseBpm");
        if (rise is not (>= 25 and <= 45)) throw new JsonException("\"riseBpm\" is 25 to 45");
        return new(TimeSpan.FromSeconds(StoryJson.Seconds(attack, "at")), rise, TimeSpan.FromSeconds(Whole(attack, "plateauSeconds", 180, 600)));
    }

    private static (int Second, SessionFact Fact) Said(JsonElement said)
    {
        if (said.ValueKind != JsonValueKind.Object) throw new JsonException($"what is said is an object, not {StoryJson.Named(said.ValueKind)}");
        var fact = ScenarioInputs.Fact(said);
        if (fact is SessionStarted or IdentityDoubted or StrapConnected or MonitoringInterrupted or StrapBatteryTold or LossExplained or ServiceFact) throw new JsonException("that is the service's to say");
        return (Whole(said, "at", 0, 24 * 3_600), fact);
    }

    private static bool Flag(JsonElement holder, string name) => holder.TryGetProperty(name, out var value)
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new JsonException($"\"{name}\" is true or false"));
}
