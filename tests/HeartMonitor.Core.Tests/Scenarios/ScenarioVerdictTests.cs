using HeartMonitor.Core.Scenarios;
using Xunit;

namespace HeartMonitor.Core.Tests.Scenarios;

/// <summary>How an expectation is held against what was told, and what is said when it does not hold.</summary>
public sealed class ScenarioVerdictTests
{
    /// <summary>RPE 18 at 30 s and at 60 s after an acknowledgement: two HIGH alerts.</summary>
    private const string TwoStops = """
        { "from": 0, "to": 90, "hr": 100 }, { "at": 30, "event": "rpe", "value": 18 }, { "at": 40, "event": "ack", "code": "rpe-stop", "by": "staff_a" },
        { "at": 60, "event": "rpe", "value": 18 }, { "at": 90, "event": "session-end" }
        """;

    [Theory]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop" }""")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "between": [30, 30] }""")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "count": 2 }""")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "atMost": 2 }""")]
    [InlineData("""{ "kind": "alert", "code": "rpe-reduce", "count": 0 }""")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "state": "acknowledged", "count": 1, "between": [40, 40] }""")]
    [InlineData("""{ "kind": "alert", "text": "STOP THE WORK" }""")]
    [InlineData("""{ "kind": "alert", "because": [{ "what": "rpe", "value": 18.004 }] }""")]
    [InlineData("""{ "kind": "plan", "zone": { "from": 108.01, "method": "karvonen" } }""")]
    [InlineData("""{ "kind": "plan", "promptEverySeconds": null }""")]
    [InlineData("""{ "code": "rpe-stop", "state": "escalated", "atMost": 0, "between": [0, 50] }""")]
    public void Expectations_that_hold(string entry) => Assert.All(Story.Judge(Story.Text(TwoStops, entry)), v => Assert.True(v.IsMet, v.Line));

    [Theory]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "between": [31, 59] }""", "matched 0; nearest:", "30 s  alert rpe-stop raised high: 1 s too early", "60 s  alert rpe-stop raised high: 1 s too late")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "priority": "medium" }""", "30 s  alert rpe-stop raised high: priority \"high\", not \"medium\"")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "count": 1 }""", "expected exactly 1, matched 2: at 30 s, 60 s")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "count": 3 }""", "expected exactly 3, matched 2: at 30 s, 60 s; nearest:")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "atMost": 1 }""", "expected at most 1, matched 2: at 30 s, 60 s")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "between": [40, 40] }""", "40 s  alert rpe-stop acknowledged high: state acknowledged, not raised")]
    [InlineData("""{ "kind": "alert", "code": "rpe-stop", "text": "elephant" }""", "no \"elephant\" in its words")]
    [InlineData("""{ "kind": "alert", "code": "zone-high" }""", "nearest:", "code \"rpe-stop\", not \"zone-high\"")]
    [InlineData("""{ "kind": "gate" }""", "there is no gate at all")]
    [InlineData("""{ "kind": "plan", "zone": { "from": 108.02 } }""", "zone {")]
    public void Expectations_that_do_not_hold_say_what_came_nearest(string entry, params string[] words)
    {
        var verdict = Assert.Single(Story.Judge(Story.Text(TwoStops, entry)));
        Assert.False(verdict.IsMet);
        Assert.StartsWith("FAILED expect[0] {", verdict.Line, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, verdict.Line, StringComparison.Ordinal));
    }

    [Fact]
    public void What_must_never_be_said_is_shown_with_its_time()
    {
        var verdict = Assert.Single(Story.Judge(Story.Text(TwoStops, never: """{ "kind": "alert", "code": "rpe-stop" }""")));

        Assert.False(verdict.IsMet);
        Assert.StartsWith("FAILED never[0] {", verdict.Line, StringComparison.Ordinal);
        Assert.Contains("30 s  {\"kind\":\"alert\"", verdict.Line, StringComparison.Ordinal);
        Assert.Contains("60 s  {\"kind\":\"alert\"", verdict.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_means_raised_alerts_unless_a_state_is_given_and_everything_without_a_kind()
    {
        Assert.True(Assert.Single(Story.Judge(Story.Text(TwoStops, never: """{ "kind": "alert", "between": [35, 55] }"""))).IsMet); // the acknowledgement at 40 s
        Assert.False(Assert.Single(Story.Judge(Story.Text(TwoStops, never: """{ "code": "rpe-stop", "between": [35, 55] }"""))).IsMet);
        Assert.False(Assert.Single(Story.Judge(Story.Text(TwoStops, never: """{ "text": "stop the work", "between": [35, 55] }"""))).IsMet);
    }
}
