using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>The configuration that ships, and people to try it on.</summary>
internal static class Shipped
{
    internal static PlannerOptions Planner { get; } = PlannerOptionsReader.Read(Text("planner.json")).Options!;

    internal static EngineSetup Setup { get; } = In("en");

    internal static Participant InZones(string id = "p_zones") => new() { Id = id, Age = 34, RestingHr = 72, BodyMassKg = 70 };

    internal static Participant OnMetoprolol(string id = "p_meto") => InZones(id) with { Medications = [new() { Atc = "C07AB02", Name = "metoprolol" }] };

    internal static IEnumerable<string> ScenarioFiles => Directory.EnumerateFiles(Folder("scenarios"), "*.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder("scenarios"), file)).Order(StringComparer.Ordinal);

    internal static string Scenario(string name) => File.ReadAllText(Path.Combine(Folder("scenarios"), name));

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
