using System.Reactive.Concurrency;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Pipeline;

/// <summary>One story, one person, one virtual clock: the pipeline as the service runs it, from the one door on, so that inputs of one second keep their order.</summary>
public sealed class ScenarioReplay(EngineSetup setup, Scenario scenario)
{
    private const string Strap = "story";

    private string _worn = Strap;

    private readonly List<string> _refusals = [];

    /// <summary>What was said or entered and refused, with its time, in order: nobody in the story would know otherwise.</summary>
    public IReadOnlyList<string> Refusals => _refusals;

    /// <summary>Plays it up to the story's end; every event in order, in story time.</summary>
    /// <exception cref="ArgumentException">The story is told in a language that has no words.</exception>
    public IReadOnlyList<SessionEvent> Run()
    {
        var clock = new HistoricalScheduler(scenario.Start);
        var door = new IngressDoor(clock, new VirtualTimeProvider(clock));
        var events = new List<SessionEvent>();
        foreach (var input in scenario.Inputs) clock.Schedule(input.At, () => Enter(input, door));
        clock.Schedule(scenario.End, door.EnterHeartbeat); // the beats in between are not always on the last second

        using var run = new MonitorPipeline(door, new SessionRegistry(setup.Speaking(scenario.Language)), clock).Run([], static (_, _) => { }).Subscribe(step =>
        {
            events.AddRange(step.Events.Select(e => ScenarioRun.InStoryTime(scenario, e)));
            if (step.Receipt is { Result: not CommandResult.Accepted } receipt)
                _refusals.Add(FormattableString.Invariant($"at {(step.At - scenario.Start).TotalSeconds:0.###} s, {Described(step.Fact)}: {receipt.Detail}"));
        });
        clock.AdvanceTo(scenario.End);
        return events;
    }

    private void Enter(in SessionInput input, IngressDoor door)
    {
        if (input.Fact is StrapBound bound) _worn = bound.Strap; // the packets of a story are those of the strap that is worn
        if (input.Fact is SessionStarted { Device: { } listed }) _worn = listed;
        if (input.Fact is not { } fact) door.TryEnter(new SourceEvent(SourceEventKind.Packet, _worn, input.At, input.Packet));
        else if (fact is SessionStarted start) door.Enter(new(new("story", null, start with { Device = _worn })));
        else door.Enter(new(new("story", Identity.OfSession(setup.Site, scenario.Participant.Id, scenario.Inputs[0].At), fact)));
    }

    /// <summary>The fact's name and what it is about: <c>shelve hr-ceiling</c>.</summary>
    private static string Described(SessionFact? fact)
    {
        if (fact is null) return "";
        using var json = JsonDocument.Parse(MonitorJson.Write(fact));
        string[] members = ["event", "code", "value", "phase", "atc", "name"];
        return string.Join(' ', members.Select(Text).Where(text => text is not null));

        string? Text(string member) => json.RootElement.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString()
            : null;
    }
}
