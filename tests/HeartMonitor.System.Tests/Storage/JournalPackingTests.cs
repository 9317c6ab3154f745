using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.JournalFiles;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>Sessions that have ended take little room, and nobody who reads can tell.</summary>
public sealed class JournalPackingTests : IDisposable
{
    private const int People = 6, Seconds = 700;

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Packed_sessions_read_as_before_by_every_way_of_reading()
    {
        var before = await WithClassAsync();
        var sessions = _folder.Reader.Sessions();
        await PackAsync();

        var reader = _folder.Reader;
        Assert.Equal(before, Outlines(reader.ReadAfter(0, int.MaxValue)));
        Assert.Equal(before, Outlines(Paged(reader, 997)));
        Assert.Equal(before[1_000..1_100], Outlines(reader.ReadAfter(1_000, 100)));
        Assert.Equal(before, Outlines(reader.ReadSessions(Enumerable.Range(0, People).Select(SessionOf).ToHashSet())));
        foreach (var person in Enumerable.Range(0, People))
            Assert.Equal(before.Where(row => row.Contains(SessionOf(person), StringComparison.Ordinal)), Outlines(reader.ReadSession(SessionOf(person))));
        Assert.Equal(sessions, reader.Sessions());
    }

    [Fact]
    public async Task An_open_session_stays_in_rows_and_one_that_a_sink_has_not_taken_waits_a_day_at_most()
    {
        await WithClassAsync(openSessions: 2);
        var patient = Eager(_folder.Options) with { PackAnywayAfter = TimeSpan.FromDays(10_000) };
        await using (var journal = JournalFolder.Open(patient))
        {
            await journal.SaveCursorAsync("slow", 10, []);
            await Task.Delay(300, TestContext.Current.CancellationToken); // the class ended months ago: only the sink holds it up
            Assert.Equal(0, Number(_folder.File, "SELECT count(*) FROM block"));
            await journal.SaveCursorAsync("slow", journal.LastSeq, []);
            await PackedAsync(_folder);
            Assert.Equal(2 * Seconds, Number(_folder.File, "SELECT count(*) FROM journal WHERE kind = 1"));
            await journal.SaveCursorAsync("slow", 10, []);
            journal.Append(JournalSteps.Sample(Seconds + 5, session: SessionOf(0)));
            await JournalWait.Until(() => Number(_folder.File, "SELECT count(*) FROM journal WHERE kind = 1") == (2 * Seconds) + 1, "a late sample");
        }

        await using (JournalFolder.Open(patient with { PackAnywayAfter = TimeSpan.FromDays(1) }))
            await PackedAsync(_folder);
    }

    [Fact]
    public async Task Rows_are_seen_once_while_they_are_packed()
    {
        var before = await WithClassAsync();
        await using var journal = JournalFolder.Open(Eager(_folder.Options) with { SamplesPerBlock = 16 });
        for (var isPacked = false; !isPacked;)
        {
            isPacked = Number(_folder.File, "SELECT count(*) FROM journal WHERE kind = 1") == Seconds;
            Assert.Equal(before.Count, _folder.Reader.ReadAfter(0, int.MaxValue).Select(row => row.Seq).Distinct().Count());
            Assert.Equal(before, Outlines(Paged(_folder.Reader, 1_500)));
        }
    }

    [Fact]
    public async Task The_room_comes_back()
    {
        await using (var journal = JournalFolder.Open(Lazy(_folder.Options))) await AppendClassAsync(journal, 20, 1_000, openSessions: 0);
        var large = new FileInfo(_folder.File).Length;
        await using (JournalFolder.Open(Eager(_folder.Options) with { SamplesPerBlock = 1_024 }))
        {
            await PackedAsync(_folder);
            await JournalWait.Until(() => Number(_folder.File, "PRAGMA freelist_count") < 32, "free pages are given back", 30);
        }

        var small = new FileInfo(_folder.File).Length;
        Assert.Equal(2, Number(_folder.File, "PRAGMA auto_vacuum"));
        TestContext.Current.TestOutputHelper?.WriteLine($"20,000 samples: {large} B before and {small} after");
        Assert.True(small < large * 0.6, $"{large} B before and {small} after");
    }

    [Fact]
    public async Task What_comes_after_packing_goes_on_in_order_and_a_late_sample_is_packed_too()
    {
        await WithClassAsync();
        await PackAsync();
        await using (var journal = _folder.Open())
        {
            Assert.Equal(_folder.Reader.ReadAfter(0, int.MaxValue)[^1].Seq, journal.LastSeq);
            journal.Append(JournalSteps.Sample(Seconds + 5, session: SessionOf(0)));
            journal.Append(JournalSteps.Fact(Seconds + 6, new RpeAnswered(9)));
        }

        var before = Outlines(_folder.Reader.ReadAfter(0, int.MaxValue));
        await PackAsync();

        Assert.Equal(before, Outlines(_folder.Reader.ReadAfter(0, int.MaxValue)));
        Assert.Equal(Seconds + 1, _folder.Reader.Sessions().Single(s => s.Session == SessionOf(0)).Samples);
    }

    [Fact]
    public async Task A_damaged_block_is_told_and_set_aside_and_the_rest_is_read()
    {
        var before = await WithClassAsync();
        await PackAsync();
        Execute(_folder.File, "UPDATE block SET body = CAST(substr(body, 1, 30) || x'00' || substr(body, 32) AS BLOB) WHERE first_seq = (SELECT min(first_seq) FROM block WHERE session = 3)");
        var lost = (First: Number(_folder.File, "SELECT min(first_seq) FROM block WHERE session = 3"), Samples: 64);

        var told = new List<JournalDamage>();
        var reader = _folder.Reader;
        reader.Damaged += told.Add;
        var rows = reader.ReadAfter(0, int.MaxValue);

        Assert.Equal(before.Count - lost.Samples, rows.Count);
        Assert.Equal((lost.First, 64L, true, SessionOf(2)), told.Select(d => (d.FirstSeq, d.Rows, d.IsBlock, d.Session)).Single());
        await using var journal = JournalFolder.Open(Eager(_folder.Options));
        await JournalWait.Until(() => journal.Health.DamagedRows == 64, "the service finds it by itself");
        await JournalWait.Until(() => Number(_folder.File, "SELECT count(*) FROM damaged WHERE what = 'block' AND rows = 64") == 1, "it is set aside");
        Assert.Equal(Outlines(rows), Outlines(_folder.Reader.ReadAfter(0, int.MaxValue)));
    }

    [Fact]
    public async Task A_row_that_is_not_what_was_written_is_left_out_and_told()
    {
        var before = await WithClassAsync();
        Execute(_folder.File, "UPDATE journal SET body = x'00000006FF' WHERE seq = 500");
        var told = new List<JournalDamage>();
        var reader = _folder.Reader;
        reader.Damaged += told.Add;

        var rows = reader.ReadAfter(0, int.MaxValue);

        Assert.Equal(before.Where((_, i) => i != 499), Outlines(rows));
        Assert.Equal([(500L, false)], told.Select(d => (d.FirstSeq, d.IsBlock)));
    }

    [Fact]
    public async Task Packets_are_kept_for_ever_unless_the_settings_say_otherwise()
    {
        await WithClassAsync();
        await PackAsync();
        Assert.NotEqual(0, Number(_folder.File, "SELECT count(*) FROM block"));
        var facts = _folder.Reader.ReadAfter(0, int.MaxValue).Count(row => row.Entry.Kind != JournalKind.Sample);

        await using (var journal = JournalFolder.Open(Eager(_folder.Options) with { KeepPackets = TimeSpan.FromDays(1) }))
        {
            await journal.SaveCursorAsync("slow", 10, []);
            await Task.Delay(200, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, Number(_folder.File, "SELECT count(*) FROM block")); // a sink lacks them
            await journal.SaveCursorAsync("slow", journal.LastSeq, []);
            await JournalWait.Until(() => Number(_folder.File, "SELECT count(*) FROM block") == 0, "packets are dropped");
        }

        var left = _folder.Reader.ReadAfter(0, int.MaxValue);
        Assert.Equal(facts, left.Count(row => row.Entry.Kind != JournalKind.Sample));
        Assert.All(left.Where(row => row.Entry.Kind == JournalKind.Sample), row => Assert.Equal(SessionOf(People - 1), row.Entry.Session)); // the open one
        Assert.Equal(People, _folder.Reader.Sessions().Count(s => s.Samples == Seconds));
    }

    private async Task<List<string>> WithClassAsync(int openSessions = 1)
    {
        await using (var journal = JournalFolder.Open(Lazy(_folder.Options))) await AppendClassAsync(journal, People, Seconds, openSessions);
        return Outlines(_folder.Reader.ReadAfter(0, int.MaxValue));
    }

    private async Task PackAsync()
    {
        await using var journal = JournalFolder.Open(Eager(_folder.Options));
        await PackedAsync(_folder);
    }

    private static IEnumerable<JournalRow> Paged(JournalReader reader, int rows)
    {
        for (var seq = 0L; ;)
        {
            var page = reader.ReadAfter(seq, rows);
            foreach (var row in page) yield return row;
            if (page.Count < rows) yield break;
            seq = page[^1].Seq;
        }
    }
}
