using HeartMonitor.Core.Scenarios;
using Xunit;

namespace HeartMonitor.Core.Tests.Scenarios;

/// <summary>What is wrong with a story file is named with its place. An entry that could never match is a fault: under "never" it would hold for nothing.</summary>
public sealed class ScenarioFaultTests
{
    [Theory]
    [InlineData("""{ "kind": "alrt" }""", "there is no kind alrt; did you mean alert?")]
    [InlineData("""{ "kind": "alert", "code": "zone-hihg" }""", "there is no alert code zone-hihg; did you mean zone-high?")]
    [InlineData("""{ "kind": "alert", "code": "nonsense" }""", "there is no alert code nonsense")]
    [InlineData("""{ "kind": "alert", "state": "raisd" }""", "there is no state raisd; did you mean raised?")]
    [InlineData("""{ "kind": "alert", "priority": "hgih" }""", "there is no priority hgih; did you mean high?")]
    [InlineData("""{ "kind": "alert", "cod": "zone-high" }""", "there is no member \"cod\" in an alert; did you mean code?")]
    [InlineData("""{ "kind": "alert", "flavour": 1 }""", "there is no member \"flavour\" in an alert")]
    [InlineData("""{ "flavour": 1 }""", "there is no member \"flavour\"")]
    [InlineData("""{ "kind": "alert", "rev": "1" }""", "\"rev\" is a whole number, not a text")]
    [InlineData("""{ "kind": "prompt", "reason": "scheduel" }""", "there is no reason scheduel; did you mean schedule?")]
    [InlineData("""{ "kind": "quality", "quality": "godo" }""", "there is no quality godo; did you mean good?")]
    [InlineData("""{ "kind": "quality", "reasons": ["no-contct"] }""", "there is no reason no-contct; did you mean no-contact?")]
    [InlineData("""{ "kind": "plan", "mode": "zone" }""", "there is no mode zone; did you mean zones?")]
    [InlineData("""{ "kind": "plan", "zone": { "frm": 3 } }""", "there is no member \"frm\" in \"zone\"; did you mean from?")]
    [InlineData("""{ "kind": "plan", "zone": 3 }""", "\"zone\" is an object, not 3")]
    [InlineData("""{ "kind": "plan", "reasons": [{ "code": "medication-bluntss" }] }""", "there is no plan code medication-bluntss; did you mean medication-blunts?")]
    [InlineData("""{ "kind": "gate", "code": "rest-gat" }""", "there is no gate code rest-gat; did you mean rest-gate?")]
    [InlineData("""{ "kind": "summary", "alerts": { "hgh": 0 } }""", "there is no member \"hgh\" in \"alerts\"; did you mean high?")]
    [InlineData("""{ "kind": "summary", "rpe": 13 }""", "\"rpe\" is an array, not 13")]
    [InlineData("""{ "kind": 3 }""", "\"kind\" is a text")]
    [InlineData("""{ "text": " " }""", "an empty \"text\" is in everything")]
    [InlineData("""{ "text": 3 }""", "\"text\" is a text, not 3")]
    [InlineData("{ }", "an empty entry matches everything")]
    [InlineData("3", "an expectation is an object, not a number")]
    [InlineData("""{ "kind": "alert", "between": [5, 3] }""", "\"between\" is two numbers of seconds, the earlier first")]
    [InlineData("""{ "kind": "alert", "between": [5] }""", "\"between\" is two numbers of seconds, the earlier first")]
    [InlineData("""{ "kind": "alert", "between": 5 }""", "\"between\" is two numbers of seconds, the earlier first")]
    [InlineData("""{ "kind": "alert", "between": ["a", 5] }""", "\"between\" is two numbers of seconds, the earlier first")]
    [InlineData("""{ "kind": "alert", "between": [361, 370] }""", "nothing can happen from 361 s on: the story ends at 360 s")]
    public void An_entry_that_could_never_match_is_a_fault_under_expect_and_under_never(string entry, string fault)
    {
        const string Minute = """{ "from": 0, "to": 60, "hr": 100 }""";

        Assert.Equal($"expect[1]: {fault}", Assert.Single(Story.Read(Story.Text(Minute, expect: $$"""{ "kind": "plan" }, {{entry}}""")).Faults));
        Assert.Equal($"never[0]: {fault}", Assert.Single(Story.Read(Story.Text(Minute, never: entry)).Faults));
        Assert.False(Assert.Single(Story.Judge(Story.Text(Minute, never: entry))).IsMet);
    }

    [Theory]
    [InlineData("""{ "kind": "alert", "count": -1 }""", "\"count\" is a whole number from 0 on")]
    [InlineData("""{ "kind": "alert", "count": 1.5 }""", "\"count\" is a whole number from 0 on")]
    [InlineData("""{ "kind": "alert", "atMost": "2" }""", "\"atMost\" is a whole number from 0 on")]
    public void Counts_are_whole_numbers(string entry, string fault) =>
        Assert.Equal($"expect[0]: {fault}", Assert.Single(Story.Read(Story.Text(expect: entry)).Faults));

    [Theory]
    [InlineData("count"), InlineData("atMost")]
    public void A_count_means_nothing_under_never(string member) => Assert.Equal($"never[0]: \"{member}\" means nothing in \"never\"",
        Assert.Single(Story.Read(Story.Text(never: $$"""{ "kind": "alert", "{{member}}": 3 }""")).Faults));

    [Theory]
    [InlineData("""{ "kind": "alert", "code": "sink-down", "state": "closed", "nature": "technical", "text": "x", "because": [{ "what": "bpm" }] }""")]
    [InlineData("""{ "kind": "plan", "zone": null, "ceiling": { "warn": 1 }, "reasons": [{ "code": "zone-measured", "subject": null }], "t": 0 }""")]
    [InlineData("""{ "kind": "summary", "reasons": { "minutesInZone": "anything" }, "hrRecovery60": { "protocol": "active" }, "rpe": [{ "value": 12, "by": "staff" }] }""")]
    [InlineData("""{ "kind": "prompt", "value": 12, "state": "answered", "between": [0, 60] }""")]
    [InlineData("""{ "kind": "gate", "state": "refused", "code": "icd-rate-missing" }""")]
    [InlineData("""{ "between": [0, 0.5] }""")]
    [InlineData("""{ "text": "zones" }""")]
    public void What_an_event_can_say_is_no_fault(string entry) =>
        Assert.Empty(Story.Read(Story.Text("""{ "from": 0, "to": 60, "hr": 100 }""", expect: entry, never: entry)).Faults);

    [Theory]
    [InlineData("""{ "from": 5, "to": 3, "hr": 100 }""", "\"from\" is after \"to\"")]
    [InlineData("""{ "from": 5, "hr": 100 }""", "\"to\" is missing")]
    [InlineData("""{ "at": 5 }""", "\"hr\" or \"packet\" is missing")]
    [InlineData("""{ "at": -1, "event": "pause" }""", "\"at\" is outside 0 to 86400 s")]
    [InlineData("""{ "at": 86401, "event": "pause" }""", "\"at\" is outside 0 to 86400 s")]
    [InlineData("""{ "at": "5", "event": "pause" }""", "\"at\" is a number, not a text")]
    [InlineData("""{ "from": 0, "to": 3, "hr": "x" }""", "\"hr\" is a number from 0 to 65535, or two of them: [from, to]")]
    [InlineData("""{ "from": 0, "to": 3, "hr": [1, 2, 3] }""", "\"hr\" is a number from 0 to 65535, or two of them: [from, to]")]
    [InlineData("""{ "from": 0, "to": 3, "hr": -1 }""", "\"hr\" is a number from 0 to 65535, or two of them: [from, to]")]
    [InlineData("""{ "from": 0, "to": 3, "hr": 100, "rr": "irregullar" }""", "there is no rr called irregullar; did you mean irregular?")]
    [InlineData("""{ "from": 0, "to": 3, "hr": 100, "seed": 1.5 }""", "\"seed\" is a whole number")]
    [InlineData("""{ "from": 0, "to": 3, "hr": 100, "contact": "lost" }""", "there is no contact called lost")]
    [InlineData("""{ "from": 0, "to": 3, "hr": 100, "sensor": "opticl" }""", "there is no sensor called opticl; did you mean optical?")]
    [InlineData("""{ "from": 0, "to": 3, "hr": 100, "contcat": "detected" }""", "there is no member \"contcat\"; did you mean contact?")]
    [InlineData("""{ "at": 3, "packet": "16 5A A" }""", "\"packet\" is not bytes in hex: 16 5A A")]
    [InlineData("""{ "at": 3, "packet": "16 5G" }""", "\"packet\" is not bytes in hex: 16 5G")]
    [InlineData("""{ "at": 5, "event": "sesion-end" }""", "there is no event called sesion-end; did you mean session-end?")]
    [InlineData("""{ "at": 5, "event": "phase", "phase": "wrok" }""", "there is no phase wrok; did you mean work?")]
    [InlineData("""{ "at": 5, "event": "phase" }""", "\"phase\" is missing")]
    [InlineData("""{ "at": 5, "event": "rpe" }""", "\"value\" is missing")]
    [InlineData("""{ "at": 5, "event": "rpe", "value": 13.5 }""", "\"value\" is a whole number, not 13.5")]
    [InlineData("""{ "at": 5, "event": "rpe", "value": 13, "by": "nurse" }""", "there is no by nurse")]
    [InlineData("""{ "at": 5, "event": "workload", "watt": 50 }""", "there is no member \"watt\"; did you mean watts?")]
    [InlineData("""{ "at": 5, "event": "workload", "planned": 1 }""", "\"planned\" is true or false, not 1")]
    [InlineData("""{ "at": 5, "event": "talk-test", "value": "maybe" }""", "a talk test is answered by yes, equivocal or no")]
    [InlineData("""{ "at": 5, "event": "symptoms", "symptoms": ["chest-pian"] }""", "there is no symptom called chest-pian; did you mean chest-pain?")]
    [InlineData("""{ "at": 5, "event": "symptoms", "symptoms": "dizzy" }""", "\"symptoms\" is an array, not a text")]
    [InlineData("""{ "at": 5, "event": "ack" }""", "\"code\" is missing")]
    [InlineData("""{ "at": 5, "event": "ack", "code": "zone-hihg" }""", "there is no alert code zone-hihg; did you mean zone-high?")]
    [InlineData("""{ "at": 5, "event": "medication-taken", "atc": "C07AB02", "takenAt": "noon" }""", "\"takenAt\" is a time such as 2026-03-02T09:00:00Z")]
    [InlineData("5", "an input is an object, not a number")]
    public void A_bad_input_is_named_with_its_place(string input, string fault) =>
        Assert.Equal($"inputs[2]: {fault}", ScenarioReader.Read(Story.Text(input)).Fault);

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("[]", "a story is an object, not an array")]
    [InlineData("{\n \"name\": \"x\",,\n}", "line 2, position 14: this is not JSON, or it is nested too deeply")]
    [InlineData("{}", "\"participant\" is missing")]
    [InlineData("""{ "participant": 3 }""", "\"participant\" is an object, not a number")]
    [InlineData("""{ "participant": { "id": "p", "age": 40 } }""", "\"inputs\" is missing")]
    [InlineData("""{ "participant": { "id": "p", "age": 40 }, "inputs": {} }""", "\"inputs\" is an array, not an object")]
    [InlineData("""{ "participant": { "id": "p", "age": 40 }, "inputs": [] }""", "inputs: there is no session-start")]
    [InlineData("""{ "participant": { "id": "p", "age": 40 }, "inputs": [], "start": "yesterday" }""", "\"start\" is not a time such as 2026-03-02T09:00:00Z, of the years 1900 to 2199")]
    [InlineData("""{ "participant": { "id": "p", "age": 40 }, "inputs": [], "nevr": [] }""", "there is no member \"nevr\"; did you mean never?")]
    [InlineData("""{ "participant": { "id": "p", "age": 40 }, "expect": {}, "inputs": [{ "at": 0, "event": "session-start" }] }""", "\"expect\" is an array, not an object")]
    [InlineData("""{ "participant": { "id": "p", "age": 40 }, "inputs": [{ "at": 0, "event": "session-start" }, { "at": 9, "event": "session-start" }] }""",
        "inputs: there is a second session-start; a story is one session")]
    public void A_bad_file_is_named(string text, string fault) => Assert.Equal(fault, ScenarioReader.Read(text).Fault);

    [Fact]
    public void A_member_that_is_like_none_of_ours_is_ignored() =>
        Assert.Null(ScenarioReader.Read(Story.Text("""{ "from": 0, "to": 3, "hr": 100, "remark": "warming up" }""").Replace("{ \"name\"", "{ \"author\": \"x\", \"name\"", StringComparison.Ordinal)).Fault);

    [Fact]
    public void Comments_a_byte_order_mark_and_other_line_ends_do_no_harm()
    {
        var text = "\uFEFF// told by hand\r\n" + Story.Text("""{ "from": 0, "to": 3, "hr": 100 },""").Replace("\n", "\r\n", StringComparison.Ordinal).Replace("a story", "Geschichte ü 心", StringComparison.Ordinal);

        Assert.Equal("Geschichte ü 心", Story.Read(text).Name);
    }
}
