using System.Security.Cryptography;
using HeartMonitor.Storage;

namespace HeartMonitor.Host.Verbs;

/// <summary>
/// Where a report goes. It is written under another name first and then moved, so that nobody finds half of one; what stands there is replaced only when it is
/// a report itself and that was asked for: the service's own files lie in a folder that is easily named by mistake.
/// </summary>
/// <param name="path">File, or <c>-</c> for standard output.</param>
/// <param name="force">A report that is there may be replaced.</param>
internal sealed class ReportPlace(string path, bool force)
{
    private static readonly byte[][] Beginnings = ["<!DOCTYPE html>"u8.ToArray(), "%PDF-"u8.ToArray()];

    /// <summary>The format that the ending names, or null; a page for standard output.</summary>
    internal string? Format => path == "-" ? "html" : Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => "html",
        ".PDF" => "pdf",
        _ => null,
    };

    /// <summary>Writes it; null when it is there, else what is in the way, in one line.</summary>
    internal string? Put(byte[] report)
    {
        if (path == "-")
        {
            using var output = Console.OpenStandardOutput();
            output.Write(report);
            return null;
        }

        try
        {
            return Taken(report) ?? Move(report);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"{path}: {refused.Message}";
        }
    }

    private string? Taken(byte[] report)
    {
        if (Directory.Exists(path)) return $"{path} is a folder; name a file in it";
        if (!File.Exists(path) || IsSame(report)) return null;
        if (!IsReport()) return $"{path} is there already and no report: it is not replaced";
        return force ? null : $"{path} is there already; --force replaces it";
    }

    private bool IsSame(byte[] report) => new FileInfo(path).Length == report.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(report);

    private bool IsReport()
    {
        using var file = File.OpenRead(path);
        var head = new byte[16];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return Beginnings.Any(beginning => head.AsSpan(0, length).StartsWith(beginning));
    }

    private string? Move(byte[] report)
    {
        var full = Path.GetFullPath(path);
        var part = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}.part");
        try
        {
            using (var file = OwnerOnly.Open(part, FileMode.CreateNew, FileAccess.Write)) file.Write(report);
            File.Move(part, full, overwrite: true);
            return null;
        }
        finally
        {
            File.Delete(part);
        }
    }
}
