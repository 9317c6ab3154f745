using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalFiles;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>A journal of any earlier version goes on (ecosystem-reliability F27). What is expected of <c>v1.db</c> was read from it with other means.</summary>
public sealed class JournalMigrationTests : IDisposable
{
    private const string DigestOfFirst = "7fb0dc1888e43c4bcfbda752b9a56e93eec368bfec1e6dffd16a700f4657aa8d";

    private readonly JournalFolder _folder = new();

    public JournalMigrationTests() => File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "journals", "v1.db"), _folder.File);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_reader_takes_the_first_format_as_it_lies_there()
    {
        AssertAllThere();
        Assert.Equal(1, Number(_folder.File, "PRAGMA user_version"));
    }

    [Fact]
    public async Task The_service_brings_the_first_format_to_the_newest_and_loses_nothing()
    {
        await using (var journal = _folder.Open())
        {
            Assert.Equal((461, null), (journal.LastSeq, journal.Health.SetAside));
            AssertAllThere();
        }

        Assert.Equal(JournalSchema.Version, Number(_folder.File, "PRAGMA user_version"));
        Assert.Equal(2, Number(_folder.File, "PRAGMA auto_vacuum"));
        AssertAllThere();
    }

    [Fact]
    public async Task Rows_of_the_first_format_are_packed_like_any_other()
    {
        await using (JournalFolder.Open(Eager(_folder.Options)))
            await PackedAsync(_folder);

        AssertAllThere();
        Assert.Equal(213, Number(_folder.File, "SELECT sum(samples) FROM block"));
    }

    [Fact]
    public async Task A_damaged_file_of_the_first_format_is_rescued_too()
    {
        using (var file = new FileStream(_folder.File, FileMode.Open)) file.Write(new byte[100]); // its header

        await using var journal = _folder.Open();

        Assert.NotNull(journal.Health.SetAside);
        AssertAllThere();
    }

    private void AssertAllThere()
    {
        var reader = _folder.Reader;
        Assert.Equal(DigestOfFirst, Digest(reader.ReadAfter(0, 10_000)));
        Assert.Equal(
            [("s_7gcv27fjqbkg", "p_01", true, 213L, 7L, 9L), ("s_eguom5nngacp", "p_02", false, 220, 5, 7)],
            reader.Sessions().Select(s => (s.Session, s.Participant, s.Ended is not null, s.Samples, s.Facts, s.Events)));
        var owed = Assert.Single(reader.CurrentAlerts());
        Assert.Equal(("xzyzabm2as7kjqb6", 3, AlertState.Cleared), (owed.Alert.Id, owed.Alert.Rev, owed.Alert.State));
        Assert.All((string[])["k1", "k2", "k3", "k4"], id => Assert.NotNull(reader.FindReceipt(id)));
        Assert.Equal(460, reader.FindCursor("mqtt"));
        Assert.Equal([(7L, "unable to parse")], reader.DeadLetters("influx").Select(d => (d.Seq, d.Reason)));
    }
}
