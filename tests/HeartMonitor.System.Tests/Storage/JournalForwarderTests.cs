using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

public sealed class JournalForwarderTests : IDisposable
{
    private static readonly ForwarderOptions Quick = new()
    {
        RowsPerSend = 7,
        FirstBackoff = TimeSpan.FromMilliseconds(1),
        LongestBackoff = TimeSpan.FromMilliseconds(2),
        LongestRetryAfter = TimeSpan.FromMilliseconds(2),
    };

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private JournalOptions Options => _folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(5), UrgentDelay = TimeSpan.Zero };

    /// <summary>A failing seed is printed; put it in the data to see it again.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(null, false)]
    [InlineData(null, true)]
    public async Task Whatever_the_target_does_every_row_ends_delivered_or_dead_lettered_in_order_or_the_newest_first(int? fixedSeed, bool freshFirst)
    {
        for (var round = 0; round < 5; round++)
        {
            var seed = (fixedSeed ?? Environment.TickCount) + (round * 1_000);
            using var folder = new JournalFolder();
            await RunStory(folder, new Random(seed), seed, freshFirst ? Quick with { FreshFirst = TimeSpan.FromSeconds(10) } : Quick);
        }
    }

    /// <summary>Rows come while a target accepts, rejects, keeps, throws, or takes them and the forwarder dies before it knows.</summary>
    private async Task RunStory(JournalFolder folder, Random random, int seed, ForwarderOptions options)
    {
        var rejectable = Enumerable.Range(1, 500).Where(_ => random.Next(8) == 0).Select(seq => (long)seq).ToHashSet();
        CancellationTokenSource? life = null;
        ScriptedTarget? target = null;
        target = new ScriptedTarget(batch =>
        {
            switch (random.Next(6))
            {
                case 0: return new ForwardResult.Keep("Not now.");
                case 1: return new ForwardResult.Keep("Later.", TimeSpan.FromDays(9));
                case 2: throw new InvalidOperationException("A bug.");
                case 3 when life is { IsCancellationRequested: false }:
                    target!.Deliver(batch, [.. batch.Where(row => rejectable.Contains(row.Seq)).Select(row => new RejectedRow(row.Seq, ""))]);
                    life.Cancel();
                    throw new OperationCanceledException(life.Token);
                default: return new ForwardResult.Accepted([.. batch.Where(row => rejectable.Contains(row.Seq)).Select(row => new RejectedRow(row.Seq, "Never."))]);
            }
        });

        var rows = 100L;
        for (var sent = 0; sent < rows;)
        {
            await using var journal = JournalFolder.Open(Options with { Folder = folder.Path });
            using (life = new())
            {
                var running = Forward(journal, target, options).RunAsync(life.Token);
                for (var some = random.Next(1, 40); some > 0 && sent < rows; some--) journal.Append(Sample(sent++));
                if (sent == rows)
                    await JournalWait.Until(() => life.IsCancellationRequested || journal.Reader.FindCursor("scripted") == rows, $"all are through; seed {seed}");
                else
                    await JournalWait.Until(() => life.IsCancellationRequested || journal.LastSeq == sent, $"all are stored; seed {seed}");
                if (sent == rows && journal.Reader.FindCursor("scripted") < rows) rows++; // It died with rows to go: once more, with one row more.
                await life.CancelAsync();
                await running;
            }

            life = null;
        }

        var dead = folder.Reader.DeadLetters("scripted").Select(row => row.Seq).ToList();
        var last = folder.Reader.FindCursor("scripted");
        Assert.Equal(rejectable.Where(seq => seq <= last).Order(), dead);
        var arrived = target.Delivered.Distinct(); // first arrivals
        Assert.Equal(Enumerable.Range(1, (int)last).Select(seq => (long)seq).Except(dead), options.FreshFirst is null ? arrived : arrived.Order());
        Assert.Empty(folder.Reader.FindCursors("scripted+"));
        Assert.Equal(rows, last);
    }

    [Fact]
    public async Task The_position_is_saved_only_after_the_target_accepted()
    {
        await using var journal = JournalFolder.Open(Options);
        var isOpen = false;
        var target = new ScriptedTarget(_ => Volatile.Read(ref isOpen) ? ForwardResult.Accepted.All : new ForwardResult.Keep("Closed."));
        using var life = new CancellationTokenSource();
        var forwarder = Forward(journal, target);
        var running = forwarder.RunAsync(life.Token);
        for (var i = 0; i < 20; i++) journal.Append(Sample(i));
        await JournalWait.Until(() => target.Sends > 5, "it tries again and again");

        Assert.Equal(0, journal.Reader.FindCursor("scripted"));
        var status = forwarder.Status;
        Assert.Equal((false, 20L, 0L, "Closed."), (status.IsUp, status.LagRows, status.Position, status.LastError));
        Assert.True(status.OldestAge > TimeSpan.Zero);
        Volatile.Write(ref isOpen, true);

        await JournalWait.Until(() => journal.Reader.FindCursor("scripted") == 20, "the position is saved");
        Assert.Null(forwarder.Status.LastError); // an error that is over would be looked for
        Assert.Equal((true, 0L, TimeSpan.Zero, 20L), (forwarder.Status.IsUp, forwarder.Status.LagRows, forwarder.Status.OldestAge, forwarder.Status.Sent));
        await life.CancelAsync();
        await running;
    }

    [Fact]
    public async Task It_sleeps_until_a_commit_wakes_it()
    {
        await using var journal = JournalFolder.Open(Options);
        var target = new ScriptedTarget(_ => ForwardResult.Accepted.All);
        using var life = new CancellationTokenSource();
        var running = Forward(journal, target).RunAsync(life.Token);
        for (var i = 1; i <= 5; i++)
        {
            journal.Append(Sample(i));
            await JournalWait.Until(() => target.Delivered.Count == i, "the row is forwarded");
        }

        Assert.Equal(5, target.Sends);
        await life.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(1_000_000, 300)]
    public async Task It_waits_as_long_as_the_receiver_asks_but_not_over_five_minutes(int askedSeconds, int waitedSeconds)
    {
        var clock = new JournalClock();
        await using var journal = JournalFolder.Open(Options, clock);
        var target = new ScriptedTarget(_ => new ForwardResult.Keep("Later.", TimeSpan.FromSeconds(askedSeconds)));
        using var life = new CancellationTokenSource();
        journal.Append(Sample(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        await JournalWait.Until(() => journal.LastSeq == 1, "the row is stored");
        var running = Forward(journal, target, new(), clock).RunAsync(life.Token);
        await JournalWait.Until(() => target.Sends == 1, "the first send");
        await JournalWait.Until(() => clock.HasTimerDueIn(TimeSpan.FromSeconds(waitedSeconds)), "the wait has begun");

        clock.Advance(TimeSpan.FromSeconds(waitedSeconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, target.Sends);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        await JournalWait.Until(() => target.Sends == 2, "the second send");
        await life.CancelAsync();
        await running;
    }

    [Fact]
    public void Own_waits_grow_from_one_second_to_sixty_with_full_jitter()
    {
        var highest = new FullJitterBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), () => 1);
        var lowest = new FullJitterBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), () => 0);

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(_ => highest.Next().TotalSeconds));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(TimeSpan.Zero, lowest.Next()));
        highest.Reset();
        Assert.Equal(1, highest.Next().TotalSeconds);
    }

    [Fact]
    public async Task A_backlog_is_drained_at_many_times_real_time()
    {
        const int rows = 20_000; // More than an hour of five people.
        await using var journal = JournalFolder.Open(Options);
        for (var i = 0; i < rows; i++) journal.Append(Sample(i));
        await JournalWait.Until(() => journal.LastSeq == rows, "the backlog is stored", 30);
        var target = new ScriptedTarget(_ => ForwardResult.Accepted.All);
        using var life = new CancellationTokenSource();
        var begun = TimeProvider.System.GetTimestamp();

        var running = Forward(journal, target, new()).RunAsync(life.Token);
        await JournalWait.Until(() => target.Delivered.Count == rows, "the backlog is drained", 30);

        TestContext.Current.TestOutputHelper?.WriteLine($"{rows} rows drained in {TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
        await life.CancelAsync();
        await running;
    }

    private static JournalForwarder Forward(
        SqliteJournal journal, IForwardTarget target, ForwarderOptions? options = null, TimeProvider? time = null) =>
        new(journal, target, options ?? Quick, time ?? TimeProvider.System, NullLogger.Instance);
}
