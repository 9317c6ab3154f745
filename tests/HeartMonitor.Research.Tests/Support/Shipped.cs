using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Research.Tests.Support;

/// <summary>The configuration that ships, and the stories.</summary>
internal static class Shipped
{
    private static readonly PlannerOptions Planner = PlannerOptionsReader.Read(Text("planner.json")).Options!;

    internal static EngineSetup Setup { get; } = In("en");

    internal static IEnumerable<string> ScenarioFiles => Directory.EnumerateFiles(Folder("scenarios"), "*.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder("scenarios"), file)).Order(StringComparer.Ordinal);

    internal static Scenario Scenario(string name) => ScenarioReader.Read(File.ReadAllText(Path.Combine(Folder("scenarios"), name))).Scenario!;

    private static EngineSetup In(string language)
    {
        var medications = MedicationCatalogueReader.Read(Text("medications.json"), Text($"texts.{language}.json")).Catalogue!;
        return new(
            AlarmCatalogueReader.Read(Text("alarms.json")).Catalogue!,
            (participant, checkIn, on, at) => MonitoringPlanner.Plan(participant, checkIn, on, at, medications, Planner),
            Language: language)
        {
            Planner = Planner,
            Activities = ActivityTableReader.Read(Text("activities.json")).Table!,
            Straps = StrapCatalogueReader.Read(Text("straps.json")).Catalogue!,
            Words = medications.Texts.Staff,
            InLanguage = In,
        };
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder("config"), name));

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
