using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>A signal lost with many others stands under the one alert for all, and is not forgotten there.</summary>
public sealed class LossExplainedTests
{
    private static readonly LossExplained Together = new(AlertCode.ManySignalsLost);
    private static readonly LossExplained Alone = new((AlertCode?)null);

    [Fact]
    public void It_grows_no_louder_there_and_speaks_for_itself_when_that_is_over()
    {
        var sitting = new Sitting(Sitting.Anybody with { Conditions = [new() { Code = "coronary-disease" }] });
        sitting.Phase(SessionPhase.Work).Beats(60, 90).Silence(11).Then(Together).Silence(60);

        Assert.Equal(["raised low 69", "suppressed low 71"], Told(sitting));
        Assert.Equal(AlertCode.ManySignalsLost, sitting.Events.OfType<AlertEvent>().Last().SuppressedBy);

        sitting.Then(Alone).Silence(2).Beats(10, 90);

        Assert.Equal(["returned low 131", "escalated medium 131", "cleared medium 137"], Told(sitting).Skip(2)); // 30 s are long over
    }

    [Fact]
    public void Who_is_back_needs_no_acknowledgement_and_a_second_loss_is_told_anew()
    {
        var sitting = new Sitting().Phase(SessionPhase.Work).Beats(60, 90).Silence(11).Then(Together).Silence(20).Beats(10, 90).Then(Alone).Beats(30, 90);
        Assert.Equal(["raised low 69", "suppressed low 71", "cleared low 95", "closed low 95"], Told(sitting));

        sitting.Silence(15);

        Assert.Equal(2, sitting.Raised(AlertCode.SignalLost).Count);
    }

    [Fact]
    public void Taking_note_of_the_single_one_lasts_when_it_returns()
    {
        var sitting = new Sitting().Phase(SessionPhase.Work).Beats(60, 90).Silence(11).Then(Together).Silence(5);

        sitting.Then(new AlertAcknowledged("staff1") { Code = AlertCode.SignalLost }).Silence(5).Then(Alone).Silence(200);

        Assert.Equal(["raised low 69", "suppressed low 71", "acknowledged low 76", "returned low 81"], Told(sitting));
    }

    [Fact]
    public void A_call_for_help_and_the_rules_by_heart_rate_know_nothing_of_it()
    {
        var sitting = new Sitting().Phase(SessionPhase.Work).Beats(60, 90).Silence(11).Then(Together, new HelpRequested());

        Assert.Single(sitting.Raised(AlertCode.HelpRequested));
        Assert.Equal(new(sitting.Engine.Id, "p_sits", sitting.Instant.AddSeconds(-2), true), sitting.Engine.SeenSignal);
    }

    [Theory]
    [InlineData("""{ "at": 5, "event": "loss-explained", "cause": "many-signals-lost" }""")]
    [InlineData("""{ "at": 5, "event": "sink", "sink": "influxdb", "isUp": false }""")]
    public void No_story_about_one_person_tells_it(string input)
    {
        var text = $$"""
            { "name": "x", "start": "2026-03-02T09:00:00Z", "participant": { "id": "p_1", "age": 50, "restingHr": 70 },
              "inputs": [ { "at": 0, "event": "session-start" }, {{input}} ], "expect": [], "never": [] }
            """;

        Assert.Contains("there is no event called", ScenarioReader.Read(text).Fault, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Told(Sitting sitting) => sitting.Events.OfType<AlertEvent>().Where(a => a.Code == AlertCode.SignalLost)
        .Select(a => FormattableString.Invariant($"{KebabCase.Of(a.State)} {KebabCase.Of(a.Priority)} {a.T:0}"));
}
