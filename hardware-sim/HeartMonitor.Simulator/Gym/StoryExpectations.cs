using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Simulator.Gym;

/// <summary>What a gym story promises: the entries of scenario files, each with a <c>who</c> where it is about one person.</summary>
public static class StoryExpectations
{
    /// <summary>Holds what was said about everybody, in order, against the promises of a story.</summary>
    /// <param name="story">With its promises.</param>
    /// <param name="said">Pseudonym and event; times count from the story's start.</param>
    public static IReadOnlyList<ScenarioVerdict> Judge(GymStory story, IReadOnlyList<(string Who, SessionEvent Event)> said) =>
    [
        .. story.Expect.SelectMany(entry => Judge(entry, said, isNever: false)),
        .. story.Never.SelectMany(entry => Judge(entry, said, isNever: true)),
    ];

    /// <summary>The promises of an optional array.</summary>
    internal static IReadOnlyList<StoryExpectation> Read(JsonElement root, string name)
    {
        var index = 0;
        return [.. StoryJson.Entries(root, name).Select(entry => One(entry, $"{name}[{index++}]"))];
    }

    /// <summary>Entries that could never match are faults of the file.</summary>
    internal static void Check(GymStory story)
    {
        var end = story.Seconds ?? StoryJson.LongestStorySeconds;
        var faults = ExpectationCheck.Faults(story.Expect.Select(e => e.What), end).Concat(ExpectationCheck.Faults(story.Never.Select(e => e.What), end, isNever: true));
        if (faults.FirstOrDefault() is { } fault) throw new JsonException(fault);
        string[] known = [.. story.People.Select(p => p.Participant.Id)];
        foreach (var entry in story.Expect.Concat(story.Never))
            if (entry.Who is { } who && known.Length > 0 && !known.Contains(who)) throw new JsonException($"{entry.What.Path}: there is nobody called {who}{StoryJson.Hint(who, known)}");
    }

    private static StoryExpectation One(JsonElement entry, string path)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("who", out _)) return new(null, Expectation.Of(path, entry));
        var who = StoryPath.At(path, () => StoryJson.Required(entry, "who", JsonValueKind.String).GetString()!);
        var rest = JsonObject.Create(entry.Clone())!;
        rest.Remove("who");
        using var bare = JsonDocument.Parse(rest.ToJsonString());
        return new(who, Expectation.Of(path, bare.RootElement));
    }

    private static IReadOnlyList<ScenarioVerdict> Judge(StoryExpectation entry, IReadOnlyList<(string Who, SessionEvent Event)> said, bool isNever)
    {
        var heard = said.Where(s => entry.Who is null || s.Who == entry.Who).Select(s => s.Event).ToList();
        IReadOnlyList<Expectation> one = [entry.What];
        var story = new Scenario("", default, new Participant { Id = entry.Who ?? "" }, [], isNever ? [] : one, isNever ? one : [], [], default);
        return [.. ScenarioVerdict.Judge(story, heard).Select(verdict => verdict with { Line = $"{entry.Who ?? "anybody"}: {verdict.Line}" })];
    }
}
