using System.Security.Cryptography;
using System.Text;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>What holds of every format.</summary>
public sealed class EveryExportTests
{
    public static TheoryData<ExportFormat> Formats => [.. Enum.GetValues<ExportFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_same_journal_gives_the_same_bytes(ExportFormat format)
    {
        var one = await SessionExport.WriteAsync(Exported.Of(CanarySession.Rows()), format);
        var other = await SessionExport.WriteAsync(Exported.Of(CanarySession.Rows()), format);
        Assert.Equal(one.Files.Select(f => f.Name), other.Files.Select(f => f.Name));
        Assert.All(one.Files.Zip(other.Files), pair => Assert.True(pair.First.Content.Span.SequenceEqual(pair.Second.Content.Span), pair.First.Name));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_manifest_names_every_file_with_its_hash(ExportFormat format)
    {
        var bundle = await SessionExport.WriteAsync(Exported.Canary, format);
        var manifest = Encoding.UTF8.GetString(bundle.Files.Single(f => f.Name == ExportBundle.Manifest).Content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var files = bundle.Files.Where(f => f.Name != ExportBundle.Manifest).ToList();
        Assert.Equal(files.Select(f => $"{Convert.ToHexStringLower(SHA256.HashData(f.Content.Span))}  {f.Name}"), manifest);
        Assert.Contains(files, f => f.Name == "session.json");
        if (bundle.Main is { } main) Assert.Contains(files, f => f.Name == main);
    }

    /// <summary>Looked for in the bytes as they are, in Parquet with nothing compressed away: its columns of text are few enough to be read through its reader too.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public async Task No_name_address_staff_or_free_word_leaves(ExportFormat format)
    {
        var bundle = await SessionExport.WriteAsync(Exported.Canary, format);
        foreach (var file in bundle.Files)
        {
            var text = Encoding.Latin1.GetString(file.Content.Span);
            Assert.All(CanarySession.Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("1967", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_canaries_are_in_the_journal() // else the test before would prove nothing
    {
        var journal = string.Concat(CanarySession.Rows().Select(r => Encoding.UTF8.GetString(r.Entry.Body.Span)));
        Assert.All(new[] { CanarySession.Canary, "dr_zw", "staff_zw", "d_0123456789abcdef", "d_fedcba9876543210", "p_neighbour", "1967" }, secret => Assert.Contains(secret, journal, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ExportFormat.Csv, "session.json")]
    [InlineData(ExportFormat.Tcx, null)]
    [InlineData(ExportFormat.Fit, null)]
    [InlineData(ExportFormat.Fhir, null)]
    [InlineData(ExportFormat.Omh, null)]
    public async Task Rules_and_catalogue_in_force_are_inside(ExportFormat format, string? name)
    {
        var text = await Exported.TextAsync(Exported.Canary, format, name);
        Assert.All(Exported.Canary.Versions.Rules.Concat(Exported.Canary.Versions.Catalogue), version => Assert.Contains(version, text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_open_session_is_written_and_says_that_it_is_open(ExportFormat format)
    {
        var series = Exported.Of(CanarySession.Rows(last: 250));
        Assert.True(series.IsOpen);
        Assert.NotNull(series.CoveragePercent);
        var about = await Exported.TextAsync(series, format, "session.json");
        Assert.Contains("\"open\": true", about, StringComparison.Ordinal);
        Assert.Contains("\"summary\": null", about, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_session_without_a_packet_is_written(ExportFormat format)
    {
        var stored = new StoredRows(new() { Id = "p_empty", Age = 40 }, CanarySession.Start);
        var bundle = await SessionExport.WriteAsync(Exported.Of(stored.Rows), format);
        Assert.NotEmpty(bundle.Files);
    }

    public static TheoryData<string> Stories => [.. Shipped.ScenarioFiles.Where((_, i) => i % 25 == 0)];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task A_story_is_written_in_every_format(string file)
    {
        var series = Exported.Story(file);
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var bundle = await SessionExport.WriteAsync(series, format);
            Assert.All(bundle.Files, f => Assert.Matches("^[A-Za-z0-9._-]+$", f.Name));
            var words = string.Concat(bundle.Files.Where(f => !f.Name.EndsWith(".parquet", StringComparison.Ordinal) && !f.Name.EndsWith(".fit", StringComparison.Ordinal)).Select(f => Encoding.UTF8.GetString(f.Content.Span)));
            Assert.All(new[] { "abnormal", "arrhythmia", "atrial fibrillation" }, word => Assert.DoesNotContain(word, words, StringComparison.OrdinalIgnoreCase));
        }
    }
}
