using System.Xml.Linq;

namespace HeartMonitor.Core.Tests.Architecture;

/// <summary>What a project file says about others.</summary>
/// <param name="Name">Its file name without the ending.</param>
/// <param name="IsTest">It stands under <c>tests</c>.</param>
/// <param name="Sdk">The SDK it is built with.</param>
/// <param name="Projects">Names of the projects it references.</param>
/// <param name="Packages">Names of the packages and shared frameworks it references.</param>
/// <param name="Versions">Versions that it states itself; there should be none.</param>
internal sealed record ProjectFile(
    string Name,
    bool IsTest,
    string Sdk,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Versions)
{
    internal static IReadOnlyList<ProjectFile> All() =>
        [.. Repository.Files(".csproj").Select(path => Parse(path, Repository.Read(path)))];

    internal static ProjectFile Parse(string path, string xml)
    {
        var project = XDocument.Parse(xml).Root!;
        return new(
            Path.GetFileNameWithoutExtension(path),
            path.StartsWith("tests/", StringComparison.Ordinal),
            (string?)project.Attribute("Sdk") ?? "",
            [.. Includes(project, "ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))],
            [.. Includes(project, "PackageReference"), .. Includes(project, "FrameworkReference"), .. Includes(project, "Reference")],
            [.. References(project).SelectMany(StatedVersions)]);
    }

    private static IEnumerable<string> Includes(XElement project, string kind) =>
        project.Descendants().Where(element => element.Name.LocalName == kind)
            .Select(element => (string?)element.Attribute("Include") ?? (string?)element.Attribute("Update") ?? "")
            .SelectMany(include => include.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<XElement> References(XElement project) =>
        project.Descendants().Where(element => element.Name.LocalName is "PackageReference" or "PackageVersion" or "GlobalPackageReference");

    private static IEnumerable<string> StatedVersions(XElement reference) =>
        reference.Attributes().Where(attribute => attribute.Name.LocalName is "Version" or "VersionOverride").Select(attribute => attribute.Value)
            .Concat(reference.Elements().Where(element => element.Name.LocalName is "Version" or "VersionOverride").Select(element => element.Value))
            .Select(version => $"{(string?)reference.Attribute("Include")} {version}");
}
