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

    /// <summary>45 minutes with zones from an on-drug test, a ceiling that is passed, answers and one that is missing, a silence, a pause, steps of work.</summary>
    internal static Scenario Long(string participant, DateTimeOffset start) => StoredStory.Read($$"""
        { "name": "a long session", "start": "{{start.ToString("O", CultureInfo.InvariantCulture)}}",
          "participant": { "id": "{{participant}}", "age": 58, "sex": "male", "bodyMassKg": 82, "restingHr": 56,
            "medications": [ { "atc": "C07AB03", "name": "atenolol", "startedOn": "2025-03-01", "lastTaken": "{{start.AddHours(-2.5).ToString("O", CultureInfo.InvariantCulture)}}" } ],
            "tests": [ { "date": "{{start.AddDays(-21):yyyy-MM-dd}}", "onMedication": true, "restingHr": 56, "peakHr": 122, "peakMet": 6.5, "hoursAfterDose": 2.5, "signedBy": "dr_a" } ],
            "prescription": { "scheme": "acsm", "zonesFromOnDrugTest": true } },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "warm-up" }, { "at": 300, "event": "phase", "phase": "work" }, { "at": 2400, "event": "phase", "phase": "cool-down" },
            { "at": 0, "event": "workload", "activity": "01214", "watts": 30 }, { "at": 300, "event": "workload", "activity": "01214", "watts": 60 }, { "at": 900, "event": "workload", "activity": "01214", "watts": 75 },
            { "at": 1600, "event": "workload", "activity": "01214", "watts": 90 }, { "at": 2160, "event": "workload", "activity": "01214", "watts": 60 },
            { "from": 0, "to": 300, "hr": [60, 84] }, { "from": 300, "to": 420, "hr": [84, 90] }, { "from": 420, "to": 600, "hr": [90, 86] }, { "from": 600, "to": 900, "hr": [86, 93] }, { "from": 900, "to": 1020, "hr": [93, 101] }, { "from": 1020, "to": 1260, "hr": [101, 92] },
            { "from": 1260, "to": 1500, "hr": [92, 95] }, { "from": 1560, "to": 1800, "hr": [94, 109] }, { "from": 1800, "to": 1900, "hr": [109, 115] }, { "from": 1900, "to": 2100, "hr": [115, 92] },
            { "from": 2100, "to": 2400, "hr": [92, 88] }, { "from": 2400, "to": 2700, "hr": [88, 66] },
            { "at": 495, "event": "rpe", "value": 12, "by": "participant" }, { "at": 1400, "event": "rpe", "value": 13, "by": "staff" }, { "at": 1710, "event": "rpe", "value": 15, "by": "staff" }, { "at": 1720, "event": "ack", "code": "rpe-reduce", "by": "nurse-1" },
            { "at": 1870, "event": "rpe", "value": 17, "by": "participant" }, { "at": 1885, "event": "ack", "code": "rpe-stop", "by": "nurse-1" }, { "at": 1890, "event": "ack", "code": "hr-ceiling", "by": "nurse-1" }, { "at": 2250, "event": "rpe", "value": 12, "by": "participant" },
            { "at": 2100, "event": "pause" }, { "at": 2160, "event": "resume" }, { "at": 2699, "event": "session-end" } ] }
        """);

    /// <summary>Work at a known power, so that its dose is known.</summary>
    internal static Scenario Ride(string participant, DateTimeOffset start, int seconds = 600) => StoredStory.Read(string.Create(CultureInfo.InvariantCulture, $$"""
        { "name": "a ride", "start": "{{start:O}}", "participant": { "id": "{{participant}}", "age": 40, "bodyMassKg": 70, "restingHr": 60 },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }, { "at": 0, "event": "workload", "activity": "01214", "watts": 50 },
            { "from": 0, "to": {{seconds}}, "hr": 118 }, { "at": {{seconds}}, "event": "session-end" } ] }
        """));
}
