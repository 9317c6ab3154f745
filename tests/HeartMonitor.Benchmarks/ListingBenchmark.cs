using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.Benchmarks;

/// <summary>
/// What a list of sessions of 45 minutes costs: every row of every session, as it was until each listing read facts and decisions alone, against these; as rows and packed.
/// With a folder the journal stays there, for <c>monitor sessions --data FOLDER</c>.
/// </summary>
internal static class ListingBenchmark
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    internal static async Task<int> RunAsync(int sessions, string? keep, EngineSetup setup, TextWriter output)
    {
        var folder = keep ?? Directory.CreateTempSubdirectory("heartmonitor-listing-").FullName;
        await using (var journal = SqliteJournal.Open(new() { Folder = folder, BallastBytes = 0, UpkeepEvery = TimeSpan.FromDays(1) }, TimeProvider.System, NullLogger.Instance))
        {
            for (var i = 0; i < sessions; i++)
            {
                ExportBenchmark.Store(journal, setup, string.Create(CultureInfo.InvariantCulture, $"p_{i % 40}"), Start.AddHours(i));
                while (journal.Health.PendingSteps > 20_000) await Task.Delay(1); // no more than the buffer holds
            }
        }

        Measure(folder, sessions, "as rows", output);
        await using (var journal = SqliteJournal.Open(new() { Folder = folder, BallastBytes = 0, UpkeepEvery = TimeSpan.FromMilliseconds(1), PackAfter = TimeSpan.Zero, PackAnywayAfter = TimeSpan.Zero }, TimeProvider.System, NullLogger.Instance))
            while (!journal.Health.IsTidy) await Task.Delay(20);
        Measure(folder, sessions, "packed", output);
        if (keep is null) Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static void Measure(string folder, int sessions, string how, TextWriter output)
    {
        var reader = new JournalReader(folder);
        var ids = reader.Sessions().Select(s => s.Session).ToHashSet(StringComparer.Ordinal);
        Line("every row of every session", () => ids.Sum(id => reader.ReadSession(id).LongCount()));
        Line("facts and decisions, one pass", () => reader.ReadDecisions(ids).LongCount());
        Line("facts and decisions of the newest 100", () => reader.ReadDecisions(reader.Sessions().TakeLast(100).Select(s => s.Session).ToHashSet(StringComparer.Ordinal)).LongCount());

        void Line(string what, Func<long> read)
        {
            read();
            var clock = Stopwatch.StartNew();
            var rows = read();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sessions} sessions, {how}: {what}: {rows} rows in {clock.Elapsed.TotalMilliseconds:0} ms"));
        }
    }
}
