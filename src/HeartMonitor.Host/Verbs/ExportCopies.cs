using System.Text.Json;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Host.Verbs;

/// <summary>Where an export of a person stands.</summary>
/// <param name="Path">A folder, or a file.</param>
/// <param name="IsInside">It is in the data folder.</param>
/// <param name="IsAlone">It holds nobody else.</param>
internal sealed record ExportCopy(string Path, bool IsInside, bool IsAlone);

/// <summary>Exports of a person that are still where the audit says that they were written.</summary>
internal static class ExportCopies
{
    private const string Manifest = "_manifest.sha256";

    internal static IReadOnlyList<ExportCopy> Of(string folder, string participant, IReadOnlyList<string> sessions)
    {
        var data = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var copies = new Dictionary<string, ExportCopy>(StringComparer.Ordinal);
        foreach (var (place, session, all) in Written(folder, participant))
        {
            var inside = place.StartsWith(data, StringComparison.Ordinal);
            if (File.Exists(place)) Add(place, all && place.EndsWith(".zip", StringComparison.OrdinalIgnoreCase));
            else if (!all && ExportPlace.IsExport(place)) Add(place, false);
            else foreach (var name in Names(folder, sessions.Append(session))) if (ExportPlace.IsExport(Path.Combine(place, name))) Add(Path.Combine(place, name), false);

            void Add(string path, bool isShared) => copies[path] = new(path, inside, !isShared);
        }

        return [.. copies.Values.OrderBy(c => c.Path, StringComparer.Ordinal)];
    }

    /// <summary>Deletes a folder that an export wrote, or its file with those that stand beside it.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    internal static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            if (ExportPlace.IsExport(path)) Directory.Delete(path, recursive: true);
            return;
        }

        var manifest = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + Manifest);
        if (File.Exists(manifest))
        {
            foreach (var name in File.ReadLines(manifest).Where(l => l.Length > 66).Select(l => l[66..]).Where(n => n == Path.GetFileName(n))) File.Delete(Path.Combine(Path.GetDirectoryName(path)!, name));
            File.Delete(manifest);
        }

        File.Delete(path);
    }

    /// <summary>A session's own name, and the one that it has where dates are moved by the key of the data folder.</summary>
    private static IEnumerable<string> Names(string folder, IEnumerable<string> sessions)
    {
        var key = Path.Combine(folder, ExportVerb.KeyName);
        var disguise = File.Exists(key) ? new SeriesDisguise(Composition.SiteKey.Bytes(key, "export key")) : null;
        return sessions.Distinct(StringComparer.Ordinal).SelectMany(s => disguise is null ? [s] : new[] { s, disguise.SessionNameOf(s) });
    }

    private static IEnumerable<(string Place, string Session, bool All)> Written(string folder, string participant)
    {
        var audit = Path.Combine(folder, ExportAudit.FileName);
        if (!File.Exists(audit)) yield break;
        foreach (var line in File.ReadLines(audit))
            if (Read(line, participant) is { } written) yield return written;
    }

    private static (string Place, string Session, bool All)? Read(string line, string participant)
    {
        try
        {
            using var noted = JsonDocument.Parse(line);
            var root = noted.RootElement;
            return root.GetProperty("outcome").GetString() == "done" && root.GetProperty("participant").GetString() == participant
                ? (root.GetProperty("out").GetString()!, root.GetProperty("session").GetString()!, root.GetProperty("all").GetBoolean())
                : null;
        }
        catch (Exception torn) when (torn is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
