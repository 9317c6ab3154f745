using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Scenarios;

/// <summary>Short stories written in a test: a person of 40 in zones (125 to 143), at work from second 0.</summary>
internal static class Story
{
    internal static string Text(string inputs = "", string expect = "", string never = "") => $$"""
        { "name": "a story", "start": "2026-03-02T09:00:00Z", "participant": { "id": "p_1", "age": 40, "restingHr": 60 },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }{{(inputs.Length > 0 ? ", " + inputs : "")}} ],
          "expect": [ {{expect}} ], "never": [ {{never}} ] }
        """;

    internal static Scenario Read(string text)
    {
        var (scenario, fault) = ScenarioReader.Read(text);
        Assert.True(scenario is not null, fault);
        return scenario;
    }

    internal static IReadOnlyList<SessionEvent> Play(string text) => ScenarioRun.Play(Read(text), Shipped.Setup);

    internal static IReadOnlyList<ScenarioVerdict> Judge(string text)
    {
        var scenario = Read(text);
        return ScenarioVerdict.Judge(scenario, ScenarioRun.Play(scenario, Shipped.Setup));
    }
}
