using Xunit;

namespace HeartMonitor.Core.Tests.Architecture;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", ".vs", "bin", "obj", "TestResults", "BenchmarkDotNet.Artifacts", "StrykerOutput", "data", "node_modules"];

    internal static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root with forward slashes, of files ending in one of <paramref name="endings"/>; no build output.</summary>
    internal static IReadOnlyList<string> Files(params string[] endings)
    {
        var files = Walk(new DirectoryInfo(Root))
            .Where(file => endings.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return files.Length > 0 ? files : throw new InvalidOperationException("No file found; the walk is wrong.");
    }

    /// <summary>Fails with all of <paramref name="faults"/>, a line each and uncut.</summary>
    internal static void AssertNone(IEnumerable<string> faults)
    {
        var all = string.Join('\n', faults);
        Assert.True(all.Length == 0, all);
    }

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(child => !NotOurs.Contains(child.Name, StringComparer.Ordinal) && child.LinkTarget is null)
            .SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Monitor.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Monitor.sln is in no folder above the tests.");
    }
}
