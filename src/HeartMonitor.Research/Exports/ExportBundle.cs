using System.Security.Cryptography;
using System.Text;

namespace HeartMonitor.Research.Exports;

/// <summary>A file of an export.</summary>
/// <param name="Name">Plain file name: letters, digits, <c>. _ -</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ExportFile(string Name, ReadOnlyMemory<byte> Content)
{
    internal static ExportFile OfText(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}

/// <summary>One session in one format: the files, those that explain them, and the manifest of all. The same series gives the same bytes.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Main">Name of the file that holds the series; null where there is more than one, or none.</param>
/// <param name="Files">In the order of the manifest, the manifest last.</param>
public sealed record ExportBundle(string Session, string? Main, IReadOnlyList<ExportFile> Files)
{
    /// <summary>Name of the manifest, in the form of <c>sha256sum</c>: 64 hex digits, two blanks, a name.</summary>
    public const string Manifest = "manifest.sha256";

    internal static ExportBundle Of(string session, string? main, IReadOnlyList<ExportFile> files) =>
        new(session, main, [.. files, ManifestOf(files)]);

    /// <summary>The manifest of files under the names that they have.</summary>
    public static ExportFile ManifestOf(IEnumerable<ExportFile> files, string name = Manifest) =>
        ExportFile.OfText(name, string.Concat(files.Select(f => $"{Convert.ToHexStringLower(SHA256.HashData(f.Content.Span))}  {f.Name}\n")));
}
