using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>After an outage the newest minute goes first, and what came before follows beside it; no crash between the two skips a row.</summary>
public sealed class FreshFirstTests : IDisposable
{
    private static readonly ForwarderOptions Fresh = new()
    {
        RowsPerSend = 50,
        FreshFirst = TimeSpan.FromSeconds(60),
        ChoreEvery = TimeSpan.FromMilliseconds(10),
        FirstBackoff = TimeSpan.FromMilliseconds(1),
        LongestBackoff = TimeSpan.FromMilliseconds(2),
    };

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private JournalOptions Options => _folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(5), UrgentDelay = TimeSpan.Zero };

    [Fact]
    public async Task The_newest_minute_is_sent_first_and_the_backlog_after_it_in_order()
    {
        await using var journal = await JournalOf(1_000);
        var target = new ScriptedTarget(_ => ForwardResult.Accepted.All);

        await Forward(journal, target, () => journal.Reader.FindCursor("scripted") == 1_000);

        Assert.Equal(Rows(940, 1_000), target.Delivered.Take(61)); // 60 s and the row at their very beginning
        Assert.Equal(Rows(1, 1_000), target.Delivered.Order());
        Assert.Equal(Rows(1, 939), target.Delivered.Except(Rows(940, 1_000)));
        Assert.Empty(journal.Reader.FindCursors("scripted+"));
    }

    [Fact]
    public async Task However_long_the_outage_was_the_newest_minute_goes_first()
    {
        await using var journal = await JournalOf(500);
        var isAway = true;
        var target = new ScriptedTarget(_ => Volatile.Read(ref isAway) ? new ForwardResult.Keep("Away.") : ForwardResult.Accepted.All);
        using var life = new CancellationTokenSource();
        var running = new JournalForwarder(journal, target, Fresh, TimeProvider.System, NullLogger.Instance).RunAsync(life.Token);
        for (var part = 1; part <= 2 * DeliveredRanges.Most; part++)
        {
            for (var second = 1; second <= 120; second++) journal.Append(Sample(500 + ((part - 1) * 120) + second));
            var sends = target.Sends;
            await JournalWait.Until(() => journal.LastSeq == 500 + (part * 120) && target.Sends > sends + 2, "it is tried in vain", 30);
        }

        var last = (int)journal.LastSeq;
        Volatile.Write(ref isAway, false);
        await JournalWait.Until(() => journal.Reader.FindCursor("scripted") == last, "all is through", 30);
        await life.CancelAsync();
        await running;

        Assert.Equal(Rows(last - 60, last), target.Delivered.Take(61).Order());
        Assert.Equal(Rows(1, last), target.Delivered.Order());
    }

    [Fact]
    public async Task Fresh_rows_do_not_wait_for_the_backlog()
    {
        await using var journal = await JournalOf(1_000);
        var sends = 0;
        var target = new ScriptedTarget(rows =>
        {
            if (Interlocked.Increment(ref sends) == 5) journal.Append(Sample(1_001));
            if (sends == 5) SpinWait.SpinUntil(() => journal.LastSeq == 1_001, TimeSpan.FromSeconds(30));
            return ForwardResult.Accepted.All;
        });

        await Forward(journal, target, () => journal.Reader.FindCursor("scripted") == 1_001);

        Assert.InRange(target.Delivered.ToList().IndexOf(1_001), 200, 400); // soon after it was there, long before the backlog's end
        Assert.Equal(Rows(1, 1_001), target.Delivered.Order());
    }

    [Fact]
    public async Task A_crash_between_fresh_rows_and_backlog_neither_loses_nor_sends_again_what_was_saved()
    {
        await using (var journal = await JournalOf(1_000))
        {
            var part = new ScriptedTarget(rows => rows[0].Seq > 200 && rows[0].Seq < 900 ? new ForwardResult.Keep("Not now.") : ForwardResult.Accepted.All);
            await Forward(journal, part, () => journal.Reader.FindCursors("scripted+") is [("scripted+939", 1_000)] && journal.Reader.FindCursor("scripted") >= 200);
        }

        await using var again = JournalFolder.Open(Options);
        var saved = again.Reader.FindCursor("scripted");
        var target = new ScriptedTarget(_ => ForwardResult.Accepted.All);
        await Forward(again, target, () => again.Reader.FindCursor("scripted") == 1_000);

        Assert.Equal(Rows((int)saved + 1, 939), target.Delivered);
    }

    [Fact]
    public async Task A_second_outage_during_the_catching_up_makes_a_second_gap_and_both_are_closed_in_order()
    {
        await using var journal = await JournalOf(1_000);
        var isAway = false;
        var first = new ScriptedTarget(rows => isAway || rows[0].Seq < 900 ? new ForwardResult.Keep("Away.") : ForwardResult.Accepted.All);
        await Forward(journal, first, () => journal.Reader.FindCursors("scripted+").Count == 1);
        isAway = true;
        for (var second = 1_001; second <= 2_000; second++) journal.Append(Sample(second));
        await JournalWait.Until(() => journal.LastSeq == 2_000, "the second backlog is stored", 30);
        var target = new ScriptedTarget(_ => ForwardResult.Accepted.All);

        await Forward(journal, target, () => journal.Reader.FindCursor("scripted") == 2_000);

        Assert.Equal(Rows(1_940, 2_000), target.Delivered.Take(61));
        Assert.Equal([.. Rows(1, 939), .. Rows(1_001, 1_939)], target.Delivered.Except(Rows(1_940, 2_000)));
        Assert.Empty(journal.Reader.FindCursors("scripted+"));
    }

    [Fact]
    public async Task Health_tells_the_backlog_from_the_rows_that_are_fresh()
    {
        await using var journal = await JournalOf(1_000);
        var target = new ScriptedTarget(rows => rows[0].Seq < 900 ? new ForwardResult.Keep("Not these.") : ForwardResult.Accepted.All);
        using var life = new CancellationTokenSource();
        var forwarder = new JournalForwarder(journal, target, Fresh, TimeProvider.System, NullLogger.Instance);
        var running = forwarder.RunAsync(life.Token);

        await JournalWait.Until(() => forwarder.Status is { LagRows: 939, BacklogRows: 939, IsUp: false }, "the newest minute is through");
        await life.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Dead_letters_are_sent_again_when_the_operator_asks_and_those_that_are_taken_are_none_any_more()
    {
        await using var journal = await JournalOf(100);
        var bad = new HashSet<long> { 3, 50, 51 };
        var target = new ScriptedTarget(rows => new ForwardResult.Accepted([.. rows.Where(row => bad.Contains(row.Seq)).Select(row => new RejectedRow(row.Seq, $"No {bad.Count}."))]));
        using var life = new CancellationTokenSource();
        var forwarder = new JournalForwarder(journal, target, Fresh, TimeProvider.System, NullLogger.Instance);
        forwarder.ResendOnWish(_folder.Path);
        var running = forwarder.RunAsync(life.Token);
        await JournalWait.Until(() => forwarder.Status.DeadLetters == 3, "three rows are refused");
        bad.RemoveWhere(seq => seq != 50);

        JournalForwarder.AskToResend(_folder.Path, "scripted");

        await JournalWait.Until(() => journal.Reader.DeadLetters("scripted") is [(50, "No 1.")] && !File.Exists(Path.Combine(_folder.Path, "resend-scripted")) && forwarder.Status.DeadLetters == 1, "two are taken", 30);
        Assert.Equal([3, 51], target.Delivered.TakeLast(2));
        Assert.Equal(("scripted", 50L, "No 1."), Assert.Single(journal.Reader.AllDeadLetters(10).Select(dead => (dead.Sink, dead.Seq, dead.Reason))));
        await life.CancelAsync();
        await running;
    }

    /// <summary>Rows a second apart, position k at second k.</summary>
    private async Task<SqliteJournal> JournalOf(int rows)
    {
        var journal = JournalFolder.Open(Options);
        for (var second = 1; second <= rows; second++) journal.Append(Sample(second));
        await JournalWait.Until(() => journal.LastSeq == rows, "the rows are stored", 30);
        return journal;
    }

    private static async Task Forward(SqliteJournal journal, IForwardTarget target, Func<bool> until)
    {
        using var life = new CancellationTokenSource();
        var running = new JournalForwarder(journal, target, Fresh, TimeProvider.System, NullLogger.Instance).RunAsync(life.Token);
        await JournalWait.Until(until, "the rows are forwarded", 30);
        await life.CancelAsync();
        await running;
    }

    private static IEnumerable<long> Rows(int first, int last) => Enumerable.Range(first, last - first + 1).Select(seq => (long)seq);
}
