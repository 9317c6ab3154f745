using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>Every law can break: what a faulty product would tell is named, and what a good one tells is not.</summary>
public sealed class OrderLawsTests
{
    private static readonly DateTimeOffset Start = OrderPlay.Start;

    private static readonly Dictionary<string, (string Law, SessionEvent[] Told)> Faulty = new()
    {
        ["zone alert in RPE mode"] = ("a zone alert in mode Rpe", [Plan(MonitoringMode.Rpe), Alert(AlertCode.ZoneHigh)]),
        ["reminder of a zone alert in RPE mode"] = ("a zone alert in mode Rpe",
            [Plan(MonitoringMode.Zones), Alert(AlertCode.ZoneHigh), Plan(MonitoringMode.Rpe), Alert(AlertCode.ZoneHigh, AlertState.Escalated, rev: 2)]),
        ["return of a zone alert on hold"] = ("a zone alert in mode Hold", [Plan(MonitoringMode.Hold), Alert(AlertCode.ZoneLow, AlertState.Returned)]),
        ["more work in RPE mode"] = ("more work is suggested", [Plan(MonitoringMode.Rpe), Alert(AlertCode.HrFailsToRise) with { Text = "The work may be increased." }]),
        ["below target in RPE mode"] = ("more work is suggested", [Plan(MonitoringMode.Rpe), Alert(AlertCode.HrLow) with { Text = "Below Target" }]),
        ["closed without an acknowledgement"] = ("closed without", [Alert(AlertCode.HrCeiling), Alert(AlertCode.HrCeiling, AlertState.Cleared, 2), Alert(AlertCode.HrCeiling, AlertState.Closed, 3)]),
        ["acknowledged when it was milder"] = ("closed without",
        [
            Alert(AlertCode.RestGate, priority: AlertPriority.Medium), Alert(AlertCode.RestGate, AlertState.Acknowledged, 2, AlertPriority.Medium),
            Alert(AlertCode.RestGate, AlertState.Escalated, 3), Alert(AlertCode.RestGate, AlertState.Closed, 4),
        ]),
        ["a high one put aside"] = ("put aside", [Alert(AlertCode.HrCeiling), Alert(AlertCode.HrCeiling, AlertState.Shelved, 2)]),
        ["a high one suppressed"] = ("was suppressed", [Alert(AlertCode.HrCeiling), Alert(AlertCode.HrCeiling, AlertState.Suppressed, 2)]),
        ["a high one becomes milder"] = ("became milder", [Alert(AlertCode.HrCeiling), Alert(AlertCode.HrCeiling, AlertState.Cleared, 2, AlertPriority.Medium)]),
        ["a revision left out"] = ("revision 3 after 1", [Alert(AlertCode.HrCeiling), Alert(AlertCode.HrCeiling, AlertState.Acknowledged, 3)]),
        ["an id used again"] = ("used again", [Alert(AlertCode.HrCeiling), Alert(AlertCode.HrLow, AlertState.Acknowledged, 2)]),
        ["a word after the end"] = ("followed the end", [Alert(AlertCode.HrLow, priority: AlertPriority.Low), Alert(AlertCode.HrLow, AlertState.Closed, 2, AlertPriority.Low), Alert(AlertCode.HrLow, rev: 3)]),
        ["no numbers"] = ("without its numbers", [Alert(AlertCode.HrCeiling) with { Because = [] }]),
        ["a number that is none"] = ("no number", [Alert(AlertCode.HrCeiling) with { Because = [new("median10s", double.NaN, "bpm")] }]),
        ["an old value"] = ("raised from a value", [Alert(AlertCode.HrCeiling) with { At = Start.AddSeconds(5.1) }]),
        ["a forbidden word"] = ("forbidden words", [Alert(AlertCode.HrCeiling) with { Text = "All is normal." }]),
        ["an advice on doses"] = ("forbidden words", [Alert(AlertCode.HrCeiling) with { Text = "Take 50 mg." }]),
        ["a hole in the words"] = ("forbidden words", [Alert(AlertCode.HrCeiling) with { Text = "Heart rate {bpm}." }]),
        ["two prompts open"] = ("two prompts open", [Prompt(PromptState.Open), Prompt(PromptState.Open, id: "p2")]),
        ["a prompt that ends twice"] = ("ended twice", [Prompt(PromptState.Open), Prompt(PromptState.Missed, 2), Prompt(PromptState.Withdrawn, 3)]),
        ["a prompt that never ends"] = ("never ended", [Prompt(PromptState.Open), Prompt(PromptState.Repeated, 2)]),
        ["an answer made up"] = ("made up", [Prompt(PromptState.Open), Prompt(PromptState.Missed, 2) with { Value = 12 }]),
        ["an answer lost"] = ("made up or lost", [Prompt(PromptState.Open), Prompt(PromptState.Answered, 2)]),
        ["a prompt that never opened"] = ("opened twice, or never", [Prompt(PromptState.Missed)]),
        ["an alert with a prompt's id"] = ("a prompt's id", [Prompt(PromptState.Open), Prompt(PromptState.Missed, 2), Alert(AlertCode.HrCeiling) with { Id = "p" }]),
        ["time that runs back"] = ("time ran back", [Plan(MonitoringMode.Rpe) with { T = 3 }, Plan(MonitoringMode.Rpe) with { T = 2 }]),
    };

    public static TheoryData<string> Names() => [.. Faulty.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_faulty_product_is_named(string fault) => Assert.Contains(Faulty[fault].Law, Broken(Faulty[fault].Told), StringComparison.Ordinal);

    [Fact]
    public void A_session_without_a_summary_is_named_and_one_with_two()
    {
        Assert.Equal("no summary", Broken([], summaries: 0));
        Assert.Contains("a second summary", Broken([], summaries: 2), StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_life_is_not_named() => Assert.Null(Broken(
    [
        Plan(MonitoringMode.Zones), Alert(AlertCode.ZoneHigh, priority: AlertPriority.Low), Alert(AlertCode.ZoneHigh, AlertState.Cleared, 2, AlertPriority.Low),
        Alert(AlertCode.ZoneHigh, AlertState.Closed, 3, AlertPriority.Low), Plan(MonitoringMode.Rpe), Alert(AlertCode.HrCeiling) with { Id = "b", At = Start.AddSeconds(5) },
        Alert(AlertCode.HrCeiling, AlertState.Acknowledged, 2) with { Id = "b" }, Alert(AlertCode.HrCeiling, AlertState.Cleared, 3) with { Id = "b" },
        Alert(AlertCode.HrCeiling, AlertState.Closed, 4) with { Id = "b" }, Alert(AlertCode.RpeBelowTarget, priority: AlertPriority.Low) with { Id = "c", Text = "The work may be increased." },
        Prompt(PromptState.Open), Prompt(PromptState.Repeated, 2), Prompt(PromptState.Answered, 3) with { Value = 12 }, Prompt(PromptState.Open, id: "p2"), Prompt(PromptState.Withdrawn, 2, "p2"),
    ]));

    [Fact]
    public void Another_event_a_missing_one_and_one_too_many_are_differences()
    {
        var order = EventOrder.Of(8);
        foreach (var change in new Action<List<SessionEvent>>[] { e => e.RemoveAt(e.Count - 1), e => e.Add(e[0]), e => e[^1] = e[^1] with { T = e[^1].T + 1 } })
        {
            var first = new Transcript(null);
            OrderPlay.Run(order, first);
            change(first.Events);
            Assert.NotNull(OrderPairs.SameAgain(order, first, new()));
            Assert.NotNull(OrderPairs.Shifted(order, first, TimeSpan.FromMinutes(7), new()));
            Assert.NotNull(OrderPairs.MedicinesTurned(order, first, new()));
        }
    }

    [Fact]
    public void A_medicine_that_gave_more_rope_would_be_named()
    {
        var order = EventOrder.Of(3) with { Person = OrderPeople.All[0] };
        var first = new Transcript(null);
        OrderPlay.Run(order, first, OrderPeople.All[3]);
        var lower = first.Events.OfType<PlanEvent>().Select(p => p with { Plan = p.Plan with { Ceiling = new(60, 65) } }).ToList<SessionEvent>();
        first.Events.Clear();
        first.Events.AddRange(lower);
        Assert.Contains("raised a limit", OrderPairs.MedicineAdded(order, first, new()), StringComparison.Ordinal);
    }

    private static string? Broken(SessionEvent[] told, int summaries = 1)
    {
        var laws = new OrderLaws(new OrderCounts());
        laws.Read(Start);
        foreach (var sessionEvent in told) laws.Saw(sessionEvent);
        for (var i = 0; i < summaries; i++)
            laws.Saw(new SummaryEvent { T = 9, Rpe = [], Alerts = new(0, 0, 0), Prompts = new(0, 0, 0), CoveragePercent = 0, Reasons = new Dictionary<string, string>() });
        laws.Finish();
        return laws.Broken;
    }

    private static PlanEvent Plan(MonitoringMode mode) => new()
    {
        T = 0,
        At = Start,
        Plan = Shipped.Setup.Plan(OrderPeople.All[0], CheckIn.Nothing, new(2026, 3, 2), Start) with { Mode = mode },
    };

    private static AlertEvent Alert(AlertCode code, AlertState state = AlertState.Raised, int rev = 1, AlertPriority priority = AlertPriority.High) => new()
    {
        T = 0,
        At = Start,
        Id = "a",
        Code = code,
        Priority = priority,
        Nature = AlertNature.Physiological,
        State = state,
        Rev = rev,
        Text = "Look.",
        Because = [new("bpm", 150, "bpm")],
    };

    private static PromptEvent Prompt(PromptState state, int rev = 1, string id = "p") => new() { T = 0, At = Start, Id = id, State = state, Reason = PromptReason.Schedule, Rev = rev };
}
