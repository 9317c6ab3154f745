using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator.Gym;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>What a story file may say, and that a slip of the pen is told with its place.</summary>
public sealed class GymStoryReaderTests
{
    private const string Person = """{ "strap": "s", "part": "a", "participant": { "id": "p_1", "age": 50, "restingHr": 60 } }""";

    [Fact]
    public void A_story_is_read_as_it_is_written()
    {
        var (story, fault) = GymStoryReader.Read($$"""
            { "name": "n", "seconds": 60, "people": [{{Person}}],
              "parts": { "a": { "strap": "polar-oh1", "machine": "cycle", "round": [{ "seconds": 30, "effort": 0.4 }], "answers": { "personality": -2, "leftAlone": 0.5 },
                                "faults": [{ "kind": "dropout", "perHour": 6, "seconds": [3, 10], "to": 50 }], "says": [{ "at": 5, "event": "rpe", "value": 12 }] } },
              "staff": { "by": "sim-anna", "acknowledge": [{ "afterSeconds": 5 }] },
              "expect": [{ "who": "p_1", "kind": "prompt", "between": [0, 60] }] }
            """);

        Assert.Null(fault);
        var part = Assert.Single(story!.People).Part;
        Assert.Equal(("polar-oh1", true, new StoryAnswers(-2, 0.5)), (part.Straps[0].Id, part.IsCycle, part.Answers));
        Assert.Equal((FaultKind.Dropout, 6.0, (3.0, 10.0), 50.0), (part.Faults[0].Kind, part.Faults[0].PerHour!.Value, part.Faults[0].Seconds!.Value, part.Faults[0].To!.Value));
        Assert.Equal(new RpeAnswered(12), Assert.Single(part.Says[5]));
        Assert.Equal("sim-anna", story.Staff!.By);
        Assert.Equal("p_1", Assert.Single(story.Expect).Who);
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("{ \"name\": ", "line 1, position 11: this is not JSON")]
    [InlineData("[]", "a story is an object, not an array")]
    [InlineData("""{ "name": "n", "peopel": 8, "parts": {} }""", "there is no member \"peopel\" here; did you mean people?")]
    [InlineData("""{ "name": "n", "people": 8, "parts": { "a": { "rounds": [] } } }""", "parts.\"a\".there is no member \"rounds\" here; did you mean round?")]
    [InlineData("""{ "name": "n", "people": 8, "parts": { "a": { } } }""", "\"round\" is missing")]
    public void What_is_no_story_is_refused(string text, string words) => Assert.Contains(Bare(words), Bare(GymStoryReader.Read(text).Fault!), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "kind": "drop-out", "at": 5 }""", "faults[0]: there is no kind called drop-out; did you mean dropout?")]
    [InlineData("""{ "kind": "dropout" }""", "faults[0]: a fault comes \"at\" a second or so often \"perHour\": one of the two")]
    [InlineData("""{ "kind": "dropout", "at": 5, "perHour": 5 }""", "one of the two")]
    [InlineData("""{ "kind": "dropout", "perHour": 0 }""", "\"perHour\" is above 0")]
    [InlineData("""{ "kind": "dropout", "at": 5, "frozen": true }""", "there is no member \"frozen\" here")]
    [InlineData("""{ "kind": "dropout", "at": 5, "seconds": [10, 3] }""", "\"seconds\" is a number above 0, or two: [shortest, longest]")]
    [InlineData("""{ "kind": "dropout", "at": 5, "seconds": 10, "every": 10 }""", "\"every\" is longer than the fault")]
    [InlineData("""{ "kind": "missed-beat", "at": 5, "seconds": 2 }""", "it has no \"seconds\"")]
    [InlineData("""{ "kind": "battery-drain", "perHour": 1 }""", "battery-drain comes \"at\" a second, not by rate")]
    [InlineData("""{ "kind": "address-change", "at": 5 }""", "\"address\" is missing")]
    [InlineData("""{ "kind": "swapped", "at": 5, "with": "t" }""", "s is swapped with t, which nobody else wears")]
    public void A_slip_in_a_fault_is_told(string fault, string words) => Assert.Contains(words, Read($"\"faults\": [{fault}]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"strap\": \"polar-h11\"", "there is no strap called polar-h11; did you mean polar-h10?")]
    [InlineData("\"says\": [{ \"at\": 1, \"event\": \"phase\", \"phase\": \"wrok\" }]", "did you mean work?")]
    [InlineData("\"says\": [{ \"at\": 1, \"event\": \"session-start\" }]", "that is the service's to say")]
    [InlineData("\"panic\": [{ \"at\": 1, \"riseBpm\": 60, \"plateauSeconds\": 200 }]", "panic[0]: \"riseBpm\" is 25 to 45")]
    [InlineData("\"answers\": { \"personality\": 3 }", "\"personality\" is a whole number from -2 to 2")]
    [InlineData("\"opening\": [{ \"seconds\": 5, \"effort\": 1.5 }]", "opening[0]: \"effort\" is a fraction of reserve, 0 to 1")]
    public void A_slip_in_a_part_is_told(string member, string words) => Assert.Contains(words, Read(member), StringComparison.Ordinal);

    [Theory]
    [InlineData("""  "staff": { "by": "anna", "acknowledge": [] } """, "\"by\" begins with sim-")]
    [InlineData("""  "staff": { "by": "sim-a", "acknowledge": [{ "code": "zone-hihg", "afterSeconds": 1 }] } """, "did you mean zone-high?")]
    [InlineData("""  "expect": [{ "who": "p_2", "kind": "alert" }] """, "expect[0]: there is nobody called p_2; did you mean p_1?")]
    [InlineData("""  "never": [{ "who": "p_1", "kind": "alert", "code": "zone-hi" }] """, "there is no alert code zone-hi")]
    [InlineData("""  "expect": [{ "kind": "alert", "between": [61, 70] }] """, "nothing can happen from 61 s on: the story ends at 60 s")]
    [InlineData("""  "cast": { "blunted": ["a"], "others": ["a"] } """, "cast: the story's people have their parts")]
    public void A_slip_beside_the_parts_is_told(string member, string words) => Assert.Contains(
        words,
        GymStoryReader.Read($$"""{ "name": "n", "seconds": 60, "people": [{{Person}}], {{member}}, "parts": { "a": { "round": [{ "seconds": 30, "effort": 0.4 }] } } }""").Fault!,
        StringComparison.Ordinal);

    [Fact]
    public void A_broken_promise_is_seen()
    {
        var (story, _) = GymStoryReader.Read("""
            { "name": "n", "seconds": 120, "people": 2, "cast": { "blunted": ["a"], "others": ["a"] }, "parts": { "a": { "round": [{ "seconds": 30, "effort": 0.4 }] } },
              "expect": [{ "who": "p_01", "kind": "alert", "code": "hr-ceiling" }], "never": [{ "who": "p_02", "kind": "plan" }, { "who": "p_01", "kind": "gate" }] }
            """);

        var verdicts = StoryExpectations.Judge(story!, GymPlay.Play(GymPlay.Floor(story!, 1), 120));

        Assert.Equal([false, false, true], verdicts.Select(verdict => verdict.IsMet));
        Assert.StartsWith("p_01: FAILED expect[0]", verdicts[0].Line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_people_say_is_said_in_its_second()
    {
        var floor = GymPlay.Floor(GymPlay.Story("panic"), 1);

        Assert.IsType<SymptomsReported>(Assert.Single(floor.FactsAt(450)).Fact);
        Assert.Equal(2, floor.FactsAt(0).Count(fact => fact.Fact is WorkloadSet));
        Assert.Empty(floor.FactsAt(451));
    }

    [Fact]
    public void Virtual_staff_act_as_often_as_they_are_told()
    {
        var demo = GymPlay.Play(GymPlay.Floor(GymPlay.Story("demo"), 1), 1_200).Select(said => said.Event).OfType<AlertEvent>().ToArray();

        Assert.Equal("sim-staff", Assert.Single(demo, alert => alert.State == AlertState.Acknowledged).AckedBy);
    }

    private static string Read(string member) =>
        GymStoryReader.Read($$"""{ "name": "n", "people": [{{Person}}], "parts": { "a": { {{member}}, "round": [{ "seconds": 30, "effort": 0.4 }] } } }""").Fault ?? "no fault";

    /// <summary>Places are joined by a point or a colon: the words count.</summary>
    private static string Bare(string text) => text.Replace(": ", " ", StringComparison.Ordinal).Replace(".", " ", StringComparison.Ordinal);
}
