using System.Text;
using System.Text.Json.Nodes;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Simulator.ScenarioPlayer;

/// <summary>A story of contracts 4 as a list of things to do, for a person and a strap of its own, so that many stories run side by side.</summary>
public sealed class StoryScript
{
    private StoryScript(string file, Scenario scenario, string participantJson, string strap)
    {
        (File, Scenario, Strap, ParticipantJson) = (file, scenario, strap, participantJson);
        var begin = scenario.Inputs[0].At;
        Steps = [.. scenario.Inputs.Skip(1).Select(input => new StoryStep(
            input.At - begin, input.Packet, input.Fact is { } fact ? Encoding.UTF8.GetString(MonitorJson.Write(fact)) : null))];
        StartJson = new JsonObject
        {
            ["participant"] = JsonNode.Parse(participantJson),
            ["strap"] = strap,
            ["sensor"] = Sensor,
        }.ToJsonString();
    }

    /// <summary>Where it was read from.</summary>
    public string File { get; }

    public Scenario Scenario { get; }

    /// <summary>Strap id, <c>[a-z0-9_-]{1,40}</c>, or the address of a strap on air.</summary>
    public string Strap { get; }

    /// <summary>The person, as a participant file has it, under an id of the story's own.</summary>
    public string ParticipantJson { get; }

    /// <summary><c>chest</c> or <c>optical</c>.</summary>
    public string Sensor => ((SessionStarted)Scenario.Inputs[0].Fact!).Sensor == SensorClass.Optical ? "optical" : "chest";

    /// <summary>Body of <c>POST sessions</c>.</summary>
    public string StartJson { get; }

    /// <summary>Everything after the session's start, in order; the check-in comes first, at once.</summary>
    public IReadOnlyList<StoryStep> Steps { get; }

    /// <summary>Seconds of the story before the session's start: events count from the story's.</summary>
    public double StartsAtSecond => (Scenario.Inputs[0].At - Scenario.Start).TotalSeconds;

    /// <summary>Time of the service's clock from the session's start to the story's last instant.</summary>
    public TimeSpan Length => Scenario.End - Scenario.Inputs[0].At;

    /// <summary>The script, or why the story cannot be played against a live service.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="text">The story.</param>
    /// <param name="number">From 1, another for each story that is played at once.</param>
    /// <param name="strap">Its strap; null for an id by the number.</param>
    public static (StoryScript? Script, string? Fault) Read(string file, string text, int number, string? strap = null)
    {
        var (scenario, fault) = ScenarioReader.Read(text);
        if (scenario is null) return (null, fault);
        if (scenario.Faults.Count > 0) return (null, scenario.Faults[0]);
        if (scenario.Language is { } language) return (null, $"the story is told in \"{language}\", and a live service speaks the language of its settings");
        if (scenario.Inputs.Select(i => i.Fact).FirstOrDefault(IsOfTheService) is { } own)
            return (null, $"\"{JsonNode.Parse(MonitorJson.Write(own))!["event"]}\" comes from the service alone");
        var person = JsonNode.Parse(text, documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!["participant"]!;
        person["id"] = $"p_story_{number}";
        return (new(file, scenario, person.ToJsonString(), strap ?? $"story-{number}"), null);
    }

    private static bool IsOfTheService(SessionFact? fact) => fact is StrapConnected or IdentityDoubted or MonitoringInterrupted or LossExplained or ServiceFact;
}
