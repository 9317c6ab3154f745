using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>
/// A day without the store, and then a way to it on which everything of ecosystem-reliability 1b happens: 429, 503, 413, 500, partial writes, an
/// answer that drips, connections cut before and after the write, the store itself stopped once more, the service restarted. At the end the store has
/// what the journal has, each row once, and the dead letters are exactly the rows that were refused.
/// </summary>
public sealed class StoreChaosTests : IDisposable
{
    private const int DaySeconds = 24 * 3600;
    private const int Step = 2; // a packet every 2 s: a day is 43,200 of them, each with a beat
    private const int Rows = DaySeconds / Step;

    private static readonly ForwarderOptions Quick = new()
    {
        FreshFirst = TimeSpan.FromSeconds(60),
        Gather = TimeSpan.FromMilliseconds(20),
        FirstBackoff = TimeSpan.FromMilliseconds(5),
        LongestBackoff = TimeSpan.FromMilliseconds(40),
    };

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_day_comes_to_InfluxDB_1_whole_and_once_through_every_fault()
    {
        await using var server = await InfluxServer.StartNewAsync();
        await DrainAsync(new("1.x", server.Url, server, async () =>
        [
            .. (await server.QueryAsync("SELECT n FROM hr")).Select(point => point["n"].GetInt64()),
        ], async () => (await server.QueryAsync("SELECT count(ms) FROM rr"))[0]["count"].GetInt64()));
    }

    [Fact]
    public async Task A_day_comes_to_VictoriaMetrics_whole_and_once_through_every_fault()
    {
        await using var server = await VictoriaServer.StartNewAsync();
        await DrainAsync(new("VictoriaMetrics", server.Url, server,
            async () => [.. (await server.ExportAsync("hr_n")).Select(point => (long)point.Value)],
            async () => (await server.ExportAsync("rr_ms")).Count));
    }

    [Theory]
    [InlineData("2.7.1")]
    [InlineData("3.1.0")]
    public async Task A_day_comes_to_InfluxDB_2_and_3_whole_and_once_through_every_fault(string version)
    {
        await using var store = await CountingStore.StartAsync(version);
        await DrainAsync(new(version, store.Url, null, () => Task.FromResult(store.PositionsOf("hr")), () => Task.FromResult((long)store.PositionsOf("rr").Count)));
    }

    private async Task DrainAsync(Store store)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"{store.Name}: seed {seed}");
        if (store.Process is { } process) await process.StopAsync();
        await using var proxy = await StoreProxy.StartAsync(store.Url);
        var mischief = new Mischief(new Random(seed), isAway: true);
        proxy.Answer = mischief.Answer;
        var options = new InfluxOptions { Url = proxy.Url, Org = "gym", Timeout = TimeSpan.FromSeconds(5) };

        await using (var journal = Open())
        {
            await Run(journal, options, async forwarder =>
            {
                await AppendAsync(journal, 0, Rows);
                await JournalWait.Until(() => !forwarder.Status.IsUp && journal.LastSeq == Rows, "a day passes without the store", 60);
            });
            Assert.Equal((0L, 0), (journal.Reader.FindCursor("influx"), proxy.Arrived.Count));
        }

        if (store.Process is not null) await store.Process.StartAsync();
        mischief.IsAway = false;
        var clock = Stopwatch.StartNew();
        await using (var journal = Open())
        {
            await Run(journal, options, async forwarder =>
            {
                await AppendAsync(journal, Rows, Rows + 100); // life goes on meanwhile
                await JournalWait.Until(() => proxy.Arrived.Count > 10_000, "a part is through", 120);
                if (store.Process is null) return;
                await store.Process.StopAsync();
                await AppendAsync(journal, Rows + 100, Rows + 200); // there is always something to miss it for
                await JournalWait.Until(() => !forwarder.Status.IsUp, "the store is missed", 60);
                await store.Process.StartAsync();
            });
        }

        await using (var journal = Open())
        {
            await Run(journal, options, async forwarder =>
            {
                await AppendAsync(journal, store.Process is null ? Rows + 100 : Rows + 200, Rows + 300);
                await JournalWait.Until(() => journal.LastSeq == Rows + 300 && forwarder.Status is { LagRows: 0 }, "everything is through", 180);
            });
            await AssertSame(store, journal, proxy);
        }

        var rows = (Rows + 300) / clock.Elapsed.TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{store.Name}: {rows:F0} rows a second through all of it, {rows * Step:F0} times the real time of one strap; {proxy.Writes} requests, {mischief}");
        Assert.True(rows * Step >= 20, $"{rows * Step:F1} times real time");
    }

    private static async Task AssertSame(Store store, SqliteJournal journal, StoreProxy proxy)
    {
        var dead = journal.Reader.DeadLetters("influx");
        Assert.Equal(Mischief.Refused, dead.Select(row => row.Seq));
        Assert.All(dead, row => Assert.Equal("400 partial write: chaos", row.Reason));
        var expected = Enumerable.Range(1, Rows + 300).Select(seq => (long)seq).Except(Mischief.Refused);
        var clock = Stopwatch.StartNew();
        var there = await store.PositionsAsync();
        while (there.Count < expected.Count() && clock.Elapsed < TimeSpan.FromSeconds(20)) there = await store.PositionsAsync(); // VictoriaMetrics shows new rows late
        Assert.Equal(expected, there.Order());
        Assert.Equal(expected.Count(), await store.BeatsAsync());
        Assert.Empty(journal.Reader.FindCursors("influx+"));
        Assert.InRange(Position(proxy.Arrived[0]), Rows - 31, Rows + 300); // The newest minute came first.
    }

    private static async Task Run(SqliteJournal journal, InfluxOptions options, Func<JournalForwarder, Task> story)
    {
        using var target = new InfluxTarget(options, TimeProvider.System, NullLogger.Instance);
        using var life = new CancellationTokenSource();
        var forwarder = new JournalForwarder(journal, target, Quick, TimeProvider.System, NullLogger.Instance);
        var running = forwarder.RunAsync(life.Token);
        await story(forwarder);
        await life.CancelAsync();
        await running;
    }

    private SqliteJournal Open() => JournalFolder.Open(_folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(20) });

    private static async Task AppendAsync(SqliteJournal journal, int from, int below)
    {
        for (var i = from; i < below; i++)
        {
            journal.Append(Sample(i * Step, 60 + (i % 120)));
            if (i % 10_000 == 0) await JournalWait.Until(() => journal.Health.PendingSteps < 20_000, "the journal keeps up", 60);
        }
    }

    private static long Position(string line) => long.Parse(line.Split(",n=")[1].Split('i')[0], CultureInfo.InvariantCulture);

    private sealed record Store(string Name, Uri Url, InfluxProcess? Process, Func<Task<IReadOnlyList<long>>> PositionsAsync, Func<Task<long>> BeatsAsync);

    /// <summary>Every answer of the table, drawn by a seed; some only a few times, since they take long.</summary>
    private sealed class Mischief(Random random, bool isAway)
    {
        /// <summary>Positions that are never taken, alone or beside each other, at both ends of batches.</summary>
        internal static readonly long[] Refused = [1, 777, 778, 2_000, 2_001, 30_000, Rows];

        private readonly HashSet<string> _marks = [.. Refused.Select(seq => $",n={seq}i ")];
        private readonly Dictionary<string, int> _did = new(StringComparer.Ordinal);
        private int _drips = 1;

        internal bool IsAway { get; set; } = isAway;

        internal async Task<int> Answer(ProxiedWrite write)
        {
            if (IsAway) return 503;
            if (write.Lines.Length > 1_500) return Did("413", 413);
            var fate = random.Next(24);
            if (fate == 0) return RetryLater(write.Context, 429);
            if (fate == 1) return RetryLater(write.Context, 503);
            if (fate == 2) return Did("500", 500);
            if (fate == 3) write.Context.Abort();
            if (fate == 3) return Did("cut before the write", 204);
            if (fate == 4 && Interlocked.Decrement(ref _drips) >= 0) await DripAsync(write.Context);
            var status = await PassAsync(write);
            if (fate is 5 or 6 && status == 204) write.Context.Abort();
            return fate is 5 or 6 && status == 204 ? Did("cut after the write", 204) : status;
        }

        public override string ToString() => string.Join(", ", _did.Select(pair => $"{pair.Value} x {pair.Key}"));

        private async Task<int> PassAsync(ProxiedWrite write)
        {
            var good = write.Lines.Where(line => !_marks.Any(line.Contains)).ToList();
            var status = await write.PassAsync(good);
            if (good.Count == write.Lines.Length || status != 204) return status;
            write.Context.Response.StatusCode = 400;
            await write.Context.Response.WriteAsync("partial write: chaos");
            return Did("partial write", 400);
        }

        private async Task DripAsync(HttpContext context)
        {
            Did("drip", 0);
            try
            {
                context.Response.StatusCode = 400;
                while (true)
                {
                    await context.Response.WriteAsync(".", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(50, context.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // The sender lost patience.
            }
        }

        private int RetryLater(HttpContext context, int status)
        {
            context.Response.Headers.RetryAfter = "0";
            return Did(status.ToString(CultureInfo.InvariantCulture), status);
        }

        private int Did(string what, int status)
        {
            _did[what] = _did.GetValueOrDefault(what) + 1;
            return status;
        }
    }
}
