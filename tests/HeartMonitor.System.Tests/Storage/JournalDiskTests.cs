using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>A disk that fills up (ecosystem-reliability F8): the ballast goes, alerts, answers and ends are stored, packets wait for room.</summary>
public sealed class JournalDiskTests
{
    private const int Ballast = 600_000;

    [Fact]
    public async Task When_the_disk_is_full_the_ballast_goes_and_answers_and_ends_are_stored_until_there_is_room_again()
    {
        using var disk = SmallDisk.Mount();
        var options = new JournalOptions
        {
            Folder = disk.Path,
            SampleDelay = TimeSpan.FromMilliseconds(20),
            UpkeepEvery = TimeSpan.FromMilliseconds(50),
            BallastBytes = Ballast,
        };
        await using var journal = JournalFolder.Open(options);
        var ballast = Path.Combine(disk.Path, "journal.ballast");
        Assert.True(new FileInfo(ballast).Length >= Ballast);
        var number = 0;
        while (journal.Health.Disk != DiskRoom.Full)
        {
            for (var i = 0; i < 20; i++) journal.Append(Sample(++number));
            await JournalWait.Until(() => journal.Health.PendingSteps < 500 || journal.Health.Disk == DiskRoom.Full, "room in the buffer", 30);
            Assert.True(number < 400_000, "The small disk never filled.");
        }

        await JournalWait.Until(() => journal.Health is { State: JournalState.Writing, PendingSteps: 0 }, "it writes with the ballast's room", 30);
        Assert.False(File.Exists(ballast));
        Assert.True(journal.Health.IsDiskFull);
        string? refusal = null;
        journal.Append(Sample(++number, stored: why => refusal = why));
        Assert.Contains("full", refusal, StringComparison.Ordinal);
        Assert.True(journal.Health.DroppedSamples > 0);
        await StoredAsync(journal, Fact(++number, new RpeAnswered(17)), Alert("while-full", 1));
        await StoredAsync(journal, Fact(++number, new SessionEnded()), null);

        disk.FreeBallast(); // somebody makes room
        await JournalWait.Until(() => journal.Health.Disk != DiskRoom.Full, "it sees the room", 30);
        Assert.True(File.Exists(ballast));
        await StoredAsync(journal, Sample(++number), null);
        Assert.Equal(JournalKind.Sample, journal.Reader.ReadAfter(journal.LastSeq - 1, 1).Single().Entry.Kind);
        Assert.Contains(journal.Reader.CurrentAlerts(), alert => alert.Alert.Id == "while-full");
    }

    [Fact]
    public async Task A_disk_with_little_room_says_so_before_it_is_full()
    {
        using var disk = SmallDisk.Mount();
        await using var journal = JournalFolder.Open(new() { Folder = disk.Path, UpkeepEvery = TimeSpan.FromMilliseconds(50), BallastBytes = 0 });
        Assert.Equal(DiskRoom.Enough, journal.Health.Disk);

        var file = Path.Combine(disk.Path, "somebodys");
        File.WriteAllBytes(file, new byte[1_190_000]);
        await JournalWait.Until(() => journal.Health.Disk is DiskRoom.Low or DiskRoom.VeryLow, "it says that there is little room");
        File.Delete(file);
        await JournalWait.Until(() => journal.Health.Disk == DiskRoom.Enough, "and that there is enough");
    }

    [Fact]
    public async Task Without_room_for_a_ballast_there_is_none_and_the_journal_opens_all_the_same()
    {
        using var disk = SmallDisk.Mount();

        await using var journal = JournalFolder.Open(new() { Folder = disk.Path });

        Assert.False(File.Exists(Path.Combine(disk.Path, "journal.ballast")));
        Assert.Equal(JournalState.Writing, journal.Health.State);
    }

    private static async Task StoredAsync(SqliteJournal journal, SessionStep step, SessionEvent? decided)
    {
        var told = new TaskCompletionSource<string?>();
        step.Stored = told.SetResult;
        if (decided is not null) step.Emit(decided);
        journal.Append(step);
        Assert.Null(await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }
}
