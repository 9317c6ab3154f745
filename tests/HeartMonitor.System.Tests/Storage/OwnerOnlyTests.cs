using HeartMonitor.Storage;
using HeartMonitor.Storage.People;
using HeartMonitor.Storage.Queue;
using HeartMonitor.Storage.Straps;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

#pragma warning disable CA1416 // Every test is skipped on Windows.

namespace HeartMonitor.System.Tests.Storage;

/// <summary>Whatever is stored is for the account of the service alone, whatever the shell's mask says.</summary>
public sealed class OwnerOnlyTests
{
    private const UnixFileMode Wide = OwnerOnly.OfFiles | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [Fact]
    public async Task Every_file_that_is_made_in_the_data_folder_is_mode_600_and_the_folder_700()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        var parent = Directory.CreateTempSubdirectory("hrm-modes-");
        var folder = Path.Combine(parent.FullName, "data");
        try
        {
            await using (var journal = HeartMonitor.Storage.Journal.SqliteJournal.Open(new() { Folder = folder, BallastBytes = 64 * 1024, UpkeepEvery = TimeSpan.FromMilliseconds(20) }, TimeProvider.System, NullLogger.Instance))
            {
                using (StrapStore.Open(folder))
                using (PacketBuffer.Open(folder))
                using (PeopleStore.Open(folder))
                {
                    foreach (var name in new[] { "journal.db-wal", "journal.db-shm", "journal.lock" }) Assert.True(File.Exists(Path.Combine(folder, name)), name);
                    await JournalWait.Until(() => File.Exists(Path.Combine(folder, "journal.ballast")), "the ballast is laid");
                    AssertClosed(folder);
                }
            }

            AssertClosed(folder);
            Assert.Equal(OwnerOnly.OfFolders, File.GetUnixFileMode(folder));
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_journal_that_others_could_read_is_closed_to_them_when_the_service_opens_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        using var folder = new JournalFolder();
        await folder.Open().DisposeAsync();
        File.SetUnixFileMode(folder.File, Wide);
        await using var journal = folder.Open();
        Assert.Equal(OwnerOnly.OfFiles, File.GetUnixFileMode(folder.File));
        Assert.Equal(OwnerOnly.OfFiles, File.GetUnixFileMode(folder.File + "-wal"));
    }

    [Fact]
    public void A_file_of_another_program_keeps_its_mode_and_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        using var folder = new JournalFolder();
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE mine(a)";
            command.ExecuteNonQuery();
        }

        File.SetUnixFileMode(folder.File, Wide);
        Assert.Throws<HeartMonitor.Storage.Journal.JournalRefusedException>(() => folder.Open());
        Assert.Equal(Wide, File.GetUnixFileMode(folder.File));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("all.zip")]
    [InlineData("one.csv")]
    public async Task Exports_keys_and_reports_are_for_whoever_asked(string place)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes on Windows.");
        using var rig = new ExportRig();
        await rig.StoreAsync();
        var path = Path.Combine(rig.Out("new"), place);
        Assert.Equal(0, await rig.RunAsync(new(place == "one.csv" ? rig.First : null, "csv", path) { ShiftDates = true }));
        AssertClosed(rig.Out("new"));
        Assert.All(Directory.EnumerateDirectories(rig.Out("new"), "*", SearchOption.AllDirectories).Append(rig.Out("new")), d => Assert.Equal(OwnerOnly.OfFolders, File.GetUnixFileMode(d)));
        foreach (var name in new[] { "export.key", "exports.jsonl" }) Assert.Equal(OwnerOnly.OfFiles, File.GetUnixFileMode(Path.Combine(rig.Data, name)));
    }

    private static void AssertClosed(string folder) =>
        Assert.All(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file => Assert.True(File.GetUnixFileMode(file) == OwnerOnly.OfFiles, $"{file}: {File.GetUnixFileMode(file)}"));
}
