using System.Text;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Series;

/// <summary>Dates moved: the same person by the same whole days, nothing left that tells the true ones.</summary>
public sealed class SeriesDisguiseTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void A_person_is_always_moved_by_the_same_whole_number_of_days()
    {
        var disguise = new SeriesDisguise(Key);
        var first = disguise.Of(Exported.Canary);
        var later = disguise.Of(Exported.Of(new StoredRows(new() { Id = "p_07", Age = 58 }, CanarySession.Start.AddDays(9)).Rows));
        var moved = first.StartedAt - CanarySession.Start;
        Assert.Equal(0, moved.Ticks % TimeSpan.TicksPerDay);
        Assert.InRange(moved.TotalDays, -364, -1);
        Assert.Equal(TimeSpan.FromDays(9), later.StartedAt - first.StartedAt);
    }

    [Fact]
    public void Others_and_other_keys_are_moved_otherwise()
    {
        var days = Enumerable.Range(0, 200).Select(i => new SeriesDisguise(Key).DaysFor(FormattableString.Invariant($"p_{i}"))).ToList();
        Assert.All(days, d => Assert.InRange(d, 1, 364));
        Assert.True(days.Distinct().Count() > 120, "200 people share few days");
        Assert.NotEqual(new SeriesDisguise(Key).DaysFor("p_07"), new SeriesDisguise([.. Key.Reverse()]).DaysFor("p_07"));
    }

    [Fact]
    public void Everything_but_dates_ids_and_places_stays()
    {
        var (before, after) = (Exported.Canary, new SeriesDisguise(Key).Of(Exported.Canary));
        Assert.True(after.DatesShifted);
        Assert.NotEqual(before.Session, after.Session);
        Assert.Equal(before.Samples.Select(s => (s.T, s.Bpm, s.Label)), after.Samples.Select(s => (s.T, s.Bpm, s.Label)));
        Assert.Equal(before.Beats.Select(b => (b.T, b.Raw, b.Flag, b.Segment)), after.Beats.Select(b => (b.T, b.Raw, b.Flag, b.Segment)));
        Assert.Equal(before.Samples.Select(s => after.T(s.At + (after.StartedAt - before.StartedAt))), after.Samples.Select(s => after.T(s.At)));
        Assert.Equal(Enumerable.Range(1, before.Samples.Count).Select(i => (long)i), after.Samples.Select(s => s.N).Order());
        Assert.Equal(before.Alerts.GroupBy(a => a.Id).Select(g => g.Count()), after.Alerts.GroupBy(a => a.Id).Select(g => g.Count()));
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Parquet)]
    [InlineData(ExportFormat.Kubios)]
    [InlineData(ExportFormat.HrvLogger)]
    [InlineData(ExportFormat.Tcx)]
    [InlineData(ExportFormat.Fit)]
    [InlineData(ExportFormat.Fhir)]
    [InlineData(ExportFormat.Omh)]
    public async Task No_file_holds_the_pseudonym_a_true_date_or_an_id_that_was_made_from_either(ExportFormat format)
    {
        var bundle = await SessionExport.WriteAsync(new SeriesDisguise(Key).Of(Exported.Canary), format);
        string[] secrets = ["p_07", "gym1", "2026-03-0", "20260302", Convert.ToHexStringLower(Key), Convert.ToHexString(Key), Exported.Canary.Session, .. Exported.Canary.Alerts.Select(a => a.Id).Distinct(), .. Exported.Canary.Prompts.Select(p => p.Id).Distinct()];
        foreach (var file in bundle.Files)
        {
            var text = file.Name + Encoding.Latin1.GetString(file.Content.Span);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }

        Assert.Contains("p_07", await Exported.TextAsync(Exported.Canary, format, "session.json"), StringComparison.Ordinal); // it is there to be found
    }

    [Fact]
    public async Task The_same_person_keeps_one_new_pseudonym_and_another_key_gives_another()
    {
        var (one, other) = (new SeriesDisguise(Key), new SeriesDisguise([.. Key.Reverse()]));
        var later = Exported.Of(new StoredRows(new() { Id = "p_07", Age = 58 }, CanarySession.Start.AddDays(9)).Rows);
        var neighbour = Exported.Of(new StoredRows(new() { Id = "p_08", Age = 58 }, CanarySession.Start).Rows);
        Assert.Matches("^p_[0-9a-f]{12}$", one.Of(Exported.Canary).Participant);
        Assert.Equal(one.Of(Exported.Canary).Participant, one.Of(later).Participant);
        Assert.NotEqual(one.Of(later).Session, one.Of(Exported.Canary).Session);
        Assert.Distinct([one.Of(Exported.Canary).Participant, one.Of(neighbour).Participant, other.Of(Exported.Canary).Participant]);
        Assert.NotEqual(one.KeyId, other.KeyId);
        var about = await Exported.TextAsync(one.Of(Exported.Canary), ExportFormat.Csv, "session.json");
        Assert.Contains($"\"key\": \"{one.KeyId}\"", about, StringComparison.Ordinal);
        Assert.Contains("\"deIdentified\": null", await Exported.TextAsync(Exported.Canary, ExportFormat.Csv, "session.json"), StringComparison.Ordinal);
    }
}
