using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalSteps;

namespace HeartMonitor.System.Tests.Storage;

public sealed class JournalFileTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3.51.2", false)]
    [InlineData("3.46.1", false)]
    [InlineData("nonsense", false)]
    [InlineData("3.51.3", true)]
    [InlineData("3.53.4", true)]
    [InlineData("4.0.0", true)]
    public void An_SQLite_that_can_corrupt_a_journal_is_refused(string version, bool isTaken)
    {
        if (isTaken) JournalFile.RequireSqlite(version);
        else Assert.Equal(JournalRefusal.SqliteTooOld, Assert.Throws<JournalRefusedException>(() => JournalFile.RequireSqlite(version)).Refusal);
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_is_refused_and_not_touched()
    {
        await (await WithOneRow()).DisposeAsync();
        Execute("PRAGMA user_version=99");
        var before = File.ReadAllBytes(_folder.File);

        var refused = Assert.Throws<JournalRefusedException>(() => _folder.Open());

        Assert.Equal(JournalRefusal.NewerVersion, refused.Refusal);
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    [Theory]
    [InlineData("PRAGMA application_id=4711")]
    [InlineData("CREATE TABLE somebodys(x)")]
    public void A_file_of_another_program_is_refused(string sql)
    {
        Execute(sql);

        Assert.Equal(JournalRefusal.ForeignFile, Assert.Throws<JournalRefusedException>(() => _folder.Open()).Refusal);
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_the_first_goes_on()
    {
        await using var journal = await WithOneRow();

        Assert.Equal(JournalRefusal.InUse, Assert.Throws<JournalRefusedException>(() => _folder.Open()).Refusal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_all_at_once()
    {
        var refused = Assert.Throws<JournalRefusedException>(
            () => JournalFolder.Open(_folder.Options with { SampleDelay = TimeSpan.Zero, SampleCapacity = 0 }));

        Assert.Equal(JournalRefusal.BadOptions, refused.Refusal);
        Assert.Contains("SampleDelay", refused.Message, StringComparison.Ordinal);
        Assert.Contains("SampleCapacity", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_journal_is_set_aside_whole_and_a_fresh_one_is_started()
    {
        await (await WithOneRow()).DisposeAsync();
        var damaged = File.ReadAllBytes(_folder.File);
        for (var i = 4_096; i < damaged.Length; i += 7) damaged[i] ^= 0x5A;
        File.WriteAllBytes(_folder.File, damaged);

        await using var journal = _folder.Open();
        journal.Append(Started());
        await JournalWait.Until(() => journal.LastSeq == 1, "the fresh journal is written");

        var aside = journal.Health.SetAside;
        Assert.NotNull(aside);
        Assert.StartsWith(_folder.File + ".corrupt-", aside, StringComparison.Ordinal);
        Assert.Equal(damaged, File.ReadAllBytes(aside));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_set_aside()
    {
        File.WriteAllText(_folder.File, new string('x', 10_000));

        await using var journal = _folder.Open();

        Assert.NotNull(journal.Health.SetAside);
        Assert.Equal(0, journal.LastSeq);
    }

    [Fact]
    public async Task An_empty_file_is_a_new_journal()
    {
        File.WriteAllBytes(_folder.File, []);

        await using var journal = _folder.Open();

        Assert.Null(journal.Health.SetAside);
    }

    [Fact]
    public async Task The_settings_are_those_that_keep_what_was_acknowledged()
    {
        await using var journal = await WithOneRow();
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False;Mode=ReadOnly");
        connection.Open();

        Assert.Equal("wal", connection.Text("PRAGMA journal_mode"));
        Assert.Equal(JournalSchema.ApplicationId, connection.Number("PRAGMA application_id"));
        Assert.Equal(JournalSchema.Version, connection.Number("PRAGMA user_version"));
        Assert.True(connection.Number("SELECT count(*) FROM pragma_table_list WHERE name IN ('journal','session','alert') AND strict") == 3);
    }

    [Fact]
    public async Task Another_process_reads_while_the_service_writes()
    {
        using var child = JournalChild.Start(_folder.Path, 1);
        try
        {
            await JournalChild.ReadAcknowledged(child);
            var drain = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var seen = 0L;
            for (var look = 0; look < 20; look++)
            {
                await JournalWait.Until(() => _folder.Reader.ReadAfter(seen, 1).Count == 1, "the writer goes on");
                var rows = _folder.Reader.ReadAfter(seen, 10_000);
                Assert.Equal(seen + 1, rows[0].Seq);
                Assert.Equal(rows.Count, rows[^1].Seq - rows[0].Seq + 1);
                seen = rows[^1].Seq;
            }

            child.Kill();
            await drain;
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_acknowledged_and_writing_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        var told = new List<(int Number, string? Refusal)>();
        var alerts = 0;
        var journal = JournalFolder.Open(new() { Folder = disk.Path, SampleDelay = TimeSpan.FromMilliseconds(20), RefuseAfter = TimeSpan.FromSeconds(1) });
        await using (journal)
        {
            journal.Released += items => Interlocked.Add(ref alerts, items.Count(item => item is { Event: AlertEvent, IsStored: false }));
            var number = 0;
            while (!journal.Health.IsDiskFull)
            {
                var mine = ++number;
                journal.Append(Fact(mine, new RpeAnswered(12) { Prompt = new string('p', 500) }, refusal => Tell(mine, refusal)));
                if (number % 20 == 0) await JournalWait.Until(() => journal.Health.PendingSteps < 20 || journal.Health.IsDiskFull, "room in the buffer");
                Assert.True(number < 100_000, "The small disk never filled.");
            }

            var stored = CountStored();
            Assert.True(stored > 100, $"{stored} stored before the disk was full");
            journal.Append(Raised(number, Alert("while-full", 1)));
            await JournalWait.Until(() => alerts == 1, "the alert is shown although the disk is full");
            await JournalWait.Until(() => Refusals() > 0, "those who wait are told");

            disk.FreeBallast();
            await JournalWait.Until(() => journal.Health.State == JournalState.Writing && journal.Health.PendingSteps == 0, "it writes again", 20);
            Assert.Equal(number + 1, journal.LastSeq);
        }

        var rows = new JournalReader(disk.Path).ReadAfter(0, 200_000);
        var seconds = rows.Where(row => row.Entry.Kind == JournalKind.Fact).Select(row => (int)(row.Entry.At - Start).TotalSeconds).ToList();
        Assert.Equal(seconds.Count, seconds.Distinct().Count()); // Nothing was written twice by the retries.
        Assert.Superset(told.Where(item => item.Refusal is null).Select(item => item.Number).ToHashSet(), seconds.ToHashSet());

        void Tell(int mine, string? refusal)
        {
            lock (told) told.Add((mine, refusal));
        }

        int CountStored()
        {
            lock (told) return told.Count(item => item.Refusal is null);
        }

        int Refusals()
        {
            lock (told) return told.Count(item => item.Refusal is not null);
        }
    }

    private async Task<SqliteJournal> WithOneRow()
    {
        var journal = _folder.Open();
        journal.Append(Started());
        await JournalWait.Until(() => journal.LastSeq == 1, "the row is stored");
        return journal;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }
}
