using System.Text.Json.Nodes;
using HeartMonitor.Host.Verbs;
using Xunit;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary><c>monitor check-config</c>: absolute bounds refuse, recommended bounds warn.</summary>
public sealed class CheckConfigVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hrm-check-").FullName;

    public CheckConfigVerbTests()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "config")))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_ships_is_fine_without_a_word_of_warning() => Assert.Equal((0, ""), Check(text => text));

    [Fact]
    public void A_number_outside_the_recommended_is_fine_with_a_warning() => Assert.Equal(
        (0, "alarms.json: warning: alerts.hr-ceiling.onDelaySeconds: 45 is outside the recommended 10 to 30\n"),
        Check(text => WithDelay(text, 45)));

    [Fact]
    public void A_number_outside_the_allowed_is_refused() => Assert.Equal(
        (78, "alarms.json: alerts.hr-ceiling.onDelaySeconds: 90 is outside 5 to 60\n"),
        Check(text => WithDelay(text, 90)));

    [Fact]
    public void A_sensor_may_be_named_by_a_product_that_the_straps_file_knows() => Assert.Equal(
        (0, ""), Check(WithSensor("Polar OH1"), "people.json"));

    [Fact]
    public void A_product_that_nobody_knows_is_refused_and_the_known_ones_are_named()
    {
        var (code, errors) = Check(WithSensor("Polar X1"), "people.json");

        Assert.Equal(78, code);
        Assert.StartsWith("people.json[0].sensor: must be chest or optical, or a product of straps.json (Polar H10, Polar H9, ", errors, StringComparison.Ordinal);
        Assert.EndsWith("WHOOP), or be left out\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_straps_file_is_told_and_no_product_is_blamed_for_it()
    {
        Change(WithSensor("Polar X1"), "people.json");

        Assert.Equal(
            (78, "straps.json: classes.optical.wornByPattern: an optical sensor cannot tell that it was taken off; this must stay true\n"),
            Check(text => text.Replace("\"wornByPattern\": true", "\"wornByPattern\": false", StringComparison.Ordinal), "straps.json"));
    }

    [Fact]
    public void The_numbers_of_the_planner_are_bounded_too()
    {
        Assert.Equal(
            (0, "planner.json: warning: rules.feverCelsius: 38.5 is outside the recommended 37.5 to 38\n"),
            Check(text => text.Replace("\"feverCelsius\": 38", "\"feverCelsius\": 38.5", StringComparison.Ordinal), "planner.json"));
        Assert.Equal(
            (78, "planner.json: planner.rules.feverCelsius: must lie between 37 and 38.5 degrees Celsius\n"),
            Check(text => text.Replace("\"feverCelsius\": 38.5", "\"feverCelsius\": 39", StringComparison.Ordinal), "planner.json"));
    }

    private static Func<string, string> WithSensor(string sensor) => text =>
    {
        var root = JsonNode.Parse(text)!;
        root[0]!["sensor"] = sensor;
        return root.ToJsonString();
    };

    private static string WithDelay(string text, int seconds)
    {
        var root = JsonNode.Parse(text)!;
        root["alerts"]!["hr-ceiling"]!["onDelaySeconds"] = seconds;
        return root.ToJsonString();
    }

    private void Change(Func<string, string> change, string file)
    {
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, change(File.ReadAllText(path)));
    }

    private (int Code, string Errors) Check(Func<string, string> change, string file = "alarms.json")
    {
        Change(change, file);
        using var output = new StringWriter();
        using var error = new StringWriter { NewLine = "\n" };
        return (CheckConfigVerb.Run(_folder, new Dictionary<string, string?>(), output, error), error.ToString());
    }
}
