using System.Security.Cryptography;
using HeartMonitor.Research.Exports;
using HeartMonitor.Storage;

namespace HeartMonitor.Host.Verbs;

/// <summary>What became of a bundle at its place.</summary>
internal enum PlaceOutcome
{
    Written,

    /// <summary>The same bytes were there already.</summary>
    Unchanged,
}

/// <summary>Something stands at the place that must not be overwritten; the message is one line.</summary>
internal sealed class PlaceTakenException(string message) : IOException(message);

/// <summary>
/// Where an export goes. A path that ends in <c>.zip</c> is one archive; one that ends as the format's file does is that file, with those that explain it beside it;
/// any other is a folder. Everything is written under another name first and then moved, so that nobody ever finds half an export; what no export wrote is never replaced.
/// </summary>
/// <param name="path">Full path.</param>
/// <param name="force">An earlier export may be replaced.</param>
internal sealed class ExportPlace(string path, bool force)
{
    private const string Zip = ".zip";

    private static readonly string[] Endings = [".csv", ".parquet", ".txt", ".tcx", ".fit", ".json", ".xml", ".gz", ".tar", ".html", ".pdf"];

    /// <summary>What is wrong with a path for a format; null when it will do.</summary>
    internal static string? FaultOf(string path, ExportFormat format, bool all)
    {
        if (string.IsNullOrWhiteSpace(path)) return "--out: a path is missing";
        if (path.AsSpan().IndexOfAny(Path.GetInvalidPathChars()) >= 0) return $"--out: \"{path}\" is no path";
        var ending = Path.GetExtension(path);
        if (!Endings.Contains(ending, StringComparer.OrdinalIgnoreCase) || Directory.Exists(path)) return null;
        if (all) return $"--out: \"{path}\" is one file; with --all name a folder or a .zip";
        return ending.Equals(ExportFormats.EndingOf(format), StringComparison.OrdinalIgnoreCase)
            ? null
            : $"--out: {ExportFormats.NameOf(format)} writes {ExportFormats.EndingOf(format)}; name such a file, a folder or a .zip";
    }

    internal bool IsArchive => Path.GetExtension(path).Equals(Zip, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    private bool IsFile => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && !Directory.Exists(path);

    /// <summary>Puts one session there.</summary>
    /// <exception cref="PlaceTakenException">Something else is there.</exception>
    internal PlaceOutcome Put(ExportBundle bundle) =>
        IsArchive ? PutArchive(bundle) : IsFile ? PutFile(bundle) : PutFolder(path, bundle);

    /// <summary>Puts one of several sessions there: a folder of its own in the folder.</summary>
    /// <exception cref="PlaceTakenException">Something else is there.</exception>
    internal PlaceOutcome PutOneOfAll(ExportBundle bundle)
    {
        if (File.Exists(path)) throw new PlaceTakenException($"{path} is a file");
        OwnerOnly.MakeFolder(path);
        return PutFolder(Path.Combine(path, bundle.Session), bundle);
    }

    /// <summary>Begins an archive of several sessions, a folder each; it is at its place when it is finished.</summary>
    internal ExportArchive BeginArchive() => new(path, Beside(path), force);

    private PlaceOutcome PutArchive(ExportBundle bundle)
    {
        using var archive = BeginArchive();
        archive.Add(bundle, "");
        return archive.Finish();
    }

    /// <summary>The series under the name that was asked for, the others beside it with its name before theirs.</summary>
    private PlaceOutcome PutFile(ExportBundle bundle)
    {
        var (folder, stem) = (Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
        var files = bundle.Files.Where(f => f.Name != ExportBundle.Manifest).Select(f => f with { Name = f.Name == bundle.Main ? Path.GetFileName(path) : $"{stem}_{Bare(f.Name, bundle)}" }).ToList();
        files.Add(ExportBundle.ManifestOf(files, $"{stem}_{ExportBundle.Manifest}"));
        OwnerOnly.MakeFolder(folder);
        return PutFiles([.. files.Select(f => (Path.Combine(folder, f.Name), f.Content.ToArray()))]);
    }

    private static string Bare(string name, ExportBundle bundle) => name.StartsWith(bundle.Session + "_", StringComparison.Ordinal) ? name[(bundle.Session.Length + 1)..] : name;

    private PlaceOutcome PutFiles(IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        foreach (var (target, _) in files)
        {
            RefuseLink(target);
            if (Directory.Exists(target)) throw new PlaceTakenException($"{target} is a folder");
        }

        if (files.All(f => File.Exists(f.Path) && Same(f.Path, f.Bytes))) return PlaceOutcome.Unchanged;
        var taken = files.FirstOrDefault(f => Path.Exists(f.Path)).Path;
        if (taken is not null && !force) throw new PlaceTakenException($"{taken} is there already; --force replaces it");

        OwnerOnly.MakeFolder(Path.GetDirectoryName(files[0].Path)!);
        var temporary = files.Select(f => (Temporary: Beside(f.Path), f.Path, f.Bytes)).ToList();
        try
        {
            foreach (var file in temporary) Write(file.Temporary, file.Bytes);
            foreach (var file in temporary) File.Move(file.Temporary, file.Path, overwrite: force);
        }
        finally
        {
            foreach (var file in temporary) File.Delete(file.Temporary);
        }

        return PlaceOutcome.Written;
    }

    private PlaceOutcome PutFolder(string folder, ExportBundle bundle)
    {
        RefuseLink(folder);
        if (File.Exists(folder)) throw new PlaceTakenException($"{folder} is a file");
        var isThere = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
        if (isThere && HoldsExactly(folder, bundle)) return PlaceOutcome.Unchanged;
        if (isThere && !force) throw new PlaceTakenException($"{folder} is not empty; --force replaces an earlier export");
        if (isThere && !IsExport(folder)) throw new PlaceTakenException($"{folder} holds files that no export wrote; they are not touched");

        OwnerOnly.MakeFolder(Path.GetDirectoryName(folder)!);
        var temporary = Beside(folder);
        OwnerOnly.MakeFolder(temporary);
        try
        {
            foreach (var file in bundle.Files) Write(Path.Combine(temporary, file.Name), file.Content.Span);
            Swap(temporary, folder, isThere);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }

        return PlaceOutcome.Written;
    }

    /// <summary>A link would be replaced by what is moved into its place, and whoever reads behind it would find nothing.</summary>
    /// <exception cref="PlaceTakenException">It is one.</exception>
    internal static void RefuseLink(string place)
    {
        if (new FileInfo(place).LinkTarget is { } target) throw new PlaceTakenException($"{place} is a link to {target}: name that place itself, or a new folder in it; a link is not replaced");
    }

    private static void Swap(string temporary, string folder, bool isThere)
    {
        if (!isThere)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder); // empty
            Directory.Move(temporary, folder);
            return;
        }

        var old = Beside(folder);
        Directory.Move(folder, old);
        try
        {
            Directory.Move(temporary, folder);
        }
        catch (IOException)
        {
            Directory.Move(old, folder);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    private static bool HoldsExactly(string folder, ExportBundle bundle) =>
        Directory.EnumerateFileSystemEntries(folder).Count() == bundle.Files.Count
        && bundle.Files.All(f => File.Exists(Path.Combine(folder, f.Name)) && Same(Path.Combine(folder, f.Name), f.Content.Span));

    /// <summary>A manifest is there, and nothing but what it names.</summary>
    internal static bool IsExport(string folder)
    {
        var manifest = Path.Combine(folder, ExportBundle.Manifest);
        if (!File.Exists(manifest)) return false;
        var named = File.ReadLines(manifest).Where(l => l.Length > 66).Select(l => l[66..]).Append(ExportBundle.Manifest).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFileSystemEntries(folder).All(entry => File.Exists(entry) && named.Contains(Path.GetFileName(entry)));
    }

    private static bool Same(string file, ReadOnlySpan<byte> bytes) => new FileInfo(file).Length == bytes.Length && File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes);

    private static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        using var stream = OwnerOnly.Open(file, FileMode.CreateNew, FileAccess.Write);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>A name in the same folder that nobody has, so that moving it is one step of the file system.</summary>
    private static string Beside(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}.part");
}
