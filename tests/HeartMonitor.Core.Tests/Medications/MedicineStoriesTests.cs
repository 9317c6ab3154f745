using System.Text.Json;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Adding a medicine is one entry and one scenario, no C#: every entry has its stories, and an entry is all it takes.</summary>
public sealed class MedicineStoriesTests
{
    private const string Folder = "scenarios/medicines";

    public static TheoryData<string> Groups() => [.. Shipped.Catalogue.Medications.Select(m => m.Group).Distinct()];

    public static TheoryData<string> Conditions()
    {
        using var document = JsonDocument.Parse(Shipped.Medicines);
        return [.. document.RootElement.GetProperty("conditions").EnumerateArray().Select(c => c.GetProperty("code").GetString()!)];
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_group_of_medicines_has_a_story_where_it_acts_and_one_where_it_is_silent(string group)
    {
        Assert.Contains(Read($"{group}-acts").Participant.Medications, entry => Shipped.Catalogue.Classify(entry).Known?.Group == group);
        Assert.Contains(Read($"{group}-silent").Participant.Medications, entry => Shipped.Catalogue.Classify(entry).Known?.Group == group);
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Every_condition_has_a_story(string code) => Assert.Contains(Read($"condition-{code}").Participant.Conditions, c => c.Code == code);

    [Fact]
    public void Every_story_of_this_folder_belongs_to_a_group_or_a_condition()
    {
        string[] known = [.. Groups().SelectMany(row => new[] { $"{row.Data}-acts", $"{row.Data}-silent" }), .. Conditions().Select(row => $"condition-{row.Data}")];

        Assert.Equal(
            known.Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, Folder)).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    /// <summary>A medicine nobody has heard of, added to the text of the catalogue while the program runs: known by code and name, acting, and silent when stopped.</summary>
    [Fact]
    public void A_medicine_added_to_the_catalogue_is_planned_with_at_once()
    {
        const string Entry = """
            { "id": "new-ones", "name": "new one", "class": "blunts", "source": "a label", "evidence": "a label",
              "medicines": [ { "name": "zorblaxine", "atc": ["C99ZZ01"], "halfLifeHours": [40, 48], "substances": ["zorblax"] } ] },
            """;
        var more = MedicationCatalogueReader.Read(Shipped.Medicines.Replace("\"groups\": [", $"\"groups\": [ {Entry}", StringComparison.Ordinal), Shipped.Texts).Catalogue!;

        Assert.Equal(["medication-unknown"], Plan(Shipped.Catalogue, People.Takes("C99ZZ01")).Reasons.Codes());
        Assert.Equal("zorblaxine blunts heart rate", Assert.Single(Plan(more, People.Takes("C99ZZ01")).Reasons).Text);
        Assert.Equal("zorblaxine blunts heart rate", Assert.Single(Plan(more, People.Takes(null, "Zorblaxin 5 mg")).Reasons).Text);
        Assert.Equal(["medication-recent-stop"], Plan(more, People.Takes("C99ZZ01") with { StoppedOn = People.Monday.AddDays(-10) }).Reasons.Codes());
        Assert.Equal(MonitoringMode.Zones, Plan(more, People.Takes("C99ZZ01") with { StoppedOn = People.Monday.AddDays(-11) }).Mode);
    }

    [Fact]
    public void And_a_story_is_played_with_it()
    {
        const string Entry = """{ "id": "n", "name": "n", "class": "minor", "source": "s", "evidence": "e", "medicines": [ { "name": "zorblaxine", "atc": ["C99ZZ01"] } ] },""";
        var more = MedicationCatalogueReader.Read(Shipped.Medicines.Replace("\"groups\": [", $"\"groups\": [ {Entry}", StringComparison.Ordinal), Shipped.Texts).Catalogue!;
        var story = Read("everyday-other-acts");
        story = story with { Inputs = [.. story.Inputs.Select(i => i.Fact is SessionStarted start ? i with { Fact = start with { Participant = story.Participant with { Medications = [People.Takes("C99ZZ01")] } } } : i)] };

        var setup = new EngineSetup(Support.Shipped.Alarms, (person, checkIn, on, at) => MonitoringPlanner.Plan(person, checkIn, on, at, more, PlannerOptions.Default));
        Assert.All(ScenarioVerdict.Judge(story, ScenarioRun.Play(story, setup)), verdict => Assert.True(verdict.IsMet, verdict.Line));
        Assert.Contains(ScenarioVerdict.Judge(story, ScenarioRun.Play(story, Support.Shipped.Setup)), verdict => !verdict.IsMet);
    }

    private static MonitoringPlan Plan(MedicationCatalogue catalogue, MedicationEntry entry) =>
        MonitoringPlanner.Plan(People.Someone(34, 72, entry), CheckIn.Nothing, People.Monday, null, catalogue, PlannerOptions.Default);

    private static Scenario Read(string name)
    {
        var (scenario, fault) = ScenarioReader.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Folder, name + ".json")));
        Assert.True(scenario is not null, $"{name}: {fault}");
        return scenario;
    }
}
