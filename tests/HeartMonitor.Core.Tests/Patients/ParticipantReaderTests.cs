using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Patients;

public sealed class ParticipantReaderTests
{
    private const string Contract = """
        { "id": "p_07", "age": 58, "sex": "male", "bodyMassKg": 82, "restingHr": 56,
          "medications": [ { "atc": "C07AB03", "name": "atenolol", "doseMg": 50, "startedOn": "2025-03-01",
                             "changedOn": null, "stoppedOn": null, "asNeeded": false, "lastTaken": "2026-03-02T07:00:00Z" } ],
          "conditions": [ { "code": "coronary-disease" }, { "code": "icd", "detectionRate": 170 }, { "code": "odd-one", "new": [1] } ],
          "tests": [ { "date": "2026-02-09", "onMedication": true, "restingHr": 56, "peakHr": 122, "peakMet": 6.5,
                       "hoursAfterDose": 2.5, "signedBy": "dr_a" } ],
          "prescription": { "scheme": "acsm", "reserveFrom": 0.40, "reserveTo": 0.60, "rpeFrom": 11, "rpeTo": 13,
                            "hrCeiling": null, "zonesFromOnDrugTest": false, "programme": "depression",
                            "sessionsPerWeek": 4, "minutes": 40 },
          "hideHeartRate": false, "somethingNew": { "deep": [1, 2] } }
        """;

    [Fact]
    public void The_contracts_example_is_read_whole()
    {
        var reading = ParticipantReader.Read(Contract, new DateOnly(2026, 3, 2));
        var person = reading.Participant!;

        Assert.Empty(reading.Faults);
        Assert.Empty(reading.Remarks);
        Assert.True(person is { Id: "p_07", Age: 58, Sex: "male", BodyMassKg: 82, RestingHr: 56, SessionsDone: 99, HideHeartRate: false });
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero), person.Medications[0].LastTaken);
        Assert.Equal(["coronary-disease", "icd", "odd-one"], person.Conditions.Select(c => c.Code));
        Assert.Equal(170, person.Conditions[1].DetectionRate);
        Assert.True(person.Tests[0] is { OnMedication: true, PeakHr: 122, PeakMet: 6.5, HoursAfterDose: 2.5, SignedBy: "dr_a" });
        Assert.True(person.Prescription is { ReserveFrom: 0.4, ReserveTo: 0.6, ZonesFromOnDrugTest: false, Minutes: 40 });
    }

    [Fact]
    public void Id_and_age_alone_are_enough()
    {
        var person = ParticipantReader.Read("""{ "id": "p_1", "born": "1991-03-02" }""").Participant!;

        Assert.True(person is { RestingHr: null, Age: null, Prescription: null, Medications.Count: 0 });
    }

    [Theory]
    [InlineData("""{ "age": 58 }""", "$.id", "is missing")]
    [InlineData("""{ "id": "p_1" }""", "$.age", "is missing")]
    [InlineData("""{ "id": "Anna Meier", "age": 58 }""", "$.id", "pseudonym")]
    [InlineData("""{ "id": "p_1", "age": 0 }""", "$.age", "between 6 and 120")]
    [InlineData("""{ "id": "p_1", "age": 158 }""", "$.age", "between 6 and 120")]
    [InlineData("""{ "id": "p_1", "age": 58.5 }""", "$.age", "whole")]
    [InlineData("""{ "id": "p_1", "age": "58" }""", "$.age", "must be a number, not text")]
    [InlineData("""{ "id": "p_1", "age": 58, "restingHr": 20 }""", "$.restingHr", "between 30 and 230")]
    [InlineData("""{ "id": "p_1", "age": 58, "restingHr": 400 }""", "$.restingHr", "between 30 and 230")]
    [InlineData("""{ "id": "p_1", "age": 58, "bodyMassKg": -80 }""", "$.bodyMassKg", "between 20 and 400")]
    [InlineData("""{ "id": "p_1", "age": 58, "bodyMassKg": 1e999 }""", "$.bodyMassKg", "between")]
    [InlineData("""{ "id": "p_1", "age": 58, "age": 60 }""", "$.age", "written twice")]
    [InlineData("""{ "id": "p_1", "born": "2031-01-01" }""", "$.born", "after the day")]
    [InlineData("""{ "id": "p_1", "born": "1890-01-01" }""", "$.born", "impossible age")]
    [InlineData("""{ "id": "p_1", "age": 58, "medications": {} }""", "$.medications", "must be a list, not an object")]
    [InlineData("""{ "id": "p_1", "age": 58, "medications": ["atenolol"] }""", "$.medications[0]", "must be an object, not text")]
    [InlineData("""{ "id": "p_1", "age": 58, "medications": [{}] }""", "$.medications[0].atc", "is missing")]
    [InlineData("""{ "id": "p_1", "age": 58, "medications": [{ "atc": "C07AB03", "startedOn": "01.03.2025" }] }""", "$.medications[0].startedOn", "must be a date")]
    [InlineData("""{ "id": "p_1", "age": 58, "medications": [{ "atc": "C07AB03", "startedOn": "2025-02-30" }] }""", "$.medications[0].startedOn", "must be a date")]
    [InlineData("""{ "id": "p_1", "age": 58, "medications": [{ "atc": "C07AB03", "lastTaken": "2026-03-02T07:00:00" }] }""", "$.medications[0].lastTaken", "time zone")]
    [InlineData("""{ "id": "p_1", "age": 58, "medications": [{ "atc": "C07AB03", "doseMg": -1 }] }""", "$.medications[0].doseMg", "between")]
    [InlineData("""{ "id": "p_1", "age": 58, "conditions": [{}] }""", "$.conditions[0].code", "must name")]
    [InlineData("""{ "id": "p_1", "age": 58, "conditions": [{ "code": "icd", "detectionRate": 5 }] }""", "$.conditions[0].detectionRate", "between")]
    [InlineData("""{ "id": "p_1", "age": 58, "prescription": { "reserveFrom": 0.6, "reserveTo": 0.6 } }""", "$.prescription.reserveFrom", "below reserveTo")]
    [InlineData("""{ "id": "p_1", "age": 58, "prescription": { "reserveTo": 60 } }""", "$.prescription.reserveTo", "between 0.05 and 0.9")]
    [InlineData("""{ "id": "p_1", "age": 58, "prescription": { "rpeTo": 21 } }""", "$.prescription.rpeTo", "between 6 and 17")]
    [InlineData("""{ "id": "p_1", "age": 58, "prescription": { "rpeFrom": 15 } }""", "$.prescription.rpeFrom", "not be above rpeTo")]
    [InlineData("""{ "id": "p_1", "age": 58, "hideHeartRate": "no" }""", "$.hideHeartRate", "true or false")]
    [InlineData("""{ "id": "p_1", "age": 58, "sex": "\ud800" }""", "$.sex", "readable")]
    [InlineData("[]", "$", "must be an object, not a list")]
    [InlineData("", "line 1", "empty")]
    [InlineData(" \r\n ", "line 1", "empty")]
    [InlineData("{ \"id\": \"p_1\",\n  \"age\": NaN }", "line 2", "not JSON")]
    [InlineData("name;age\np_1;58", "line 1", "not JSON")]
    public void A_fault_is_named_with_its_path(string json, string path, string text)
    {
        var reading = ParticipantReader.Read(json, new DateOnly(2026, 3, 2));

        Assert.Null(reading.Participant);
        Assert.Contains(reading.Faults, f => f.Path.StartsWith(path, StringComparison.Ordinal) && f.Text.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_come_at_once() => Assert.Equal(
        ["$.id", "$.age", "$.restingHr", "$.tests[0].peakHr"],
        ParticipantReader.Read("""{ "id": 7, "age": 500, "restingHr": 0, "tests": [{ "peakHr": "high" }] }""").Faults.Select(f => f.Path).Distinct());

    [Theory]
    [InlineData("""{ "id": "p_1", "age": 16 }""", "$.age")]
    [InlineData("""{ "id": "p_1", "age": 58, "restingHr": 118 }""", "$.restingHr")]
    [InlineData("""{ "id": "p_1", "age": 58, "sex": "diverse" }""", "$.sex")]
    [InlineData("""{ "id": "p_1", "age": 30, "born": "1968-01-01" }""", "$.age")]
    [InlineData("""{ "id": "p_1", "age": 58, "tests": [{ "date": "2026-02-09", "restingHr": 90, "peakHr": 80 }] }""", "$.tests[0].peakHr")]
    [InlineData("""{ "id": "p_1", "age": 58, "tests": [{ "date": "2027-02-09", "peakHr": 120 }] }""", "$.tests[0].date")]
    [InlineData("""{ "id": "p_1", "age": 58, "medications": [{ "atc": "C07AB03", "startedOn": "2026-02-01", "stoppedOn": "2026-01-01" }] }""", "$.medications[0].stoppedOn")]
    public void What_is_unusual_is_accepted_with_a_remark(string json, string path)
    {
        var reading = ParticipantReader.Read(json, new DateOnly(2026, 3, 2));

        Assert.NotNull(reading.Participant);
        Assert.Equal(path, Assert.Single(reading.Remarks).Path);
    }

    [Fact]
    public void Huge_and_deep_files_are_refused()
    {
        var deep = $$"""{ "id": "p_1", "age": 58, "x": {{new string('[', 5000)}}{{new string(']', 5000)}} }""";
        var huge = $$"""{ "id": "p_1", "age": 58, "x": "{{new string('x', 2_000_000)}}" }""";
        var many = $$"""{ "id": "p_1", "age": 58, "medications": [{{string.Join(',', Enumerable.Repeat("""{ "atc": "C07AB03" }""", 101))}}] }""";

        Assert.Contains("nested", ParticipantReader.Read(deep).Faults.Single().Text, StringComparison.Ordinal);
        Assert.Contains("longer", ParticipantReader.Read(huge).Faults.Single().Text, StringComparison.Ordinal);
        Assert.Contains("more than 100", ParticipantReader.Read(many).Faults.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_or_scribbled_on_anywhere_never_throws()
    {
        for (var at = 0; at < Contract.Length; at++)
        {
            ParticipantReader.Read(Contract[..at]);
            foreach (var scribble in new[] { '"', '{', ']', '\\', '\0', '\ud800', '-', '9' })
                ParticipantReader.Read(string.Concat(Contract.AsSpan(0, at), [scribble], Contract.AsSpan(at + 1)));
        }
    }
}
