using System.Globalization;
using HeartMonitor.Core.Scenarios;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Sessions to be read: with everything that a series may hold, and with words that must not leave the house.</summary>
internal static class QueryStories
{
    /// <summary>Words of a person, a strap and staff that no reader may ever see.</summary>
    internal static readonly string[] Secrets = ["metoprololcanary", "strapcanary", "nursecanary", "reasoncanary"];

    /// <summary>Warm-up, work with a silence, a lost contact, a pause, answers, an alert that is acknowledged, cool-down, recovery. 900 s.</summary>
    internal static Scenario Full(string participant, DateTimeOffset start) => StoredStory.Read($$"""
        { "name": "a full session", "start": "{{start.ToString("O", CultureInfo.InvariantCulture)}}",
          "participant": { "id": "{{participant}}", "age": 61, "sex": "female", "bodyMassKg": 70, "restingHr": 58, "medications": [ { "atc": "C07AB02", "name": "metoprololcanary" } ] },
          "inputs": [ { "at": 0, "event": "session-start", "device": "strapcanary" }, { "at": 1, "event": "phase", "phase": "warm-up" }, { "at": 60, "event": "phase", "phase": "work" },
            { "at": 60, "event": "workload", "activity": "01214", "watts": 50 },
            { "from": 0, "to": 200, "hr": [70, 96] }, { "from": 200, "to": 230, "silence": true }, { "from": 230, "to": 300, "hr": 96 }, { "from": 300, "to": 320, "hr": 96, "contact": "not-detected" },
            { "from": 320, "to": 640, "hr": [96, 104], "rr": "clean" }, { "from": 640, "to": 900, "hr": [104, 72] },
            { "at": 250, "event": "rpe", "value": 12, "by": "participant" }, { "at": 400, "event": "pause" }, { "at": 430, "event": "resume" },
            { "at": 500, "event": "rpe", "value": 18, "by": "staff" }, { "at": 505, "event": "symptoms", "symptoms": ["dizzy"], "by": "staff" }, { "at": 520, "event": "ack", "code": "rpe-stop", "by": "nursecanary" },
            { "at": 560, "event": "rpe", "value": 13, "by": "participant" }, { "at": 570, "event": "rpe-withdraw", "value": 13, "by": "nursecanary", "reason": "reasoncanary" },
            { "at": 600, "event": "phase", "phase": "cool-down" }, { "at": 720, "event": "phase", "phase": "recovery" }, { "at": 899, "event": "session-end" } ] }
        """);

    /// <summary>Work at a known power, so that its dose is known.</summary>
    internal static Scenario Ride(string participant, DateTimeOffset start, int seconds = 600) => StoredStory.Read(string.Create(CultureInfo.InvariantCulture, $$"""
        { "name": "a ride", "start": "{{start:O}}", "participant": { "id": "{{participant}}", "age": 40, "bodyMassKg": 70, "restingHr": 60 },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }, { "at": 0, "event": "workload", "activity": "01214", "watts": 50 },
            { "from": 0, "to": {{seconds}}, "hr": 118 }, { "at": {{seconds}}, "event": "session-end" } ] }
        """));
}
