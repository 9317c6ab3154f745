using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Scenarios;

/// <summary>Plays a scenario through the fold alone: no clock, no threads, milliseconds for an hour.</summary>
public static class ScenarioRun
{
    /// <summary>Every event in order. Inputs before the session's start are left out, as there is nobody to hear them.</summary>
    /// <exception cref="ArgumentException">The story is told in a language that has no words.</exception>
    public static IReadOnlyList<SessionEvent> Play(Scenario scenario, EngineSetup setup)
    {
        setup = setup.Speaking(scenario.Language);
        SessionEngine? engine = null;
        var events = new List<SessionEvent>();
        var step = new SessionStep();
        foreach (var input in scenario.Inputs)
        {
            if (input.Fact is SessionStarted start)
                engine ??= new(Identity.OfSession(setup.Site, scenario.Participant.Id, input.At), start, input.At, setup);
            if (engine is null) continue;
            step.ForFact(engine.Id, engine.Person.Id, input.At, input.Fact);
            engine.Apply(input, step);
            events.AddRange(step.Events);
        }

        return events;
    }
}
