namespace HeartMonitor.Core.Tests.Architecture;

/// <summary>
/// Who may reference whom (aesthetics B2). A project exists to keep one package or operating-system interface from leaking; a new arrow
/// or package is a decision, so it is written here first.
/// </summary>
internal static class Fences
{
    private const string Prefix = "HeartMonitor.";

    private static readonly Dictionary<string, Fence> Allowed = new()
    {
        ["Core"] = new([], []),
        ["DBus"] = new([], []),
        ["Pipeline"] = new(["Core"], ["System.Reactive"]),
        ["Mqtt"] = new(["Core"], ["MQTTnet", "MQTTnet.Server", "Microsoft.Extensions.Logging.Abstractions"]),
        ["Storage"] = new(["Core"], ["Microsoft.Data.Sqlite", "Microsoft.Extensions.Logging.Abstractions"]),
        ["Ble"] = new(["Core", "DBus"], ["System.Reactive", "Microsoft.Extensions.Logging.Abstractions"]),
        ["InTheHand"] = new(["Core"], ["InTheHand.BluetoothLE", "System.Reactive", "Tmds.DBus"]),
        ["InfluxDbClient"] = new(["Core", "Storage"], ["InfluxDB.Client"]),
        ["Research"] = new(["Core"], ["Apache.Arrow", "MathNet.Numerics", "Parquet.Net", "Hl7.Fhir.R4", "ScottPlot"]),
        ["Simulator"] = new(["Core", "DBus"], ["System.Reactive"]),
        ["Simulator.Cli"] = new(["Simulator", "Mqtt", "Storage"], ["MQTTnet", "System.CommandLine"]),
        ["Host"] = new(["Core", "Pipeline", "Mqtt", "Storage", "Ble", "InTheHand", "InfluxDbClient", "Research", "Simulator"], ["Microsoft.AspNetCore.OpenApi", "OpenTelemetry.Exporter.Prometheus.AspNetCore", "OpenTelemetry.Extensions.Hosting", "QRCoder", "System.CommandLine"], "Microsoft.NET.Sdk.Web"),
    };

    /// <summary>One sentence for each reference outside the fences. Tests and benchmarks may reference anything but each other.</summary>
    internal static IReadOnlyList<string> Violations(IEnumerable<ProjectFile> projects) =>
        [.. projects.SelectMany(project => project.IsTest ? OfTest(project) : OfProduct(project))];

    private static IEnumerable<string> OfTest(ProjectFile project) =>
        project.Projects.Where(name => !Allowed.ContainsKey(Short(name))).Select(name => $"{project.Name} references {name}, which is no product project");

    private static IEnumerable<string> OfProduct(ProjectFile project)
    {
        if (!Allowed.TryGetValue(Short(project.Name), out var fence)) return [$"{project.Name} has no fence: say here what it may reference"];

        return project.Projects.Where(name => !fence.Projects.Contains(Short(name))).Select(name => $"{project.Name} -> {name} is no allowed arrow")
            .Concat(project.Packages.Where(name => !fence.Packages.Contains(name)).Select(name => $"{project.Name} references the package {name}"))
            .Concat(project.Sdk == fence.Sdk ? [] : [$"{project.Name} is built with {project.Sdk} and not with {fence.Sdk}"]);
    }

    private static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    private sealed record Fence(string[] Projects, string[] Packages, string Sdk = "Microsoft.NET.Sdk");
}
