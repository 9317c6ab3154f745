using System.Globalization;
using System.Text.Json;
using HeartMonitor.Host.Verbs;
using Xunit;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary><c>monitor hrv</c> as contracts 1 and 5 promise it.</summary>
public sealed class HrvVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrv");
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Intervals_give_one_json_object_on_one_line()
    {
        Assert.Equal(0, Run("800\n810\n790\n820\n805\n"));

        Assert.Empty(_error.ToString());
        Assert.Equal(1, _output.ToString().Count(c => c == '\n'));
        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal(
            ["beats", "meanRrMs", "rmssdMs", "sdnnMs", "pnn50Percent", "dfaAlpha1", "artefacts", "corrected", "reasons"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(20.1556, json.RootElement.GetProperty("rmssdMs").GetDouble());
    }

    [Fact]
    public void A_decimal_comma_in_the_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(0, Run("rr_ms\n800.5\n810\n790\n"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("\"meanRrMs\":800.1667,", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("\n \n", "line 1")]
    [InlineData("time_s,hr_bpm\n0,80\n", "line 1")]
    [InlineData("800\n0\n", "line 2")]
    [InlineData("0.8\n0.9\n", "line 1")]
    public void A_file_with_something_else_fails_and_names_file_and_line(string text, string line)
    {
        Assert.Equal(1, Run(text));

        Assert.Empty(_output.ToString());
        Assert.Contains("rest.csv, " + line, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_wrong_usage()
    {
        Assert.Equal(2, Verb.Run(Path.Combine(_folder.FullName, "none.csv"), new()));
        Assert.Contains("none.csv: there is no such file", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file() => Assert.Equal(1, Verb.Run(_folder.FullName, new()));

    [Theory]
    [InlineData("""{ "code": "atrial-fibrillation" }""", "irregular by nature")]
    [InlineData("""{ "code": "pacemaker", "mode": "DDDR", "upperRate": 130 }""", "a pacemaker sets the rate")]
    [InlineData("""{ "code": "heart-transplant" }""", "transplanted heart")]
    public void A_heart_that_makes_the_figures_meaningless_gets_none_and_the_reason(string condition, string reason)
    {
        Assert.Equal(0, Run("800\n810\n790\n820\n805\n", new(Participant(condition), ConfigFolder: Config)));

        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal(
            ["beats", "meanRrMs", "rmssdMs", "sdnnMs", "pnn50Percent", "dfaAlpha1", "artefacts", "corrected", "reasons"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(5, json.RootElement.GetProperty("beats").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("rmssdMs").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("corrected").GetProperty("dfaAlpha1").ValueKind);
        Assert.Contains(reason, json.RootElement.GetProperty("reasons").GetProperty("rmssdMs").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "code": "atrial-fibrillation", "present": false }""")]
    [InlineData("""{ "code": "depression" }""")]
    public void Another_heart_gets_what_it_gets_without_a_word_about_it(string condition)
    {
        Assert.Equal(0, Run("800\n810\n790\n820\n805\n"));
        var without = _output.ToString();
        _output.GetStringBuilder().Clear();

        Assert.Equal(0, Run("800\n810\n790\n820\n805\n", new(Participant(condition), "chest", Config)));
        Assert.Equal(without, _output.ToString());
    }

    [Theory]
    [InlineData("optical", "the sensor smooths its intervals: they are no beats")]
    [InlineData("Polar OH1 1234ABCD", "the sensor smooths its intervals: they are no beats")]
    [InlineData("Polar H10", null)]
    [InlineData("chest", null)]
    public void A_sensor_that_smooths_its_intervals_gives_no_figure(string sensor, string? reason)
    {
        Assert.Equal(0, Run("800\n810\n790\n820\n805\n", new(Sensor: sensor, ConfigFolder: Config)));

        using var json = JsonDocument.Parse(_output.ToString());
        Assert.Equal(reason is null, json.RootElement.GetProperty("rmssdMs").ValueKind == JsonValueKind.Number);
        Assert.Equal(reason, json.RootElement.GetProperty("reasons").TryGetProperty("rmssdMs", out var said) ? said.GetString() : null);
    }

    [Fact]
    public void A_sensor_that_nobody_knows_is_wrong_usage_and_the_known_ones_are_named()
    {
        Assert.Equal(2, Run("800\n810\n", new(Sensor: "Pola H10", ConfigFolder: Config)));

        Assert.Empty(_output.ToString());
        Assert.Contains("--sensor: must be chest or optical, or a product of straps.json (Polar H10,", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_participant_file_with_faults_fails_and_a_missing_one_is_wrong_usage()
    {
        Assert.Equal(1, Run("800\n810\n", new(Participant("""{ "code": 7 }"""), ConfigFolder: Config)));
        Assert.Equal(2, Run("800\n810\n", new("none.json", ConfigFolder: Config)));
        Assert.Equal(78, Run("800\n810\n", new(Participant("""{ "code": "depression" }"""), ConfigFolder: _folder.FullName)));
        Assert.Empty(_output.ToString());
        Assert.Contains("none.json: there is no such file", _error.ToString(), StringComparison.Ordinal);
    }

    private static string Config => Path.Combine(AppContext.BaseDirectory, "config");

    private HrvVerb Verb => new(_output, _error, TimeProvider.System);

    private string Participant(string condition)
    {
        var file = Path.Combine(_folder.FullName, "person.json");
        File.WriteAllText(file, $$"""{ "id": "p_07", "age": 58, "restingHr": 56, "conditions": [ {{condition}} ] }""");
        return file;
    }

    private int Run(string text, HrvSubject? subject = null)
    {
        var file = Path.Combine(_folder.FullName, "rest.csv");
        File.WriteAllText(file, text);
        return Verb.Run(file, subject ?? new());
    }
}
