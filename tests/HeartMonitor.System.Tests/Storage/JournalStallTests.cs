using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>A disk that does not answer, made by another connection that holds the write lock.</summary>
public sealed class JournalStallTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_alert_goes_out_unstored_after_250_ms_and_again_with_its_place_when_it_is_stored()
    {
        await using var journal = _folder.Open();
        var released = new List<(Released Item, TimeSpan At)>();
        var begun = TimeProvider.System.GetTimestamp();
        journal.Released += items =>
        {
            lock (released) released.AddRange(items.Select(item => (item, TimeProvider.System.GetElapsedTime(begun))));
        };

        using (HoldWriteLock())
        {
            begun = TimeProvider.System.GetTimestamp();
            journal.Append(Sample(1));
            journal.Append(Raised(2, Alert("a", 1)));
            await JournalWait.Until(() => CountOf(released) == 1, "the alert goes out");
            Assert.InRange(released[0].At.TotalMilliseconds, 245, 1_000);
            Assert.Equal((0L, false, "a"), (released[0].Item.Seq, released[0].Item.IsStored, Id(released[0].Item)));
            journal.Append(Raised(3, Alert("b", 1)));
            await JournalWait.Until(() => CountOf(released) == 2, "the second goes out alone");
        }

        await JournalWait.Until(() => CountOf(released) == 4, "both are stored");
        Assert.Equal([(2L, true, "a"), (3L, true, "b")], released[2..].Select(r => (r.Item.Seq, r.Item.IsStored, Id(r.Item)!)));
    }

    [Fact]
    public async Task Tiles_stay_alive_and_no_live_value_is_shown_twice()
    {
        await using var journal = JournalFolder.Open(_folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(100) });
        var shown = new List<int?>();
        journal.Released += items =>
        {
            lock (shown) shown.AddRange(items.Select(item => item.Live?.Hr));
        };

        using (HoldWriteLock())
        {
            for (var i = 1; i <= 3; i++) journal.Append(Showing(i, 100 + i));
            await JournalWait.Until(() => CountOf(shown) == 3, "live values go out although nothing is committed");
            Assert.Equal(0, journal.LastSeq);
        }

        await JournalWait.Until(() => journal.LastSeq == 3, "the samples are stored");
        Assert.Equal([101, 102, 103], shown);
    }

    [Fact]
    public async Task A_command_is_told_not_stored_and_the_second_tap_ends_with_exactly_one()
    {
        await using var journal = JournalFolder.Open(_folder.Options with { RefuseAfter = TimeSpan.FromMilliseconds(400) });
        var told = new List<(string Tap, string? Reason)>();
        void Tell(string tap, string? reason)
        {
            lock (told) told.Add((tap, reason));
        }

        using (HoldWriteLock())
        {
            journal.Append(Fact(1, new RpeAnswered(15), reason => Tell("first", reason), new("tap", CommandResult.Accepted)));
            await JournalWait.Until(() => CountOf(told) == 1, "the first tap is refused");
            Assert.NotNull(told[0].Reason);
            journal.Append(Fact(2, new RpeAnswered(15), reason => Tell("second", reason), new("tap", CommandResult.Duplicate)));
        }

        await JournalWait.Until(() => CountOf(told) == 2, "the second tap is told");
        Assert.Equal(("second", null), told[1]);
        Assert.Single(journal.Reader.ReadAfter(0, 10));
        Assert.Equal(CommandResult.Accepted, journal.Reader.FindReceipt("tap")?.Result);
    }

    [Fact]
    public async Task A_full_buffer_drops_plain_samples_first_and_refuses_the_rest_at_its_second_bound()
    {
        var options = _folder.Options with { SampleCapacity = 10, ReserveCapacity = 5 };
        await using var journal = JournalFolder.Open(options);
        var refused = new List<string>();
        var seen = new List<Released>();
        journal.Released += items =>
        {
            lock (seen) seen.AddRange(items);
        };

        using (HoldWriteLock())
        {
            for (var i = 0; i < 10; i++) journal.Append(Sample(i, stored: why => Note(why, "early sample")));
            for (var i = 10; i < 13; i++) journal.Append(Sample(i, stored: why => Note(why, "late sample")));
            for (var i = 13; i < 18; i++) journal.Append(Fact(i, new RpeAnswered(12), why => Note(why, "answer")));
            journal.Append(Fact(18, new RpeAnswered(12), why => Note(why, "answer beyond")));
            journal.Append(Raised(19, Alert("beyond", 1)));

            Assert.Equal(["late sample", "late sample", "late sample", "answer beyond"], refused);
            Assert.Equal((3L, 2L), (journal.Health.DroppedSamples, journal.Health.RefusedSteps));
            await JournalWait.Until(() => CountOf(seen) == 1, "the alert is shown all the same");
            Assert.Equal((0L, false), (seen[0].Seq, seen[0].IsStored));
        }

        await JournalWait.Until(() => journal.LastSeq == 15, "the ten samples and five answers are stored");
        Assert.Equal(4, refused.Count);
        void Note(string? why, string what)
        {
            if (why is not null) refused.Add(what);
        }
    }

    [Fact]
    public async Task The_state_is_visible_while_it_fails_and_after()
    {
        await using var journal = _folder.Open();
        using (HoldWriteLock())
        {
            journal.Append(Started());
            await JournalWait.Until(() => journal.Health.State == JournalState.Failing, "the busy timeout of 5 s is over", 15);
            Assert.NotNull(journal.Health.LastError);
            Assert.Equal(1, journal.Health.PendingSteps);
        }

        await JournalWait.Until(() => journal.Health.State == JournalState.Writing, "it writes again", 15);
        Assert.Single(journal.Reader.ReadAfter(0, 10));
    }

    private static string? Id(Released item) => (item.Event as AlertEvent)?.Id;

    private static int CountOf<T>(List<T> list)
    {
        lock (list) return list.Count;
    }

    private WriteLock HoldWriteLock() => new(_folder.File);

    private sealed class WriteLock : IDisposable
    {
        private readonly SqliteConnection _connection;

        internal WriteLock(string file)
        {
            _connection = new($"Data Source={file};Pooling=False");
            _connection.Open();
            Run("BEGIN IMMEDIATE");
        }

        public void Dispose()
        {
            Run("ROLLBACK");
            _connection.Dispose();
        }

        private void Run(string sql)
        {
            using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constant text.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }
}
