using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Tests.Support;

/// <summary>The configuration that ships, as the tests see it.</summary>
internal static class Shipped
{
    internal static AlarmCatalogue Alarms { get; } = AlarmCatalogueReader.Read(Text("alarms.json")).Catalogue!;

    internal static MedicationCatalogue Medications { get; } =
        MedicationCatalogueReader.Read(Text("medications.json"), Text("texts.en.json")).Catalogue!;

    internal static ActivityTable Activities { get; } = ActivityTableReader.Read(Text("activities.json")).Table!;

    internal static PlannerOptions Planner { get; } = PlannerOptionsReader.Read(Text("planner.json")).Options!;

    internal static StrapCatalogue Straps { get; } = StrapCatalogueReader.Read(Text("straps.json")).Catalogue!;

    internal static EngineSetup Setup { get; } = In("en");

    internal static EngineSetup German { get; } = In("de");

    internal static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", name));

    internal static IEnumerable<string> ScenarioFiles =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "scenarios"), "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "scenarios"), file)).Order(StringComparer.Ordinal);

    internal static string Scenario(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "scenarios", name));

    private static EngineSetup In(string language)
    {
        var medications = language == "en" ? Medications : MedicationCatalogueReader.Read(Text("medications.json"), Text($"texts.{language}.json")).Catalogue!;
        return new(Alarms, (participant, checkIn, on, at) => MonitoringPlanner.Plan(participant, checkIn, on, at, medications, Planner), Language: language)
        {
            Planner = Planner,
            Activities = Activities,
            Straps = Straps,
            Words = medications.Texts.Staff,
            InLanguage = other => other == "de" ? German : null,
        };
    }
}
