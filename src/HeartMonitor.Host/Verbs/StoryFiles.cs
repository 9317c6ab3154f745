using System.IO.Enumeration;

namespace HeartMonitor.Host.Verbs;

/// <summary>Story files as they are named on a command line: files, folders, and patterns that the shell did not expand.</summary>
internal static class StoryFiles
{
    private static readonly EnumerationOptions InOneFolder = new() { MatchCasing = MatchCasing.PlatformDefault };

    /// <summary>The files, in the order named and by name within a folder or pattern; null with a line on <paramref name="error"/> where nothing is there.</summary>
    internal static IReadOnlyList<string>? Of(string named, TextWriter error)
    {
        if (Directory.Exists(named)) return Some(Directory.EnumerateFiles(named, "*.json", SearchOption.AllDirectories), $"{named}: a folder without story files (*.json)");
        if (File.Exists(named) || !named.AsSpan().ContainsAny('*', '?')) return [named];
        return Some(Matching(named), $"{named}: no file matches");

        IReadOnlyList<string>? Some(IEnumerable<string> found, string otherwise)
        {
            string[] files = [.. found.Order(StringComparer.Ordinal)];
            if (files.Length > 0) return files;
            error.WriteLine(otherwise);
            return null;
        }
    }

    /// <summary>Files of a pattern: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders.</summary>
    private static IEnumerable<string> Matching(string pattern)
    {
        var parts = pattern.Replace('\\', '/').Split('/');
        var fixedParts = parts.TakeWhile(part => !part.AsSpan().ContainsAny('*', '?')).ToArray();
        var root = fixedParts.Length == 0 ? "." : string.Join('/', fixedParts) is { Length: > 0 } path ? path : "/";
        return Directory.Exists(root) ? Within(root, parts.AsMemory(fixedParts.Length), fixedParts.Length == 0 ? "" : root.TrimEnd('/') + "/").Distinct() : [];
    }

    private static IEnumerable<string> Within(string folder, ReadOnlyMemory<string> parts, string prefix)
    {
        var part = parts.Span[0];
        var rest = parts[1..];
        if (rest.IsEmpty)
            return Directory.EnumerateFiles(folder, "*", InOneFolder).Select(f => Path.GetFileName(f)).Where(Fits).Select(name => prefix + name);
        var below = Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).ToList();
        return part == "**"
            ? Within(folder, rest, prefix).Concat(below.SelectMany(name => Within(Path.Combine(folder, name), parts, $"{prefix}{name}/")))
            : below.Where(Fits).SelectMany(name => Within(Path.Combine(folder, name), rest, $"{prefix}{name}/"));

        bool Fits(string name) => FileSystemName.MatchesSimpleExpression(part == "**" ? "*" : part, name);
    }
}
