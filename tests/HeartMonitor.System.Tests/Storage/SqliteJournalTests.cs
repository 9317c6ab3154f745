using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

public sealed class SqliteJournalTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_went_in_comes_out_in_order_with_no_gap()
    {
        await using (var journal = _folder.Open())
        {
            journal.Append(Started());
            journal.Append(Sample(1, 118));
            var step = Fact(2, new RpeAnswered(18));
            step.Emit(Alert("aaaabbbbccccdddd", 1, second: 2));
            journal.Append(step);
        }

        var rows = _folder.Reader.ReadAfter(0, 10);

        Assert.Equal([1L, 2, 3, 4], rows.Select(row => row.Seq));
        Assert.Equal([JournalKind.Fact, JournalKind.Sample, JournalKind.Fact, JournalKind.Event], rows.Select(row => row.Entry.Kind));
        Assert.All(rows, row => Assert.Equal((Session, Participant), (row.Entry.Session, row.Entry.Participant)));
        Assert.True(SampleBody.TryRead(rows[1].Entry.Body, out var label, out var packet));
        Assert.Equal((Good, Start.AddSeconds(1)), (label, rows[1].Entry.At));
        Assert.Equal(Packet(118, rr: [512]), packet.ToArray());
        Assert.Equal(new RpeAnswered(18), MonitorJson.ReadFact(rows[2].Entry.Body.Span));
        Assert.Equal("aaaabbbbccccdddd", Assert.IsType<AlertEvent>(MonitorJson.ReadEvent(rows[3].Entry.Body.Span, Start)).Id);
    }

    [Fact]
    public async Task The_step_may_be_reused_as_soon_as_it_was_appended()
    {
        var memory = new byte[] { 0x06, 100 };
        var step = new SessionStep();
        await using (var journal = _folder.Open())
        {
            for (byte bpm = 100; bpm < 200; bpm++)
            {
                memory[1] = bpm;
                step.ForSample(Session, Participant, Start.AddSeconds(bpm), memory).Label = new(SignalQuality.Suspect, SignalReasons.Step);
                journal.Append(step);
            }
        }

        var packets = _folder.Reader.ReadAfter(0, 1_000).Select(row => row.Entry.Body.Span[^1]);

        Assert.Equal(Enumerable.Range(100, 100).Select(bpm => (byte)bpm), packets);
    }

    [Fact]
    public async Task Plain_samples_wait_and_an_urgent_step_takes_them_along_at_once()
    {
        var clock = new JournalClock();
        await using var journal = JournalFolder.Open(_folder.Options, clock);
        var told = new List<string>();
        journal.Append(Sample(1, stored: _ => told.Add("sample")));
        clock.Advance(TimeSpan.FromMilliseconds(800));
        Assert.Empty(_folder.Reader.ReadAfter(0, 10)); // Nothing woke the writer: it is not yet due.

        journal.Append(Fact(2, new RpeAnswered(12), stored: _ => told.Add("answer")));
        clock.Advance(TimeSpan.FromMilliseconds(5));

        await JournalWait.Until(() => told.Count == 2, "both are stored");
        Assert.Equal(["sample", "answer"], told);
        Assert.Equal([1L, 2], _folder.Reader.ReadAfter(0, 10).Select(row => row.Seq));
    }

    [Fact]
    public async Task Plain_samples_are_committed_within_a_second_all_together()
    {
        var clock = new JournalClock();
        await using var journal = JournalFolder.Open(_folder.Options, clock);
        var commits = 0;
        for (var i = 0; i < 50; i++) journal.Append(Sample(i, stored: _ => Interlocked.Increment(ref commits)));

        clock.Advance(TimeSpan.FromSeconds(1));

        await JournalWait.Until(() => commits == 50, "all samples are stored");
        Assert.Equal(50, journal.LastSeq);
    }

    [Fact]
    public async Task A_steady_stream_is_committed_in_groups_and_not_sample_by_sample()
    {
        await using var journal = JournalFolder.Open(_folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(200) });
        var stored = 0;
        var commits = new HashSet<long>();
        var begun = TimeProvider.System.GetTimestamp();
        var sent = 0;
        while (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(1))
        {
            journal.Append(Sample(++sent, stored: _ =>
            {
                commits.Add(journal.LastSeq);
                Interlocked.Increment(ref stored);
            }));
            Thread.SpinWait(2_000);
        }

        await JournalWait.Until(() => stored == sent, "all are stored");
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} samples in {commits.Count} commits");
        Assert.InRange(commits.Count, 2, 9);
    }

    [Fact]
    public async Task An_urgent_step_is_on_disk_within_some_twenty_milliseconds()
    {
        await using var journal = _folder.Open();
        var waits = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var begun = TimeProvider.System.GetTimestamp();
            journal.Append(Fact(i, new RpeAnswered(12), _ => stored.SetResult()));
            await stored.Task;
            waits.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
        }

        waits.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"urgent step to disk: median {waits[25]:F1} ms, worst {waits[^1]:F1} ms");
        Assert.InRange(waits[25], 0, 60); // The median, and three times the promise: the machine is shared.
    }

    [Fact]
    public async Task Facts_decisions_and_live_values_are_released_after_the_commit_in_order()
    {
        var released = new List<Released>();
        await using (var journal = _folder.Open())
        {
            journal.Released += released.AddRange;
            journal.Append(Started());
            journal.Append(Showing(1, 99));
            var step = Fact(2, new RpeAnswered(18));
            step.Emit(Alert("a", 1, second: 2));
            step.Live = Live(2, 101);
            journal.Append(step);
        }

        Assert.Equal([1L, 0, 3, 4, 0], released.Select(item => item.Seq));
        Assert.IsType<SessionStarted>(released[0].Fact);
        Assert.Equal(99, released[1].Live?.Hr);
        Assert.IsType<RpeAnswered>(released[2].Fact);
        Assert.Equal("a", Assert.IsType<AlertEvent>(released[3].Event).Id);
        Assert.Equal(101, released[4].Live?.Hr);
        Assert.All(released, item => Assert.True(item.IsStored));
    }

    [Fact]
    public async Task A_listener_that_throws_stops_neither_its_sibling_nor_the_journal()
    {
        var seen = 0;
        await using var journal = _folder.Open();
        journal.Released += _ => throw new InvalidOperationException("A bug of a listener.");
        journal.Released += items => Interlocked.Add(ref seen, items.Count);

        journal.Append(Started());
        await JournalWait.Until(() => seen == 1, "the sibling hears the first");
        journal.Append(Fact(1, new RpeAnswered(12)));

        await JournalWait.Until(() => seen == 2, "the sibling hears the second");
    }

    [Fact]
    public async Task A_restart_finds_sessions_alerts_receipts_cursors_and_the_next_epoch()
    {
        await using (var journal = _folder.Open())
        {
            journal.Append(Started());
            journal.Append(Raised(1, Alert("kept", 1, second: 1)));
            journal.Append(Raised(2, Alert("kept", 2, AlertState.Acknowledged, 2)));
            journal.Append(Raised(3, Alert("gone", 1, second: 3)));
            journal.Append(Raised(4, Alert("gone", 2, AlertState.Closed, 4)));
            journal.Append(Fact(5, new RpeAnswered(12), receipt: new("cmd-1", CommandResult.Accepted)));
            journal.Append(Sample(6));
            _ = journal.SaveCursorAsync("influx", 4, []);
            Assert.Equal(1, journal.Epoch);
        }

        await using var again = _folder.Open();
        var reader = again.Reader;
        Assert.Equal((2L, 7L), (again.Epoch, again.LastSeq));
        Assert.Equal(new StoredSession(Session, Participant, Start, null, 1, 2, 4), Assert.Single(reader.OpenSessions()));
        var alert = Assert.Single(reader.CurrentAlerts());
        Assert.Equal(("kept", 2, Start.AddSeconds(2)), (alert.Alert.Id, alert.Alert.Rev, alert.Alert.At));
        Assert.Equal(CommandResult.Accepted, reader.FindReceipt("cmd-1")?.Result);
        Assert.Null(reader.FindReceipt("cmd-2"));
        Assert.Equal((4L, 0L), (reader.FindCursor("influx"), reader.FindCursor("mqtt")));
        Assert.Equal(Start.AddSeconds(6), reader.LastStamp());
        Assert.Equal([("gone", 1), ("gone", 2), ("kept", 1), ("kept", 2)], reader.KnownEvents(Session).Order());
    }

    [Fact]
    public async Task An_ended_session_keeps_its_rows_its_counts_and_what_comes_late()
    {
        await using var journal = _folder.Open();
        journal.Append(Started());
        for (var i = 1; i < 20; i++)
        {
            journal.Append(Sample(i));
            journal.Append(Sample(i, session: "s_other0000000"));
        }

        journal.Append(Fact(20, new SessionEnded()));
        journal.Append(Sample(21));
        journal.Append(Fact(22, new RpeAnswered(12)));
        await JournalWait.Until(() => journal.LastSeq == 42, "everything is stored");

        Assert.Empty(journal.Reader.OpenSessions());
        var session = Assert.Single(journal.Reader.Sessions()); // The other one was never started.
        Assert.Equal((Start.AddSeconds(20), 20L, 3L, 0L), (session.Ended, session.Samples, session.Facts, session.Events));
        var rows = journal.Reader.ReadSession(Session).ToList();
        Assert.Equal(23, rows.Count);
        Assert.All(rows, row => Assert.Equal(Session, row.Entry.Session));
        Assert.Equal(19, journal.Reader.ReadSession("s_other0000000").Count());
        Assert.Empty(journal.Reader.ReadSession("s_unknown00000"));
    }

    [Fact]
    public async Task A_command_id_is_never_given_a_second_fact()
    {
        await using var journal = _folder.Open();
        var told = new List<string?>();
        journal.Append(Started());
        journal.Append(Fact(1, new RpeAnswered(12), told.Add, new("cmd", CommandResult.Accepted)));
        journal.Append(Fact(2, new RpeAnswered(12), told.Add, new("cmd", CommandResult.Accepted)));
        journal.Append(Fact(3, new RpeAnswered(12), told.Add, new("cmd", CommandResult.Duplicate)));
        journal.Append(Fact(4, new RpeAnswered(12), told.Add, new("lost", CommandResult.Duplicate)));

        await JournalWait.Until(() => told.Count == 4, "all four are told");

        Assert.Equal([null, null, null, "The first request with this id was not stored."], told);
        Assert.Single(journal.Reader.ReadSession(Session), row => row.Entry.At > Start);
    }

    [Fact]
    public async Task A_step_that_cannot_be_written_is_refused_alone_and_its_alert_is_shown()
    {
        var released = new List<Released>();
        var told = new List<string?>();
        await using (var journal = _folder.Open())
        {
            journal.Released += released.AddRange;
            journal.Append(Started());
            var broken = Raised(1, Alert("a", 1) with { Because = [new("mean30s", double.NaN, "bpm")] });
            broken.Stored = told.Add;
            journal.Append(broken);
            journal.Append(Fact(2, new RpeAnswered(12)));
            await JournalWait.Until(() => journal.LastSeq == 2, "the others are stored");
            Assert.Equal(1, journal.Health.RefusedSteps);
        }

        Assert.Equal(["It cannot be written as JSON."], told);
        Assert.Equal([(1L, true), (0, false), (2, true)], released.Select(item => (item.Seq, item.IsStored)));
    }

    [Fact]
    public async Task After_the_stop_everything_is_refused()
    {
        var journal = _folder.Open();
        await journal.DisposeAsync();
        var told = new List<string?>();

        journal.Append(Sample(1, stored: told.Add));

        Assert.Equal(["The journal is closed."], told);
        Assert.False(await journal.SaveCursorAsync("influx", 1, []));
        Assert.Equal(JournalState.Stopped, journal.Health.State);
        Assert.False(File.Exists(_folder.File + "-wal"));
    }
}
