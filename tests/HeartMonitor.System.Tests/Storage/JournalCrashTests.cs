using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>Promise P1: nothing that was acknowledged is lost, whenever the process is killed.</summary>
public sealed class JournalCrashTests : IDisposable
{
    /// <summary>25; <c>HEARTMONITOR_JOURNAL_KILLS</c> says another number.</summary>
    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("HEARTMONITOR_JOURNAL_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 25;

    /// <summary>Numbers, which are seconds of story time, for one life: 500 lives end before today, so that what ended in the story may be packed.</summary>
    private const int PerLife = 40_000;

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed_again_and_again()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var next = 1;
        var acknowledged = new Dictionary<int, string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            foreach (var (number, kind) in await RunUntilKilled(next, random.Next(1, 400)))
            {
                acknowledged.Add(number, kind);
                next = Math.Max(next, number);
            }

            next = (next / PerLife + 1) * PerLife; // The next child's numbers are its own.
        }

        Assert.True(acknowledged.Count > Kills * 10, $"only {acknowledged.Count} acknowledged; seed {seed}");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {acknowledged.Count} acknowledged, {JournalFiles.Number(_folder.File, "SELECT sum(samples) FROM block")} packed samples, seed {seed}");
        AssertAllThere(acknowledged, seed);
        AssertPacked(seed);
        await using var journal = _folder.Open();
        Assert.Equal((Kills + 1L, null), (journal.Epoch, journal.Health.SetAside));
    }

    [Fact]
    public async Task A_copy_taken_at_any_moment_opens_and_holds_what_was_acknowledged_before()
    {
        using var image = new JournalFolder();
        await using var journal = JournalFolder.Open(_folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(10) });
        var acknowledged = 0;
        for (var i = 1; i <= 2_000; i++)
        {
            var number = i;
            journal.Append(Sample(i, stored: _ => Volatile.Write(ref acknowledged, number)));
            if (i % 500 != 0) continue;
            await JournalWait.Until(() => Volatile.Read(ref acknowledged) == number, "the samples are stored");
            foreach (var file in new[] { "journal.db-wal", "journal.db" }) // As a crash leaves them: no shared memory.
                File.Copy(Path.Combine(_folder.Path, file), Path.Combine(image.Path, file), overwrite: true);
            File.Delete(image.File + "-shm");

            await using var opened = image.Open();
            Assert.True(opened.LastSeq >= i, $"{opened.LastSeq} rows of {i}");
        }
    }

    private void AssertAllThere(Dictionary<int, string> acknowledged, int seed)
    {
        var reader = _folder.Reader;
        var stored = reader.ReadSession(Session).ToList();
        var all = reader.ReadAfter(0, int.MaxValue);
        Assert.Equal(Enumerable.Range(1, all.Count).Select(seq => (long)seq), all.Select(row => row.Seq));
        var seconds = stored.Select(row => ((int)(row.Entry.At - Start).TotalSeconds, row.Entry.Kind)).ToHashSet();
        var alerts = reader.CurrentAlerts().Select(alert => alert.Alert.Id).ToHashSet();
        foreach (var (number, kind) in acknowledged)
        {
            Assert.True(seconds.Contains((number, kind == "sample" ? JournalKind.Sample : JournalKind.Fact)), $"{kind} {number} is lost; seed {seed}");
            if (kind == "sample") continue;
            var id = number.ToString(CultureInfo.InvariantCulture);
            Assert.True(alerts.Contains(id) && seconds.Contains((number, JournalKind.Event)), $"the decision of {number} is lost; seed {seed}");
            if (number % 1_000 == 0) Assert.NotNull(reader.FindReceipt(id));
        }
    }

    /// <summary>Short sessions were packed while the process was killed: whoever reads finds each of their samples once, in its order.</summary>
    private void AssertPacked(int seed)
    {
        Assert.True(JournalFiles.Number(_folder.File, "SELECT count(*) FROM block") > 0, $"nothing was packed; seed {seed}");
        foreach (var session in _folder.Reader.Sessions().Where(s => s.Session.StartsWith("s_short", StringComparison.Ordinal)))
        {
            var rows = _folder.Reader.ReadSession(session.Session).ToList();
            var first = int.Parse(session.Session[7..], CultureInfo.InvariantCulture);
            var samples = rows.Where(row => row.Entry.Kind == JournalKind.Sample).Select(row => (int)(row.Entry.At - Start).TotalSeconds - first);
            Assert.Equal(Enumerable.Range(0, rows.Count(row => row.Entry.Kind == JournalKind.Sample)), samples);
        }
    }

    private async Task<List<(int Number, string Kind)>> RunUntilKilled(int firstNumber, int milliseconds)
    {
        using var child = JournalChild.Start(_folder.Path, firstNumber);
        var first = await JournalChild.ReadAcknowledged(child);
        var rest = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        await JournalWait.Until(() => clock.ElapsedMilliseconds >= milliseconds, "the time of the kill");
        child.Kill(); // SIGKILL
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        // A last line may be cut by the kill: it counts only with its line feed.
        var text = await rest;
        var whole = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [first, .. whole.Select(JournalChild.Parse).OfType<(int, string)>()];
    }
}
