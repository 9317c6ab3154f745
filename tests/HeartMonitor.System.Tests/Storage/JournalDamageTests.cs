using System.Globalization;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using HeartMonitor.Storage.Journal.Packing;
using HeartMonitor.Storage.Journal.Salvage;
using HeartMonitor.System.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalFiles;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>
/// Promise: a journal that is damaged, anywhere and in any way, opens; and of what was committed before the damage and lies outside of it nothing is lost
/// (ecosystem-reliability F12, F26).
/// </summary>
public sealed class JournalDamageTests : IDisposable
{
    private readonly JournalFolder _whole = new();

    /// <summary>How many damaged images; each takes some 50 ms.</summary>
    private static int Images =>
        int.TryParse(Environment.GetEnvironmentVariable("HEARTMONITOR_JOURNAL_IMAGES"), CultureInfo.InvariantCulture, out var images) ? images : 60;

    private static int Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("HEARTMONITOR_JOURNAL_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Environment.TickCount;

    public void Dispose() => _whole.Dispose();

    [Fact]
    public async Task Every_damaged_image_opens_and_gives_what_lies_outside_the_damage()
    {
        var image = await MakeImageAsync();
        var (seed, rescued, lost, kept) = (Seed, 0, 0L, 0L);
        var random = new Random(seed);
        for (var i = 0; i < Images; i++)
        {
            using var folder = new JournalFolder();
            image.CopyTo(folder);
            var damage = JournalDamager.Strike(folder.File, random);
            var must = image.OutsideOf(damage);
            await using var journal = JournalFolder.Open(Lazy(folder.Options));

            var rows = folder.Reader.ReadAfter(0, int.MaxValue).ToDictionary(row => row.Seq, JournalImage.Content);
            foreach (var seq in must) Assert.True(rows.ContainsKey(seq), $"row {seq} is lost though it lies outside, in {image.WhereIs(seq)}: {damage}; seed {seed}, image {i}, {journal.Health.SetAside}");
            foreach (var (seq, content) in rows) Assert.True(image.Rows.TryGetValue(seq, out var was) && was == content, $"row {seq} is not what it was: {damage}; seed {seed}, image {i}");
            if (journal.Health.SetAside is not null) rescued++;
            (kept, lost) = (kept + rows.Count, lost + image.Rows.Count - rows.Count);
            await GoesOnAsync(journal);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Images} images, {rescued} set aside; {kept} rows kept, {lost} lost with the damage; seed {seed}");
        Assert.True(rescued > Images / 3, $"only {rescued} of {Images} were damaged so that it was seen; seed {seed}");
    }

    [Theory]
    [InlineData(100, 0)] // the log has the first page, too: SQLite needs no help
    [InlineData(100, 32)]
    [InlineData(4_096, 32)]
    [InlineData(0, 32)]
    public async Task Without_its_headers_nothing_else_is_lost(int ofFile, int ofLog)
    {
        var image = await MakeImageAsync();
        using var folder = new JournalFolder();
        image.CopyTo(folder);
        using (var stream = new FileStream(folder.File, FileMode.Open)) stream.Write(new byte[ofFile]);
        using (var stream = new FileStream(folder.File + "-wal", FileMode.Open)) stream.Write(new byte[ofLog]);

        await using var journal = JournalFolder.Open(Lazy(folder.Options));

        Assert.Equal(image.Rows.Keys.Order(), folder.Reader.ReadAfter(0, int.MaxValue).Select(row => row.Seq));
        Assert.Equal(ofLog > 0 ? image.Rows.Count : 0, journal.Health.SavedRows);
        Assert.Equal(image.Sessions, folder.Reader.Sessions());
        Assert.Equal(image.Alerts, folder.Reader.CurrentAlerts().Select(a => (a.Session, a.Participant, a.Alert.Id, a.Alert.Rev)));
        Assert.Equal(1_000, folder.Reader.FindCursor("influx"));
        Assert.Equal(ofLog > 0, journal.Health.SetAside is { } aside && File.Exists(aside) && File.Exists(aside + "-wal"));
        Assert.Equal(4, journal.Epoch);
    }

    [Fact]
    public async Task A_rescue_that_is_killed_goes_on_at_the_next_start()
    {
        var image = await MakeImageAsync();
        foreach (var moment in (string[])["noted", "moved in part", "moved", "half filled"])
        {
            using var folder = new JournalFolder();
            image.CopyTo(folder);
            using (var stream = new FileStream(folder.File, FileMode.Open)) stream.Write(new byte[4_096]);
            File.WriteAllText(folder.File + ".rescue", "journal.db.corrupt-1");
            if (moment != "noted") File.Move(folder.File, folder.File + ".corrupt-1");
            if (moment is "moved" or "half filled") File.Move(folder.File + "-wal", folder.File + ".corrupt-1-wal");
            if (moment == "half filled") File.WriteAllText(folder.File + ".new", "half");

            await using var journal = JournalFolder.Open(Lazy(folder.Options));

            Assert.Equal(image.Rows.Keys.Order(), folder.Reader.ReadAfter(0, int.MaxValue).Select(row => row.Seq));
            Assert.False(File.Exists(folder.File + ".rescue") || File.Exists(folder.File + ".new"), moment);
        }
    }

    [Fact]
    public async Task Positions_go_on_behind_everything_that_a_sink_was_given()
    {
        await using (var journal = _whole.Open())
        {
            for (var i = 1; i <= 10; i++) journal.Append(JournalSteps.Sample(i));
            await journal.SaveCursorAsync("influx", 5_000, []);
        }

        using (var stream = new FileStream(_whole.File, FileMode.Open)) stream.Write(new byte[100]);
        await using var fresh = _whole.Open();
        fresh.Append(JournalSteps.Sample(11));
        await JournalWait.Until(() => fresh.LastSeq == 5_001, "the next row comes after the sink's position");
    }

    private static async Task GoesOnAsync(SqliteJournal journal)
    {
        var before = journal.LastSeq;
        journal.Append(JournalSteps.Fact(100_000, new RpeAnswered(12)));
        await JournalWait.Until(() => journal.LastSeq > before, "it goes on", 30);
    }

    /// <summary>Packed sessions and rows in the file, and rows that only the log holds; as a kill leaves it.</summary>
    private async Task<JournalImage> MakeImageAsync()
    {
        await using (var journal = JournalFolder.Open(Lazy(_whole.Options))) await AppendClassAsync(journal, 5, 400, openSessions: 2);
        await using (var journal = JournalFolder.Open(Eager(_whole.Options) with { SamplesPerBlock = 1_024 }))
        {
            await journal.SaveCursorAsync("influx", 1_000, []);
            await journal.SaveCursorAsync("influx", journal.LastSeq, []);
            await PackedAsync(_whole);
            await journal.SaveCursorAsync("influx", 1_000, []);
        }

        File.Copy(_whole.File, _whole.File + ".image");
        await using (var journal = JournalFolder.Open(Lazy(_whole.Options) with { SampleDelay = TimeSpan.FromMilliseconds(5) }))
        {
            for (var i = 1; i <= 300; i++)
            {
                journal.Append(JournalSteps.Sample(1_000 + i, session: SessionOf(4)));
                if (i % 20 == 0) await JournalWait.Until(() => journal.Health.PendingSteps == 0, "a few commits");
            }

            File.Copy(_whole.File, _whole.File + ".image", overwrite: true);
            File.Copy(_whole.File + "-wal", _whole.File + ".image-wal");
        }

        return JournalImage.Of(_whole.File + ".image");
    }
}
