using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>
/// The exports of a session of two minutes, as files in <c>Data/exports</c>: a change of a byte shows, whoever caused it. The session is there as journal rows, so that new
/// rules or words change nothing. After a change that is meant: <c>HEARTMONITOR_WRITE_DOCS=1</c>, and a look at the difference.
/// </summary>
public sealed class GoldenFilesTests
{
    private const string Rows = "session.rows.jsonl";

    public static TheoryData<ExportFormat> Formats => [.. Enum.GetValues<ExportFormat>()];

    private static bool Writes => Environment.GetEnvironmentVariable("HEARTMONITOR_WRITE_DOCS") == "1";

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_bytes_are_those_that_were_committed(ExportFormat format)
    {
        var bundle = await SessionExport.WriteAsync(Exported.Of(StoredRowsOf(Source(Rows))), format);
        var folder = Source(ExportFormats.NameOf(format));
        if (Writes)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            foreach (var file in bundle.Files) await File.WriteAllBytesAsync(Path.Combine(folder, file.Name), file.Content, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal), bundle.Files.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.All(bundle.Files, file => Assert.True(File.ReadAllBytes(Path.Combine(folder, file.Name)).AsSpan().SequenceEqual(file.Content.Span), $"{format}: {file.Name} changed"));
    }

    /// <summary>The rows stay what they are; with the variable they are written only where there are none.</summary>
    private static IReadOnlyList<JournalRow> StoredRowsOf(string path)
    {
        if (Writes && !File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllLines(path, CanarySession.Rows(last: 125, ends: true).Select(r => JsonSerializer.Serialize(new GoldenRow(
                r.Seq, (int)r.Entry.Kind, r.Entry.Session, r.Entry.Participant, r.Entry.At.ToUnixMicroseconds(), Convert.ToBase64String(r.Entry.Body.Span)))));
        }

        return [.. File.ReadLines(path).Select(l => JsonSerializer.Deserialize<GoldenRow>(l)!).Select(r => new JournalRow(
            r.Seq, new((JournalKind)r.Kind, r.Session, r.Participant, Microseconds.FromUnixMicroseconds(r.AtUs), Convert.FromBase64String(r.Body))))];
    }

    /// <summary>In the working copy, not in the build's output: what is read is what is committed.</summary>
    private static string Source(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Monitor.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "HeartMonitor.Research.Tests", "Data", "exports", name);
    }

    private sealed record GoldenRow(long Seq, int Kind, string Session, string Participant, long AtUs, string Body);
}
