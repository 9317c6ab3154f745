using System.Text;
using System.Text.Json;
using HeartMonitor.Simulator.ScenarioPlayer;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>What the player of stories sends and hears, without a service.</summary>
public sealed class ScenarioPlayerTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_story_is_a_start_for_a_person_of_its_own_and_steps_with_the_check_in_first()
    {
        var (script, fault) = StoryScript.Read("f", Story("""
            { "at": 2, "event": "resting-hr", "bpm": 61 }, { "at": 5, "event": "session-start" }, { "at": 6, "event": "phase", "phase": "work" },
            { "from": 7, "to": 9, "hr": 90, "sensor": "optical" }
            """), 4);

        Assert.Null(fault);
        Assert.Equal("""{"participant":{"id":"p_story_4","age":50,"restingHr":60},"strap":"story-4","sensor":"optical"}""", script!.StartJson);
        Assert.Equal([0, 1, 2, 3], script.Steps.Select(s => s.After.TotalSeconds));
        Assert.Equal(["""{"event":"resting-hr","bpm":61}""", """{"event":"phase","phase":"work"}""", null, null], script.Steps.Select(s => s.FactJson));
        Assert.Equal(5, script.StartsAtSecond);
    }

    [Theory]
    [InlineData("""{ "at": 1, "event": "strap-connected" }""", "comes from the service alone")]
    [InlineData("""{ "at": 1, "event": "session-begin" }""", "there is no event called session-begin")]
    public void A_story_that_cannot_be_played_says_why(string input, string why)
    {
        var (script, fault) = StoryScript.Read("f", Story("""{ "at": 0, "event": "session-start" }, """ + input), 1);
        Assert.Null(script);
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_services_clock_is_known_by_its_tightest_answer()
    {
        var clock = new HostClock(10);
        clock.Hear(Nine, TimeSpan.FromSeconds(100)); // stamped somewhat after it was asked
        Assert.Equal(TimeSpan.FromSeconds(101), clock.WhenIs(Nine.AddSeconds(10)));
        clock.Hear(Nine.AddSeconds(10), TimeSpan.FromSeconds(101.05)); // asked at 101.05 and not yet past 09:00:10: the clock is slower than thought
        Assert.Equal(TimeSpan.FromSeconds(101.05), clock.WhenIs(Nine.AddSeconds(10)));
        clock.Hear(Nine.AddSeconds(30), TimeSpan.FromSeconds(102)); // a slow answer tells nothing new
        Assert.Equal(TimeSpan.FromSeconds(102.05), clock.WhenIs(Nine.AddSeconds(20)));
        Assert.Equal(Nine.AddSeconds(20), clock.At(TimeSpan.FromSeconds(102.05)));
    }

    [Fact]
    public void Messages_are_events_in_story_time_each_once_in_order()
    {
        var heard = new HeardEvents(5, Nine);
        var alert = Message("a.1", "hrm.alert", 12, """{"aid":"a","kind":"workflow","code":"rpe-stop","state":"raised","priority":"high","rev":1,"acked_by":null,"suppressed_by":"contact-lost"}""");
        foreach (var message in new[]
        {
            alert, alert,
            Message("p.1", "hrm.prompt", 10.5, """{"pid":"p","reason":"schedule","state":"open","value":null}"""),
            Message("s.1", "hrm.session", 0, """{"mode":"rpe"}"""), Message("s.2", "hrm.session", 1, """{"mode":"rpe"}"""), [],
        }) heard.Hear(message);

        Assert.Equal(
            [
                """{"t":5,"kind":"plan","mode":"rpe"}""",
                """{"t":15.5,"kind":"prompt","id":"p","reason":"schedule","state":"open"}""",
                """{"t":17,"kind":"alert","id":"a","nature":"workflow","code":"rpe-stop","state":"raised","priority":"high","rev":1,"suppressedBy":"contact-lost"}""",
            ],
            heard.Events.Select(e => e.GetRawText()));
    }

    [Theory]
    [InlineData("""{"kind":"alert","code":"rpe-stop","text":"stop","between":[1,2],"count":1}""", true)]
    [InlineData("""{"kind":"alert","code":"medication-unknown","text":"x"}""", false)]
    [InlineData("""{"kind":"alert","code":"rpe-stop","shelvedUntil":"x"}""", false)]
    [InlineData("""{"kind":"plan","mode":"rpe"}""", true)]
    [InlineData("""{"kind":"plan","mode":"rpe","zone":null}""", false)]
    [InlineData("""{"kind":"quality","quality":"good"}""", false)]
    [InlineData("""{"text":"normal"}""", true)]
    public void What_is_not_on_MQTT_is_known_beforehand(string entry, bool isTold) =>
        Assert.Equal(isTold, HeardEvents.IsTold(JsonSerializer.Deserialize<JsonElement>(entry)));

    private static byte[] Message(string id, string type, double second, string data) =>
        Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","type":"{{type}}","time":"{{Nine.AddSeconds(second):yyyy-MM-ddTHH:mm:ss.fffZ}}","data":{{data}}}""");

    private static string Story(string inputs) => $$"""
        { "name": "n", "start": "2026-03-02T09:00:00Z", "participant": { "id": "p_1", "age": 50, "restingHr": 60 }, "inputs": [ {{inputs}} ],
          "expect": [ { "kind": "plan", "mode": "zones" } ] }
        """;
}
