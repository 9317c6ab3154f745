using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Exports;

/// <summary><c>monitor export</c>: what it writes where, what it refuses, and what the audit says of it.</summary>
public sealed class ExportVerbTests : IAsyncLifetime
{
    private static readonly string[] Formats = ["csv", "parquet", "kubios", "hrvlogger", "tcx", "fit", "fhir", "omh"];

    private readonly ExportRig _rig = new();

    public async ValueTask InitializeAsync() => await _rig.StoreAsync();

    public ValueTask DisposeAsync()
    {
        _rig.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_format_is_a_folder_whose_manifest_holds()
    {
        foreach (var format in Formats)
        {
            Assert.Equal(0, await _rig.RunAsync(new(_rig.First, format, _rig.Out(format))));
            AssertManifestHolds(_rig.Out(format), "manifest.sha256");
        }

        Assert.Equal(Formats.Select(f => ("done", f)), _rig.Audit().Select(a => (a.GetProperty("outcome").GetString()!, a.GetProperty("format").GetString()!)));
        Assert.Equal(Formats.Length, _rig.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(l => l == $"{_rig.First}\twritten"));
    }

    [Theory]
    [InlineData("csv", ".csv")]
    [InlineData("parquet", ".parquet")]
    [InlineData("kubios", ".txt")]
    [InlineData("hrvlogger", ".csv")]
    [InlineData("tcx", ".tcx")]
    [InlineData("fit", ".FIT")]
    [InlineData("fhir", ".json")]
    [InlineData("omh", ".json")]
    public async Task A_path_with_the_formats_ending_is_that_file_with_the_others_beside_it(string format, string ending)
    {
        Assert.Equal(0, await _rig.RunAsync(new(_rig.First, format, _rig.Out("one" + ending))));
        if (format == "kubios") Assert.True(File.Exists(_rig.Out("one_seg-01_rr.txt")));
        else Assert.True(new FileInfo(_rig.Out("one" + ending)).Length > 0);
        AssertManifestHolds(_rig.OutFolder, "one_manifest.sha256");
        Assert.True(File.Exists(_rig.Out("one_session.json")));
    }

    [Fact]
    public async Task An_archive_has_the_same_bytes_whenever_it_is_written()
    {
        Assert.Equal(0, await _rig.RunAsync(new(null, "csv", _rig.Out("a.zip"))));
        await Task.Delay(2_100, TestContext.Current.CancellationToken); // the resolution of stamps in archives
        Assert.Equal(0, await _rig.RunAsync(new(null, "csv", _rig.Out("b.zip"))));
        Assert.Equal(File.ReadAllBytes(_rig.Out("a.zip")), File.ReadAllBytes(_rig.Out("b.zip")));
        using var archive = ZipFile.OpenRead(_rig.Out("a.zip"));
        Assert.Equal(_rig.Sessions.Select(s => s + "/samples.csv").Order(), archive.Entries.Select(e => e.FullName).Where(n => n.EndsWith("samples.csv", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task An_archive_that_is_there_is_left_alone_and_one_with_the_same_bytes_is_unchanged()
    {
        Assert.Equal(0, await _rig.RunAsync(new(null, "tcx", _rig.Out("a.zip"))));
        Assert.Equal(0, await _rig.RunAsync(new(null, "tcx", _rig.Out("a.zip"))));
        Assert.Equal(3, _rig.Output.Split('\n').Count(l => l.EndsWith("unchanged", StringComparison.Ordinal)));
        var before = File.ReadAllBytes(_rig.Out("a.zip"));
        Assert.Equal(1, await _rig.RunAsync(new(null, "fit", _rig.Out("a.zip"))));
        Assert.Equal(before, File.ReadAllBytes(_rig.Out("a.zip")));
        Assert.Equal(0, await _rig.RunAsync(new(null, "fit", _rig.Out("a.zip")) { Force = true }));
        Assert.Equal(["a.zip"], Directory.EnumerateFileSystemEntries(_rig.OutFolder).Select(f => Path.GetFileName(f)!));
    }

    [Fact]
    public async Task All_sessions_get_a_folder_each_and_what_cannot_be_read_is_named_while_the_others_go_on()
    {
        _rig.Spoil(_rig.Sessions[1]);
        Assert.Equal(1, await _rig.RunAsync(new(null, "csv", _rig.Out("all"))));
        Assert.Equal(_rig.Sessions.Where((_, i) => i != 1).Order(), Directory.EnumerateDirectories(_rig.Out("all")).Select(d => Path.GetFileName(d)!).Order());
        Assert.Contains($"{_rig.Sessions[1]}: Row ", _rig.Errors, StringComparison.Ordinal);
        Assert.Equal(["done", "failed", "done"], _rig.Audit().Select(a => a.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task What_stands_there_already_is_left_alone_unless_it_is_an_export_and_force_is_said()
    {
        var place = _rig.Out("s");
        Assert.Equal(0, await _rig.RunAsync(new(_rig.First, "csv", place)));
        Assert.Equal(0, await _rig.RunAsync(new(_rig.First, "csv", place)));
        Assert.Contains($"{_rig.First}\tunchanged", _rig.Output, StringComparison.Ordinal);

        Assert.Equal(1, await _rig.RunAsync(new(_rig.First, "tcx", place)));
        Assert.Contains("--force", _rig.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await _rig.RunAsync(new(_rig.First, "tcx", place) { Force = true }));
        Assert.True(File.Exists(Path.Combine(place, _rig.First + ".tcx")));
        Assert.False(File.Exists(Path.Combine(place, "samples.csv")));

        File.WriteAllText(Path.Combine(place, "thesis.docx"), "mine");
        Assert.Equal(1, await _rig.RunAsync(new(_rig.First, "csv", place) { Force = true }));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(place, "thesis.docx")));
        Assert.Contains("no export wrote", _rig.Errors, StringComparison.Ordinal);
        Assert.Equal("refused", _rig.Audit()[^1].GetProperty("outcome").GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.OutFolder, "*.part"));
    }

    [Theory]
    [InlineData("link", true)]
    [InlineData("link.tcx", false)]
    [InlineData("link.zip", false)]
    [InlineData("dangling", null)]
    public async Task A_link_is_never_replaced_by_what_was_to_go_behind_it(string name, bool? toFolder)
    {
        var (link, target) = (_rig.Out(name), Path.Combine(_rig.Data, "behind"));
        if (toFolder == true) Directory.CreateDirectory(target);
        else if (toFolder == false) File.WriteAllText(target, "mine");
        File.CreateSymbolicLink(link, target);

        Assert.Equal(1, await _rig.RunAsync(new(_rig.First, "tcx", link) { Force = true }));

        Assert.Contains($"{link} is a link to {target}", _rig.Errors, StringComparison.Ordinal);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        if (toFolder == false) Assert.Equal("mine", File.ReadAllText(target));
        Assert.Equal([name], Directory.EnumerateFileSystemEntries(_rig.OutFolder).Select(f => Path.GetFileName(f)!));
        if (toFolder != true) return;
        Assert.Equal(0, await _rig.RunAsync(new(_rig.First, "tcx", Path.Combine(link, "new"))));
        Assert.True(File.Exists(Path.Combine(target, "new", _rig.First + ".tcx")));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        File.WriteAllText(_rig.Out("x.tcx"), "mine");
        Assert.Equal(1, await _rig.RunAsync(new(_rig.First, "tcx", _rig.Out("x.tcx"))));
        Assert.Equal("mine", File.ReadAllText(_rig.Out("x.tcx")));
        Assert.Equal(["x.tcx"], Directory.EnumerateFileSystemEntries(_rig.OutFolder).Select(f => Path.GetFileName(f)!));
        Assert.Equal(0, await _rig.RunAsync(new(_rig.First, "tcx", _rig.Out("x.tcx")) { Force = true }));
        Assert.StartsWith("<?xml", File.ReadAllText(_rig.Out("x.tcx")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s_nobody", "csv", "out", "there is no such session")]
    [InlineData(null, "xlsx", "out", "none of csv, parquet")]
    [InlineData(null, "csv", "out.csv", "with --all name a folder")]
    [InlineData("first", "csv", "out.tcx", "csv writes .csv")]
    [InlineData("first", "csv", " ", "a path is missing")]
    [InlineData("first", "csv", "", "a path is missing")]
    [InlineData("first", "csv", "\0", "is no path")]
    public async Task Wrong_usage_is_said_in_one_line_and_noted(string? session, string format, string place, string words)
    {
        Assert.Equal(2, await _rig.RunAsync(new(session == "first" ? _rig.First : session, format, place.Trim(' ', '\0').Length == 0 ? place : _rig.Out(place))));
        Assert.Contains(words, Assert.Single(_rig.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("refused", _rig.Audit().Single().GetProperty("outcome").GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.OutFolder));
    }

    [Fact]
    public async Task Each_line_of_the_audit_holds_the_hash_of_the_one_before_even_after_a_torn_one()
    {
        for (var i = 0; i < 2; i++) await _rig.RunAsync(new(_rig.First, "csv", _rig.Out("s")) { By = "dr_a" });
        File.AppendAllText(_rig.AuditFile, "{\"torn\":");
        await _rig.RunAsync(new("s_nobody", "csv", _rig.Out("s")));
        var lines = File.ReadAllText(_rig.AuditFile).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal(JsonValueKind.Null, Parse(lines[0]).GetProperty("before").ValueKind);
        Assert.Equal(Hash(lines[0]), Parse(lines[1]).GetProperty("before").GetString());
        Assert.Equal(Hash(lines[2]), Parse(lines[3]).GetProperty("before").GetString());
        Assert.Equal(("dr_a", Environment.UserName), (Parse(lines[0]).GetProperty("by").GetString()!, Parse(lines[0]).GetProperty("account").GetString()!));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_rig.Out("s"), "manifest.sha256")))), Parse(lines[0]).GetProperty("manifestSha256").GetString());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_rig.AuditFile));

        static string Hash(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;
    }

    [Fact]
    public async Task Without_an_audit_nothing_leaves()
    {
        Directory.CreateDirectory(_rig.AuditFile);
        Assert.Equal(1, await _rig.RunAsync(new(_rig.First, "csv", _rig.Out("s"))));
        Assert.False(Directory.Exists(_rig.Out("s")));
        Assert.Contains("the audit cannot be written", _rig.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Moved_dates_are_the_same_in_every_export_and_the_key_stays_in_the_house()
    {
        Assert.Equal(0, await _rig.RunAsync(new(null, "csv", _rig.Out("a")) { ShiftDates = true }));
        Assert.Equal(0, await _rig.RunAsync(new(null, "csv", _rig.Out("b")) { ShiftDates = true }));
        var names = Directory.EnumerateDirectories(_rig.Out("a")).Select(d => Path.GetFileName(d)!).Order().ToList();
        Assert.Equal(names, Directory.EnumerateDirectories(_rig.Out("b")).Select(d => Path.GetFileName(d)!).Order());
        Assert.Empty(names.Intersect(_rig.Sessions));
        var key = File.ReadAllText(Path.Combine(_rig.Data, "export.key")).Trim();
        foreach (var file in Directory.EnumerateFiles(_rig.Out("a"), "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.Equal(text, File.ReadAllText(file.Replace(_rig.Out("a"), _rig.Out("b"), StringComparison.Ordinal)));
            Assert.DoesNotContain(key, text, StringComparison.OrdinalIgnoreCase);
            Assert.All(_rig.Sessions, session => Assert.DoesNotContain(session, text, StringComparison.Ordinal));
            Assert.DoesNotMatch("\"p_[123]\"|2026-03-0[123]", text);
        }

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_rig.Data, "export.key")));
        Assert.Equal(0, await _rig.RunAsync(new(null, "csv", _rig.Out("c.zip")) { ShiftDates = true }));
        using var archive = ZipFile.OpenRead(_rig.Out("c.zip"));
        Assert.Equal(names, archive.Entries.Select(e => e.FullName.Split('/')[0]).Distinct()); // not in the order of the true days
    }

    [Fact]
    public async Task A_key_of_its_own_makes_others_of_the_same_people()
    {
        Assert.Equal(0, await _rig.RunAsync(new(null, "csv", _rig.Out("a")) { ShiftDates = true }));
        Assert.Equal(0, await _rig.RunAsync(new(null, "csv", _rig.Out("b")) { ShiftDates = true, KeyFile = Path.Combine(_rig.Data, "second.key") }));
        Assert.Equal(2, await _rig.RunAsync(new(null, "csv", _rig.Out("c")) { KeyFile = Path.Combine(_rig.Data, "second.key") }));
        var (first, second) = (People("a"), People("b"));
        Assert.Equal((3, 3), (first.Count, second.Count));
        Assert.Empty(first.Intersect(second));

        List<string> People(string name) => [.. Directory.EnumerateDirectories(_rig.Out(name)).Select(d => JsonDocument.Parse(File.ReadAllText(Path.Combine(d, "session.json"))).RootElement.GetProperty("participant").GetString()!).Distinct()];
    }

    [Theory]
    [InlineData("kubios")]
    [InlineData("hrvlogger")]
    public async Task A_session_without_intervals_gives_no_empty_file_where_it_was_asked_for_and_a_warning_among_all(string format)
    {
        await StoredStory.StoreAsync(_rig.Data, StoredStory.Rules, StoredStory.Read("""
            { "name": "optical", "start": "2026-03-09T09:00:00Z", "participant": { "id": "p_9", "age": 50, "restingHr": 60 },
              "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }, { "from": 0, "to": 60, "hr": 95, "rr": "none", "sensor": "optical", "contact": "not-supported" }, { "at": 60, "event": "session-end" } ],
              "expect": [], "never": [] }
            """));
        var optical = new JournalReader(_rig.Data).Sessions().Single(s => s.Participant == "p_9").Session;

        Assert.Equal(1, await _rig.RunAsync(new(optical, format, _rig.Out("one"))));
        Assert.Contains($"{optical}: no intervals between beats are stored", _rig.Errors, StringComparison.Ordinal);
        Assert.False(Path.Exists(_rig.Out("one")));
        Assert.Equal(("failed", optical), (_rig.Audit()[^1].GetProperty("outcome").GetString(), _rig.Audit()[^1].GetProperty("session").GetString()));

        Assert.Equal(0, await _rig.RunAsync(new(null, format, _rig.Out("all"))));
        Assert.Contains($"{optical}: warning: no intervals between beats are stored", _rig.Errors, StringComparison.Ordinal);
        Assert.Contains("no-intervals", JsonDocument.Parse(File.ReadAllText(Path.Combine(_rig.Out("all"), optical, "session.json"))).RootElement.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));
        Assert.Empty(JsonDocument.Parse(File.ReadAllText(Path.Combine(_rig.Out("all"), _rig.First, "session.json"))).RootElement.GetProperty("warnings").EnumerateArray());
        Assert.Equal(0, await _rig.RunAsync(new(optical, "csv", _rig.Out("rates"))));
    }

    [Fact]
    public async Task A_folder_without_a_journal_is_a_missing_input()
    {
        Assert.Equal(2, await _rig.RunAsync(new(null, "csv", _rig.Out("s")), data: _rig.OutFolder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.OutFolder));
    }

    private static void AssertManifestHolds(string folder, string manifest)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, manifest));
        Assert.Equal(Directory.EnumerateFiles(folder).Count() - 1, lines.Length);
        Assert.All(lines, line => Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, line[66..]))))));
    }
}
