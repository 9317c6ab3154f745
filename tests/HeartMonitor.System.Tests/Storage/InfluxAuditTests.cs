using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>What a store said 204 to and does not have is found by counting, sent again, and told.</summary>
public sealed class InfluxAuditTests : IDisposable
{
    private const int Seconds = 9_000;

    private static readonly InfluxAuditOptions Quick = new()
    {
        Every = TimeSpan.FromMilliseconds(50),
        Pace = TimeSpan.FromMilliseconds(1),
        Settle = TimeSpan.FromMilliseconds(200),
        RowsPerSend = 500,
        Attempts = 50, // a store that shows new rows late is asked again
    };

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_that_InfluxDB_1_lost_in_silence_are_sent_again()
    {
        await using var server = await InfluxServer.StartNewAsync();
        await AssertMended(server, async () => (await server.QueryAsync("SELECT count(n) FROM hr"))[0]["count"].GetInt64());
    }

    [Theory]
    [InlineData(InfluxVersion.Auto)]
    [InlineData(InfluxVersion.V2)]
    public async Task Lines_that_VictoriaMetrics_skipped_with_a_204_are_sent_again(InfluxVersion version)
    {
        await using var server = await VictoriaServer.StartNewAsync();
        await AssertMended(server, async () => (await server.ExportAsync("hr_n")).Count, version);
    }

    /// <summary>Their languages are held against a fake that reads them by its own means: no real 2.x or 3.x can be had here.</summary>
    [Theory]
    [InlineData("2.7.1")]
    [InlineData("3.1.0")]
    public async Task InfluxDB_2_and_3_are_asked_in_their_own_language(string version)
    {
        await using var store = await CountingStore.StartAsync(version);
        store.Loses = line => line.StartsWith("rr,", StringComparison.Ordinal) && line.Contains("7i ", StringComparison.Ordinal);
        var options = new InfluxOptions { Url = store.Url, Org = "gym & co", Bucket = "b\"1", Database = "d1" };

        var status = await RunAsync(options, () => store.Loses = static _ => false);

        Assert.Equal((0L, 0L, null), (status.Missing, status.Surplus, status.LastFault));
        Assert.InRange(status.ShortWindows, 1, status.Windows);
        Assert.Equal((2 * Seconds) - 180, store.Points); // a packet and a beat a second, save for beats of the open hour that were lost
        Assert.All(store.Queries, query => Assert.Equal(version[0] == '2' ? "/api/v2/query?org=gym%20%26%20co" : "/api/v3/query_sql", query));
    }

    [Fact]
    public async Task What_stays_missing_is_told_and_not_sent_for_ever()
    {
        await using var store = await CountingStore.StartAsync("2.7.1");
        store.Loses = static line => line.Contains(",n=100i", StringComparison.Ordinal);
        var status = await RunAsync(new() { Url = store.Url, Org = "o" }, null, Quick with { Attempts = 2, Settle = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(2, status.Missing); // the packet, and its beat
        Assert.Equal(1, status.ShortWindows);
        Assert.Equal(2 * 3_600, status.RowsResent);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_questions_is_told_and_no_row_is_sent_again()
    {
        await using var store = await CountingStore.StartAsync("2.7.1");
        store.Refuses = true;
        using var folder = new JournalFolder();
        await using var journal = await FillAsync(folder);
        using var target = new InfluxTarget(new() { Url = store.Url, Org = "o" }, TimeProvider.System, NullLogger.Instance);
        using var audit = new InfluxAudit(new() { Url = store.Url, Org = "o" }, Quick, target, journal.Reader, TimeProvider.System, NullLogger.Instance);
        var forwarder = Forwarder(journal, target, audit);
        using var life = new CancellationTokenSource();
        var running = forwarder.RunAsync(life.Token);

        await JournalWait.Until(() => audit.Status.LastFault is not null, "the fault is told", 60);

        Assert.StartsWith("403 ", audit.Status.LastFault, StringComparison.Ordinal);
        Assert.Equal(0, audit.Status.RowsResent);
        store.Refuses = false;
        await JournalWait.Until(() => audit.Status is { Windows: >= 2, LastFault: null }, "it is asked again", 60);
        await life.CancelAsync();
        await running;
    }

    private async Task AssertMended(InfluxProcess server, Func<Task<long>> count, InfluxVersion version = InfluxVersion.Auto)
    {
        await using var proxy = await StoreProxy.StartAsync(server.Url);
        var loses = true;
        proxy.Answer = write => write.PassAsync(Volatile.Read(ref loses) ? write.Lines.Where((line, i) => i % 10 != 3) : write.Lines);

        var status = await RunAsync(new() { Url = proxy.Url, Version = version, Org = "gym" }, () => Volatile.Write(ref loses, false));

        Assert.Equal((0L, 0L, null), (status.Missing, status.Surplus, status.LastFault));
        Assert.InRange(status.ShortWindows, 1, status.Windows);
        Assert.InRange(status.RowsResent, 1, long.MaxValue);
        Assert.InRange(await count(), 7_200, Seconds); // the windows that are closed are whole; the open one may lack some
    }

    /// <summary>Two closed hours and an open one; returns when the closed ones were counted and found whole, or given up.</summary>
    private async Task<InfluxAuditStatus> RunAsync(InfluxOptions options, Action? mend, InfluxAuditOptions? quick = null)
    {
        await using var journal = await FillAsync(_folder);
        using var target = new InfluxTarget(options, TimeProvider.System, NullLogger.Instance);
        using var audit = new InfluxAudit(options, quick ?? Quick, target, journal.Reader, TimeProvider.System, NullLogger.Instance);
        var forwarder = Forwarder(journal, target, audit);
        using var life = new CancellationTokenSource();
        var running = forwarder.RunAsync(life.Token);
        await JournalWait.Until(() => audit.Status.ShortWindows > 0, "a shortfall is found", 60);
        mend?.Invoke();
        await JournalWait.Until(() => audit.Status.Windows == 2, "both closed hours are through", 60);
        await life.CancelAsync();
        await running;
        return audit.Status;
    }

    private static JournalForwarder Forwarder(SqliteJournal journal, InfluxTarget target, InfluxAudit audit)
    {
        var forwarder = new JournalForwarder(journal, target, new() { FirstBackoff = TimeSpan.FromMilliseconds(5), ChoreEvery = TimeSpan.FromMilliseconds(10) }, TimeProvider.System, NullLogger.Instance);
        audit.JoinTo(forwarder);
        return forwarder;
    }

    private static async Task<SqliteJournal> FillAsync(JournalFolder folder)
    {
        var journal = JournalFolder.Open(folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(20) });
        for (var second = 0; second < Seconds; second++) journal.Append(Sample(second, 60 + (second % 100)));
        await JournalWait.Until(() => journal.LastSeq == Seconds, "the rows are stored", 60);
        return journal;
    }
}
