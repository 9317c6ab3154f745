using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Scenarios;

/// <summary>When things of a story happen, and until when time runs.</summary>
public sealed class ScenarioTimeTests
{
    [Fact]
    public void A_stretch_has_its_first_second_and_not_its_last()
    {
        Assert.Equal([0, 1, 2], PacketTimes("""{ "from": 0, "to": 3, "hr": 100 }"""));
        Assert.Equal([0.5, 1.5], PacketTimes("""{ "from": 0.5, "to": 2, "hr": 100 }"""));
        Assert.Equal([7.25], PacketTimes("""{ "at": 7.25, "packet": "0x16 5A-A6:02" }"""));
        Assert.Empty(PacketTimes("""{ "from": 4, "to": 4, "hr": 100 }"""));
    }

    [Fact]
    public void Overlapping_stretches_both_come_and_a_silence_cuts_a_hole()
    {
        Assert.Equal([0, 1, 1, 2], PacketTimes("""{ "from": 0, "to": 2, "hr": 100 }, { "from": 1, "to": 3, "hr": 110 }"""));
        Assert.Equal([0, 3], PacketTimes("""{ "from": 0, "to": 4, "hr": 100 }, { "from": 1, "to": 3, "silence": true }"""));
    }

    [Fact]
    public void A_slope_is_rounded_half_up()
    {
        var rates = Story.Read(Story.Text("""{ "from": 0, "to": 4, "hr": [100, 102] }""")).Inputs.Where(i => i.Fact is null)
            .Select(i => (int)HeartRateMeasurementCodec.Decode(i.Packet).Measurement.HeartRate.Bpm);

        Assert.Equal([100, 101, 101, 102], rates); // 100, 100.5, 101, 101.5
    }

    [Fact]
    public void Irregular_intervals_are_the_seed_s_own_and_clean_ones_waver_by_one_percent()
    {
        static double[] Intervals(string how) => [.. Story.Read(Story.Text($$"""{ "from": 0, "to": 60, "hr": 100, {{how}} }""")).Inputs.Where(i => i.Fact is null)
            .SelectMany(i => HeartRateMeasurementCodec.Decode(i.Packet).Measurement.Rr.ToArray()).Select(rr => rr.Milliseconds)];

        Assert.Equal(Intervals("\"rr\": \"irregular\", \"seed\": 3"), Intervals("\"rr\": \"irregular\", \"seed\": 3"));
        Assert.NotEqual(Intervals("\"rr\": \"irregular\", \"seed\": 3"), Intervals("\"rr\": \"irregular\", \"seed\": 4"));
        Assert.All(Intervals("\"rr\": \"clean\""), rr => Assert.InRange(rr, 593, 607));
        Assert.True(Intervals("\"rr\": \"clean\"").Distinct().Count() > 5);
        Assert.Contains(Intervals("\"rr\": \"irregular\""), rr => rr is < 550 or > 650);
        Assert.Empty(Intervals("\"rr\": \"none\""));
    }

    [Fact]
    public void A_story_without_an_end_goes_on_to_the_last_second_that_anything_names()
    {
        const string Silent = """{ "from": 0, "to": 60, "hr": 100 }""";

        Assert.DoesNotContain(Story.Play(Story.Text(Silent)), e => e.T > 60);
        Assert.Contains(Story.Play(Story.Text(Silent + """, { "from": 60, "to": 75, "silence": true }""")), e => e is AlertEvent { Code: AlertCode.SignalLost, T: 69 });
        Assert.Contains(Story.Play(Story.Text(Silent, expect: """{ "kind": "alert", "code": "signal-lost", "between": [65, 75] }""")), e => e is AlertEvent { T: 69 });
        Assert.Contains(Story.Play(Story.Text(Silent, never: """{ "kind": "alert", "code": "hr-low", "between": [0, 75] }""")), e => e is AlertEvent { T: 69 });
    }

    [Fact]
    public void Time_runs_on_at_most_five_minutes_for_the_sake_of_an_expectation() => Assert.Equal(
        TimeSpan.FromSeconds(360), Story.Read(Story.Text("""{ "from": 0, "to": 60, "hr": 100 }""", expect: """{ "kind": "plan", "between": [0, 9999] }""")) is var story ? story.End - story.Start : default);

    [Fact]
    public void After_the_session_what_is_owed_is_still_told_on_the_second()
    {
        var events = Story.Play(Story.Text("""{ "from": 0, "to": 20, "hr": 100 }, { "at": 20.5, "event": "rpe", "value": 18 }, { "at": 21, "event": "session-end" }""",
            expect: """{ "kind": "alert", "state": "escalated", "between": [0, 60] }"""));

        var told = Assert.Single(events.OfType<AlertEvent>(), a => a is { Code: AlertCode.RpeStop, State: AlertState.Escalated });
        Assert.Equal(51, told.T);
    }

    [Fact]
    public void Times_of_what_is_told_count_from_the_story_s_start_wherever_the_session_begins()
    {
        var text = Story.Text("""{ "at": 40, "event": "rpe", "value": 18 }, { "at": 50, "event": "session-end" }""")
            .Replace("\"at\": 0", "\"at\": 30", StringComparison.Ordinal);
        var events = Story.Play(text);

        Assert.Equal(30, Assert.IsType<PlanEvent>(events[0]).T);
        Assert.Contains(events, e => e is AlertEvent { Code: AlertCode.RpeStop, T: 40 });
        Assert.Equal((50, 40.0), Assert.Single(events.OfType<SummaryEvent>()) is var summary ? (summary.T, Assert.Single(summary.Rpe).T) : default);
        Assert.DoesNotContain(events, e => e is PromptEvent { State: PromptState.Open, T: < 30 });
    }

    private static IEnumerable<double> PacketTimes(string input)
    {
        var story = Story.Read(Story.Text(input));
        return story.Inputs.Where(i => i.Fact is null).Select(i => (i.At - story.Start).TotalSeconds);
    }
}
