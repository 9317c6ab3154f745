using System.Text.Json;
using HeartMonitor.Host.Verbs;
using Xunit;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary><c>monitor plan</c> with real files.</summary>
public sealed class PlanVerbTests : IDisposable
{
    private const string Atenolol = """
        { "id": "p_07", "age": 58, "sex": "male", "bodyMassKg": 82, "restingHr": 56,
          "medications": [ { "atc": "C07AB03", "name": "atenolol", "doseMg": 50, "startedOn": "2025-03-01",
                             "changedOn": null, "stoppedOn": null, "asNeeded": false, "lastTaken": "2026-03-02T07:00:00Z" } ],
          "conditions": [ { "code": "coronary-disease" } ],
          "tests": [ { "date": "2026-02-09", "onMedication": true, "restingHr": 56, "peakHr": 122, "peakMet": 6.5,
                       "hoursAfterDose": 2.5, "signedBy": "dr_a" } ],
          "prescription": { "scheme": "acsm", "reserveFrom": 0.40, "reserveTo": 0.60, "rpeFrom": 11, "rpeTo": 13,
                            "hrCeiling": null, "zonesFromOnDrugTest": false, "programme": "depression",
                            "sessionsPerWeek": 4, "minutes": 40 },
          "hideHeartRate": false }
        """;

    private static readonly string Config = Path.Combine(AppContext.BaseDirectory, "config");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plan-verb-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_contracts_example_comes_out_as_the_contract_prints_it()
    {
        Assert.Equal(0, Run(Atenolol, new DateOnly(2026, 3, 2)));

        const string Expected = """
            {"participant":"p_07","mode":"rpe","zone":null,"ceiling":{"warn":107,"alarm":112},"rpe":{"from":11,"to":13},"promptEverySeconds":300,"reasons":[{"code":"medication-blunts","subject":"C07AB03","text":"atenolol blunts heart rate","source":"domain-facts 3.3"}],"notes":[
            """;
        Assert.StartsWith(Expected.Trim(), _output.ToString(), StringComparison.Ordinal);
        Assert.Single(_output.ToString().TrimEnd().Split('\n'));
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void A_zone_is_printed_with_its_maximum()
    {
        Assert.Equal(0, Run("""{ "id": "p_1", "age": 34, "restingHr": 72 }""", null));

        using var plan = JsonDocument.Parse(_output.ToString());
        Assert.Equal("""{"from":116.88,"below":139.32,"method":"karvonen","maximalHr":{"bpm":184.2,"equation":"tanaka"}}""", plan.RootElement.GetProperty("zone").GetRawText());
        Assert.Equal(JsonValueKind.Null, plan.RootElement.GetProperty("promptEverySeconds").ValueKind);
    }

    [Theory]
    [InlineData(28, "zones"), InlineData(27, "rpe")]
    public void Without_a_date_today_is_taken_from_the_clock(int day, string mode)
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(0, Run("""{ "id": "p_1", "age": 34, "restingHr": 72, "medications": [{ "atc": "C07AB02", "stoppedOn": "2026-03-13" }] }""", null, clock));

        Assert.Contains($"\"mode\":\"{mode}\"", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_a_file_are_printed_with_its_name_and_their_place()
    {
        Assert.Equal(1, Run("""{ "id": "p_1", "age": 300, "prescription": { "rpeTo": 25 } }""", null));

        Assert.Empty(_output.ToString());
        Assert.Contains("person.json: $.age: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("person.json: $.prescription.rpeTo: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1"), InlineData("{ \"id\":\n\n oops", "line 3")]
    public void An_empty_or_broken_file_is_a_failed_check_that_names_the_line(string text, string place)
    {
        Assert.Equal(1, Run(text, null));
        Assert.Contains($"person.json: {place}", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_wrong_usage()
    {
        Assert.Equal(2, PlanVerb.Run(Path.Combine(_folder.FullName, "none.json"), null, Config, TimeProvider.System, _output, _error));
        Assert.Contains("none.json: there is no such file", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_catalogue_is_refused_with_all_its_faults()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "medications.json"), """{ "groups": [{ "class": "numbs" }] }""");
        File.Copy(Path.Combine(Config, "texts.en.json"), Path.Combine(_folder.FullName, "texts.en.json"));
        var file = Write(Atenolol);

        Assert.Equal(78, PlanVerb.Run(file, null, _folder.FullName, TimeProvider.System, _output, _error));
        Assert.Contains("medications.groups[0].class", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("medications.version", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_catalogue_is_refused() =>
        Assert.Equal(78, PlanVerb.Run(Write(Atenolol), null, _folder.FullName, TimeProvider.System, _output, _error));

    [Theory]
    [InlineData("0001-01-01"), InlineData("9999-12-31")]
    public void The_ends_of_the_calendar_are_days_like_others_and_dates_that_cannot_be_are_named(string date)
    {
        var on = DateOnly.Parse(date, global::System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(0, Run("""{ "id": "p_07", "age": 58, "restingHr": 56, "medications": [ { "atc": "C07AB03" } ] }""", on));
        Assert.Equal(1, Run(Atenolol, on));
        Assert.Matches("startedOn: lies more than a year ahead|date: lies before birth", _error.ToString());
    }

    [Fact]
    public void What_is_unusual_is_said_beside_the_plan()
    {
        Assert.Equal(0, Run("""{ "id": "p_1", "age": 15, "restingHr": 72 }""", null));
        Assert.Contains("please check", _error.ToString(), StringComparison.Ordinal);
    }

    private int Run(string json, DateOnly? on, TimeProvider? time = null) => PlanVerb.Run(Write(json), on, Config, time ?? TimeProvider.System, _output, _error);

    private string Write(string json)
    {
        var file = Path.Combine(_folder.FullName, "person.json");
        File.WriteAllText(file, json);
        return file;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
