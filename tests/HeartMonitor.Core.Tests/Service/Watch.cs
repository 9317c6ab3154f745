using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;

namespace HeartMonitor.Core.Tests.Service;

/// <summary>A watch over the service on a clock of the test's own.</summary>
internal sealed class Watch
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly SessionStep _step = new();
    private readonly List<(SessionFact Fact, DateTimeOffset At)> _facts = [];

    internal Watch(EngineSetup? setup = null, string id = "w_test") => Engine = new(id, Start, setup ?? Shipped.Setup);

    internal ServiceEngine Engine { get; }

    internal DateTimeOffset Now { get; private set; } = Start;

    internal List<AlertEvent> Alerts { get; } = [];

    internal IReadOnlyList<(SessionFact Fact, DateTimeOffset At)> Facts => _facts;

    internal AlertEvent Last => Alerts[^1];

    internal FactOutcome Outcome { get; private set; }

    internal Watch Then(SessionFact fact)
    {
        _facts.Add((fact, Now));
        Outcome = Engine.Apply(fact, Now, _step.ForFact(Engine.Id, ServiceEngine.Participant, Now, fact));
        Keep();
        return this;
    }

    internal Watch Wait(double seconds)
    {
        Now = Now.AddSeconds(seconds);
        Engine.AdvanceTo(Now, _step.ForFact(Engine.Id, ServiceEngine.Participant, Now, null));
        Keep();
        return this;
    }

    /// <summary>What was told of an alert, each with its second: <c>raised 30</c>.</summary>
    internal IEnumerable<string> Told(AlertCode code) => Alerts.Where(a => a.Code == code).Select(a => FormattableString.Invariant($"{KebabCase.Of(a.State)} {a.T:0}"));

    private void Keep() => Alerts.AddRange(_step.Events.Cast<AlertEvent>());
}
