using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Scenarios;

/// <summary>Plays a scenario through the fold alone: no clock, no threads, milliseconds for an hour.</summary>
public static class ScenarioRun
{
    /// <summary>Every event in order, up to the story's end. <c>t</c> counts from the story's start, wherever its session begins.</summary>
    /// <exception cref="ArgumentException">The story is told in a language that has no words.</exception>
    public static IReadOnlyList<SessionEvent> Play(Scenario scenario, EngineSetup setup)
    {
        setup = setup.Speaking(scenario.Language);
        var begin = scenario.Inputs[0];
        var engine = new SessionEngine(Identity.OfSession(setup.Site, scenario.Participant.Id, begin.At), (SessionStarted)begin.Fact!, begin.At, setup);
        var events = new List<SessionEvent>();
        var step = new SessionStep();
        foreach (var input in scenario.Inputs)
        {
            step.ForFact(engine.Id, engine.Person.Id, input.At, input.Fact);
            engine.Apply(input, step);
            Keep();
        }

        engine.AdvanceTo(scenario.End, step.ForFact(engine.Id, engine.Person.Id, scenario.End, null));
        Keep();
        return events;

        void Keep() => events.AddRange(step.Events.Select(e => InStoryTime(scenario, e)));
    }

    /// <summary>The event with times counted from the story's start.</summary>
    public static SessionEvent InStoryTime(Scenario scenario, SessionEvent sessionEvent)
    {
        var later = (scenario.Inputs[0].At - scenario.Start).TotalSeconds;
        if (later == 0) return sessionEvent;
        return sessionEvent is SummaryEvent summary
            ? summary with { T = summary.T + later, Rpe = [.. summary.Rpe.Select(r => r with { T = r.T + later })] }
            : sessionEvent with { T = sessionEvent.T + later };
    }
}
