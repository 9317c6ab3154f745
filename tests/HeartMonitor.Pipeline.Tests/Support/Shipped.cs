using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>The configuration that ships, and people to try it on.</summary>
internal static class Shipped
{
    private static readonly MedicationCatalogue Medications = MedicationCatalogueReader.Read(Text("medications.json"), Text("texts.en.json")).Catalogue!;

    internal static EngineSetup Setup { get; } = new(
        AlarmCatalogueReader.Read(Text("alarms.json")).Catalogue!,
        (participant, checkIn, on, at) => MonitoringPlanner.Plan(participant, checkIn, on, at, Medications, PlannerOptions.Default));

    internal static Participant InZones(string id = "p_zones") => new() { Id = id, Age = 34, RestingHr = 72, BodyMassKg = 70 };

    internal static Participant OnMetoprolol(string id = "p_meto") => InZones(id) with { Medications = [new() { Atc = "C07AB02", Name = "metoprolol" }] };

    internal static IEnumerable<string> ScenarioFiles => Directory.EnumerateFiles(Folder("scenarios"), "*.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder("scenarios"), file)).Order(StringComparer.Ordinal);

    internal static string Scenario(string name) => File.ReadAllText(Path.Combine(Folder("scenarios"), name));

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder("config"), name));

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
