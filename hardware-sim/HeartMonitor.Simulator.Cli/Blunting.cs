using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Simulator.Cli;

/// <summary>
/// Whether a medicine or condition keeps somebody's heart rate down: the judgement of the shipped rules, so that a story's hearts are the same
/// here and in the service.
/// </summary>
internal sealed class Blunting
{
    private readonly MedicationCatalogue _medications;
    private readonly PlannerOptions _planner;
    private readonly DateOnly _today;

    private Blunting(MedicationCatalogue medications, PlannerOptions planner, DateOnly today) => (_medications, _planner, _today) = (medications, planner, today);

    /// <exception cref="InvalidOperationException">The rules beside the program are not those that shipped with it.</exception>
    internal static Blunting Shipped(DateOnly today)
    {
        var (medications, planner) = (MedicationCatalogueReader.Read(Text("medications.json"), Text("texts.en.json")), PlannerOptionsReader.Read(Text("planner.json")));
        return medications.Catalogue is { } catalogue && planner.Options is { } options
            ? new(catalogue, options, today)
            : throw new InvalidOperationException("The rules in the folder config beside the program cannot be read.");
    }

    internal bool Of(Participant person) => MonitoringPlanner.Plan(person, CheckIn.Nothing, _today, null, _medications, _planner).Facts.Blunted;

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", name));
}
