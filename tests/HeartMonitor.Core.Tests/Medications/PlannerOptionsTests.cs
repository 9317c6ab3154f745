using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary><c>config/planner.json</c>: the planner's numbers are configuration with two rings of bounds.</summary>
public sealed class PlannerOptionsTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Shipped.Directory, "planner.json"));

    public static TheoryData<string> Numbers() => [.. PlannerNumber.All.Select(n => n.Name)];

    [Fact]
    public void What_ships_is_the_defaults_and_nothing_to_warn_of()
    {
        var (options, faults) = PlannerOptionsReader.Read(Text);

        Assert.Empty(faults);
        Assert.Empty(options!.Warnings);
        Assert.Equal(PlannerOptions.Default, options with { Version = PlannerOptions.Default.Version, Warnings = PlannerOptions.Default.Warnings });
    }

    [Fact]
    public void Every_number_of_the_planner_stands_in_the_file_and_has_bounds()
    {
        var properties = typeof(PlannerOptions).GetProperties().Where(p => p.PropertyType == typeof(int) || p.PropertyType == typeof(double))
            .Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(properties, PlannerNumber.All.Select(n => n.Name).Order(StringComparer.Ordinal));
        Assert.Equal(properties, Rules(JsonNode.Parse(Text)!).Select(r => r.Key).Where(k => !k.StartsWith("predictedMaximum", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_outside_the_allowed_is_refused_and_one_outside_the_recommended_is_warned_of(string name)
    {
        var number = PlannerNumber.All.Single(n => n.Name == name);
        var step = number.IsWhole ? 1 : 0.01;
        var bounds = number.Bounds;
        foreach (var outside in new[] { bounds.AbsoluteFrom - step, bounds.AbsoluteTo + step })
            Assert.Contains(PlannerOptionsReader.Read(With(name, outside)).Faults, f => f.StartsWith($"planner.rules.{name}: must lie between", StringComparison.Ordinal));
        foreach (var (odd, isOdd) in new[] { (bounds.AbsoluteFrom, bounds.AbsoluteFrom < bounds.RecommendedFrom), (bounds.AbsoluteTo, bounds.AbsoluteTo > bounds.RecommendedTo) })
        {
            var (options, faults) = PlannerOptionsReader.Read(With(name, odd));
            Assert.DoesNotContain(faults, f => f.Contains(name + ": must lie", StringComparison.Ordinal));
            if (options is not null) Assert.Equal(isOdd, options.Warnings.Any(w => w.StartsWith($"rules.{name}: ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void What_is_recommended_lies_within_what_is_allowed_and_holds_the_default() => Assert.All(PlannerNumber.All, number =>
    {
        var bounds = number.Bounds;
        Assert.True(bounds.AbsoluteFrom <= bounds.RecommendedFrom && bounds.RecommendedFrom <= bounds.RecommendedTo && bounds.RecommendedTo <= bounds.AbsoluteTo, number.Name);
        Assert.False(bounds.Remarks(number.Of(PlannerOptions.Default)), number.Name);
    });

    [Theory]
    [InlineData("reserveFrom", 0.60, "reserveFrom must be below reserveTo")]
    [InlineData("rpeFrom", 13, null)]
    [InlineData("rpeTo", 10, "rpeFrom must not be above rpeTo")]
    [InlineData("highestCardiacRpe", 13, null)]
    [InlineData("restClinicianAboveBpm", 110, null)]
    [InlineData("restRefusedAboveBpm", 119, "baselineHighestBpm must not be above restRefusedAboveBpm")]
    [InlineData("restClinicianBelowBpm", 51, "restClinicianBelowBpm must not be above restClinicianBelowWithPairBpm")]
    [InlineData("ceilingBluntedAboveRestBpm", 44, "warningBluntedAboveRestBpm must be below ceilingBluntedAboveRestBpm by warningBelowCeilingBpm")]
    [InlineData("closePromptSeconds", 301, "closePromptSeconds must not be above promptSeconds")]
    [InlineData("onDrugZonesPromptSeconds", 299, "promptSeconds must not be above onDrugZonesPromptSeconds")]
    public void Numbers_that_do_not_go_together_are_refused(string name, double value, string? fault) =>
        Assert.Equal(fault is null ? [] : [$"planner.rules: {fault}"], PlannerOptionsReader.Read(With(name, value)).Faults);

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("{ not json", "line 1, position 3: this is not JSON, or it is nested too deeply")]
    [InlineData("[]", "planner: must be an object, not a list")]
    [InlineData("""{ "version": "1" }""", "planner.rules: is missing")]
    [InlineData("""{ "rules": { "titrationDays": 14 } }""", "planner.version: is missing")]
    [InlineData("""{ "version": "1", "rules": {} }""", "planner.rules: is empty: leave it out or fill it")]
    [InlineData("""{ "version": "1", "rules": null }""", "planner.rules: is missing")]
    [InlineData("""{ "version": "1", "rules": { "titrationDays": null } }""", "planner.rules.titrationDays: is null: leave it out or fill it")]
    [InlineData("""{ "version": null, "rules": { "titrationDays": 14 } }""", "planner.version: is missing")]
    [InlineData("""{ "version": "1", "rules": { "titrationDays": [] } }""", "planner.rules.titrationDays: must be a number, not a list")]
    [InlineData("""{ "version": "1", "rules": { "feverCelcius": 38 } }""", "planner.rules.feverCelcius: is not known; feverCelsius is meant?")]
    [InlineData("""{ "version": "1", "rules": { "windows": 3 } }""", "planner.rules.windows: is not known")]
    [InlineData("""{ "version": "1", "rules": { "titrationDays": 14.5 } }""", "planner.rules.titrationDays: must be a whole number")]
    [InlineData("""{ "version": "1", "rules": { "titrationDays": "14" } }""", "planner.rules.titrationDays: must be a number, not text")]
    [InlineData("""{ "version": "1", "rules": { "predictedMaximum": "brawner" } }""", "planner.rules.predictedMaximum: must be one of tanaka, fox, gellish, gulati, nes, sydo")]
    public void A_file_that_is_wrong_is_refused_by_name(string text, string fault) => Assert.Equal([fault], PlannerOptionsReader.Read(text).Faults);

    [Fact]
    public void A_changed_number_is_another_version_and_another_plan()
    {
        var (later, _) = PlannerOptionsReader.Read(With("betaBlockerWindowDays", 21));
        var stopped = People.Someone(58, 60, People.Takes("C07AB03") with { StoppedOn = People.Monday.AddDays(-18) });

        Assert.NotEqual(PlannerOptionsReader.Read(Text).Options!.Version, later!.Version);
        Assert.Equal(MonitoringMode.Zones, Plan(stopped, PlannerOptions.Default).Mode);
        Assert.Equal(MonitoringMode.Rpe, Plan(stopped, later).Mode);
    }

    /// <summary>One case a number that no other test moves: it is read, and it decides.</summary>
    [Theory]
    [InlineData("restRefusedAboveBpm", 110, "zones", "hold")]
    [InlineData("smallestReserveBpm", 40, "zones", "rpe")]
    [InlineData("zonesFromAgeYears", 16, "rpe", "zones")]
    public void A_number_decides(string name, double value, string before, string after)
    {
        var person = name switch
        {
            "restRefusedAboveBpm" => People.Someone(40, 112),
            "smallestReserveBpm" => People.Someone(80, 100) with { Tests = [new ExerciseTest { Date = People.Monday.AddDays(-9), PeakHr = 138, SignedBy = "dr_a" }], Prescription = new() { HrCeiling = 140 } },
            _ => People.Someone(16, 66),
        };
        var options = PlannerNumber.All.Single(n => n.Name == name).With(PlannerOptions.Default, value);

        Assert.Equal((before, after), (KebabCase.Of(Plan(person, PlannerOptions.Default).Mode), KebabCase.Of(Plan(person, options).Mode)));
    }

    [Fact]
    public void A_prescription_that_leaves_a_member_out_has_the_clinic_s_own_default()
    {
        var person = People.Someone(40, 60) with { Prescription = new() { ReserveTo = 0.65 } };
        var plan = Plan(person, PlannerOptions.Default with { ReserveFrom = 0.5, RpeFrom = 9, RpeTo = 12 });

        Assert.Equal((120, 138, 9, 12), ((int)plan.Zone!.From, (int)plan.Zone.Below, plan.Rpe.From, plan.Rpe.To));
    }

    [Fact]
    public void The_shipped_file_keeps_to_its_schema_and_the_schema_has_the_bounds_of_the_code()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shipped.Directory, "planner.schema.json")));
        using var file = JsonDocument.Parse(Text);
        Assert.Empty(SchemaCheck.Faults(file.RootElement, schema.RootElement, schema.RootElement, "$"));

        var rules = schema.RootElement.GetProperty("properties").GetProperty("rules").GetProperty("properties");
        Assert.All(PlannerNumber.All, number =>
        {
            var told = rules.GetProperty(number.Name);
            Assert.Equal(
                (number.Bounds.AbsoluteFrom, number.Bounds.AbsoluteTo, number.IsWhole ? "integer" : "number"),
                (told.GetProperty("minimum").GetDouble(), told.GetProperty("maximum").GetDouble(), told.GetProperty("type").GetString()));
        });
    }

    private static MonitoringPlan Plan(Participant person, PlannerOptions options) =>
        MonitoringPlanner.Plan(person, CheckIn.Nothing, People.Monday, null, Shipped.Catalogue, options);

    private static string With(string name, double value)
    {
        var file = JsonNode.Parse(Text)!;
        file["rules"]![name] = JsonNode.Parse(value.ToString("R", CultureInfo.InvariantCulture));
        return file.ToJsonString();
    }

    private static JsonObject Rules(JsonNode file) => file["rules"]!.AsObject();
}
