using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace HeartMonitor.Core.Tests.Architecture;

/// <summary>The project files and the sources keep to <see cref="Fences"/>, and a breach of each kind is really seen.</summary>
public sealed partial class FenceTests
{
    /// <summary>Namespaces that only the named projects may use, however they would get at them: packages flow through references.</summary>
    private static readonly Dictionary<string, string[]> Leaks = new()
    {
        ["MathNet.Numerics"] = ["Research"],
        ["Hl7.Fhir"] = ["Research"],
        ["MQTTnet"] = ["Mqtt", "Simulator.Cli"],
        ["Microsoft.Data.Sqlite"] = ["Storage"],
        ["System.Reactive.Linq"] = ["Pipeline", "Simulator", "Ble", "InTheHand"],
        ["System.Reactive.Subjects"] = ["Pipeline", "Simulator", "Ble"],
        ["Microsoft.AspNetCore"] = ["Host"],
    };

    [Fact]
    public void Projects_reference_only_what_their_fence_allows() => Repository.AssertNone(Fences.Violations(ProjectFile.All()));

    [Fact]
    public void Every_room_of_the_house_is_there()
    {
        var names = ProjectFile.All().Select(project => project.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "HeartMonitor.Core", "HeartMonitor.DBus", "HeartMonitor.Pipeline", "HeartMonitor.Mqtt", "HeartMonitor.Storage", "HeartMonitor.Research", "HeartMonitor.Host", "HeartMonitor.Simulator" },
            names);
    }

    [Theory]
    [InlineData("src/HeartMonitor.Core/HeartMonitor.Core.csproj", "<PackageReference Include='Newtonsoft.Json' />")]
    [InlineData("src/HeartMonitor.Core/HeartMonitor.Core.csproj", "<ProjectReference Include='../HeartMonitor.Storage/HeartMonitor.Storage.csproj' />")]
    [InlineData("src/HeartMonitor.Core/HeartMonitor.Core.csproj", "<FrameworkReference Include='Microsoft.AspNetCore.App' />")]
    [InlineData("src/HeartMonitor.Mqtt/HeartMonitor.Mqtt.csproj", @"<ProjectReference Include='..\HeartMonitor.Pipeline\HeartMonitor.Pipeline.csproj' />")]
    [InlineData("src/HeartMonitor.Mqtt/HeartMonitor.Mqtt.csproj", "<PackageReference Include='System.Reactive' />")]
    [InlineData("src/HeartMonitor.DBus/HeartMonitor.DBus.csproj", "<ProjectReference Include='../HeartMonitor.Core/HeartMonitor.Core.csproj' />")]
    [InlineData("src/HeartMonitor.DBus/HeartMonitor.DBus.csproj", "<PackageReference Include='Tmds.DBus.Protocol' />")]
    [InlineData("src/HeartMonitor.Storage/HeartMonitor.Storage.csproj", "<PackageReference Include='System.Reactive;Microsoft.Data.Sqlite' />")]
    [InlineData("src/HeartMonitor.Pipeline/HeartMonitor.Pipeline.csproj", "<ProjectReference Include='../HeartMonitor.Host/HeartMonitor.Host.csproj' />")]
    [InlineData("hardware-sim/HeartMonitor.Simulator/HeartMonitor.Simulator.csproj", "<ProjectReference Include='../../src/HeartMonitor.Pipeline/HeartMonitor.Pipeline.csproj' />")]
    [InlineData("src/HeartMonitor.Host/HeartMonitor.Host.csproj", "<PackageReference Include='MQTTnet' />", "Microsoft.NET.Sdk.Web")]
    [InlineData("src/HeartMonitor.Mqtt/HeartMonitor.Mqtt.csproj", "", "Microsoft.NET.Sdk.Web")]
    [InlineData("src/HeartMonitor.Attic/HeartMonitor.Attic.csproj", "")]
    [InlineData("tests/HeartMonitor.Core.Tests/HeartMonitor.Core.Tests.csproj", "<ProjectReference Include='../HeartMonitor.Pipeline.Tests/HeartMonitor.Pipeline.Tests.csproj' />")]
    public void A_breach_is_seen(string path, string item, string sdk = "Microsoft.NET.Sdk") =>
        Assert.Single(Fences.Violations([ProjectFile.Parse(path, $"<Project Sdk='{sdk}'><ItemGroup>{item}</ItemGroup></Project>")]));

    [Fact]
    public void Every_project_gets_the_analyzer_and_no_other_package_from_above()
    {
        var shared = Repository.Files(".props", ".targets").Where(path => path != "Directory.Packages.props")
            .SelectMany(path => ProjectFile.Parse(path, Repository.Read(path)).Packages);
        Assert.Equal(["Microsoft.CodeAnalysis.BannedApiAnalyzers"], shared);
    }

    [Fact]
    public void Sources_use_no_library_from_behind_another_fence() =>
        Repository.AssertNone(Repository.Files(".cs").Where(path => !path.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(path => LeaksIn(path, Repository.Read(path))));

    [Theory]
    [InlineData("src/HeartMonitor.Host/Composition/Sinks.cs", "using MQTTnet;")]
    [InlineData("src/HeartMonitor.Host/Composition/Sinks.cs", "using MQTTnet.Server;")]
    [InlineData("src/HeartMonitor.Mqtt/MqttAlertTarget.cs", "using System.Reactive.Linq;")]
    [InlineData("src/HeartMonitor.Core/Ports/X.cs", "class X { Microsoft.Data.Sqlite.SqliteConnection? c; }")]
    public void A_leak_is_seen(string path, string source) => Assert.Single(LeaksIn(path, source));

    [Fact]
    public void No_project_states_a_version() => Repository.AssertNone(ProjectFile.All().SelectMany(project => project.Versions));

    [Theory]
    [InlineData("<PackageReference Include='A' Version='1.0.0' />")]
    [InlineData("<PackageReference Include='A' VersionOverride='1.0.0' />")]
    [InlineData("<PackageReference Include='A'><Version>1.0.0</Version></PackageReference>")]
    public void A_stated_version_is_seen(string item) =>
        Assert.Single(ProjectFile.Parse("src/X/X.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>").Versions);

    [Fact]
    public void Central_versions_are_exact_and_stated_once()
    {
        var packages = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").ToArray();
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Matches(ExactVersion(), (string?)package.Attribute("Version")));
        Assert.Distinct(packages.Select(package => (string?)package.Attribute("Include")));
    }

    [Theory]
    [InlineData("1.*")]
    [InlineData("[1.0.0,2.0.0)")]
    [InlineData("[1.0.0]")]
    [InlineData("1.0.0-*")]
    [InlineData("")]
    public void A_version_that_floats_is_seen(string version) => Assert.DoesNotMatch(ExactVersion(), version);

    private static IEnumerable<string> LeaksIn(string path, string source)
    {
        var project = path.Split('/')[1]["HeartMonitor.".Length..];
        return Leaks.Where(leak => !leak.Value.Contains(project) && Regex.IsMatch(source, $@"(?<![\w.""/]){Regex.Escape(leak.Key)}(?=[.;])"))
            .Select(leak => $"{path} uses {leak.Key}");
    }

    [GeneratedRegex(@"\A\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?\z")]
    private static partial Regex ExactVersion();
}
