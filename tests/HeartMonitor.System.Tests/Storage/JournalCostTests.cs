using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>
/// What a sample costs from append to disk. A measurement, so run on demand and in Release: <c>-explicit only -class "*JournalCostTests"</c>.
/// </summary>
public sealed class JournalCostTests
{
    private const int Samples = 300_000;

    [Theory(Explicit = true)]
    [InlineData(50, 50, false)]
    [InlineData(50, 50, true)]
    [InlineData(1_000, 1_000, false)]
    [InlineData(1_000, 1_000, true)]
    [InlineData(10_000, 10_000, false)]
    public async Task A_sample_costs(int straps, int samplesPerCommit, bool withIndexOnSession)
    {
        using var folder = new JournalFolder();
        await using var journal = JournalFolder.Open(folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(1) });
        if (withIndexOnSession) AddIndex(folder);
        var samples = Math.Min(Samples, samplesPerCommit * 2_000);
        var sessions = Enumerable.Range(0, straps).Select(i => $"s_{i.ToString("D12", CultureInfo.InvariantCulture)}").ToArray();
        await AppendAsync(journal, sessions, samplesPerCommit * 3, samplesPerCommit);

        var (cpu, bytes, written) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes(true), WrittenBytes());
        await AppendAsync(journal, sessions, samples, samplesPerCommit);

        var perSample = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / samples;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{straps} straps, {samplesPerCommit} a commit, index on session {withIndexOnSession}: {perSample:F2} us CPU, "
            + $"{(double)(GC.GetTotalAllocatedBytes(true) - bytes) / samples:F0} B allocated, {(double)(WrittenBytes() - written) / samples:F0} B written, "
            + $"{(double)new FileInfo(folder.File).Length / journal.LastSeq:F1} B of file a sample; last commit {journal.Health.LastCommit.TotalMilliseconds:F1} ms");
        Report(folder, sessions[straps / 2]);
    }

    private static void Report(JournalFolder folder, string session)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var rows = folder.Reader.ReadSession(session).Count();
        var took = TimeProvider.System.GetElapsedTime(begun);
        TestContext.Current.TestOutputHelper?.WriteLine($"  one session of {rows} rows read in {took.TotalMilliseconds:F1} ms");
    }

    private static async Task AppendAsync(SqliteJournal journal, string[] sessions, int samples, int samplesPerCommit)
    {
        var step = new SessionStep();
        var packet = JournalSteps.Packet(120, rr: [512]);
        var goal = journal.LastSeq;
        for (var i = 0; i < samples; i++)
        {
            step.ForSample(sessions[i % sessions.Length], JournalSteps.Participant, JournalSteps.Start.AddMilliseconds(i), packet).Label = JournalSteps.Good;
            journal.Append(step);
            if ((i + 1) % samplesPerCommit != 0) continue;
            goal += samplesPerCommit;
            while (journal.LastSeq is var seq && seq < goal) await journal.WaitForNewsAsync(seq, TestContext.Current.CancellationToken);
        }
    }

    private static void AddIndex(JournalFolder folder)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File};Pooling=False");
        connection.Open();
        connection.Execute("CREATE INDEX journal_session ON journal(session)");
    }

    private static long WrittenBytes() => OperatingSystem.IsLinux()
        ? long.Parse(File.ReadLines("/proc/self/io").Single(line => line.StartsWith("wchar", StringComparison.Ordinal))[7..], CultureInfo.InvariantCulture)
        : 0;
}
