using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Verbs;
using HeartMonitor.System.Tests.Support;
using Microsoft.Data.Sqlite;
using Parquet;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>Rows of a session that a disk has changed: whoever reads the session hears of them, in the thing itself and beside it.</summary>
public sealed class LostRowsTests : IAsyncLifetime
{
    private static readonly string Config = Path.Combine(AppContext.BaseDirectory, "config");
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly JournalFolder _folder = new();
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("hrm-lost-");
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private string _session = "";
    private long _answer;

    /// <summary>Five packets, of the seconds 100 to 104, and the answer of second 250 are not what was written.</summary>
    public async ValueTask InitializeAsync()
    {
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, QueryStories.Full("p_1", Start));
        _session = _folder.Reader.Sessions().Single().Session;
        var rows = _folder.Reader.ReadSession(_session).ToList();
        _answer = rows.First(r => r.Entry.Kind == JournalKind.Fact && (r.Entry.At - Start).TotalSeconds == 250).Seq;
        foreach (var row in rows.Where(r => r.Entry.Kind == JournalKind.Sample && (r.Entry.At - Start).TotalSeconds is >= 100 and < 105)) Damage(row.Seq);
        Damage(_answer);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        _out.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_export_says_in_every_format_what_it_lacks_and_from_when_to_when()
    {
        foreach (var format in new[] { "csv", "parquet", "kubios", "hrvlogger", "tcx", "fit", "fhir", "omh" })
        {
            Assert.Equal(0, await ExportAsync(format));
            var about = JsonDocument.Parse(File.ReadAllText(Path.Combine(_out.FullName, format, "session.json"))).RootElement;
            Assert.Equal(6, about.GetProperty("signal").GetProperty("rowsLost").GetInt64());
            var lost = about.GetProperty("rowsLost").EnumerateArray().ToList();
            Assert.Equal(6, lost.Sum(l => l.GetProperty("rows").GetInt64()));
            Assert.Equal((2, 99, 105, 5, "damaged"), (lost.Count, Seconds(lost[0], "fromS"), Seconds(lost[0], "toS"), lost[0].GetProperty("rows").GetInt32(), lost[0].GetProperty("reason").GetString()));
            Assert.Contains(about.GetProperty("gaps").EnumerateArray(), g => (Seconds(g, "fromS"), Seconds(g, "toS"), g.GetProperty("reason").GetString()) == (99, 105, "damaged"));
        }

        var events = File.ReadAllLines(Path.Combine(_out.FullName, "csv", "events.csv"));
        Assert.Equal(2, events.Count(e => e.Split(',')[2] == "rows-lost"));
        Assert.Contains(events, e => e.StartsWith("99,6,gap,", StringComparison.Ordinal) && e.Contains(",damaged,", StringComparison.Ordinal));
        Assert.Contains("stored rows that cannot be read: 6;", File.ReadAllText(Path.Combine(_out.FullName, "tcx", _session + ".tcx")), StringComparison.Ordinal);
        Assert.Equal(8, _error.ToString().Split('\n').Count(l => l == $"{_session}: warning: 5 stored rows damaged in the journal, between 99 s and 105 s; the export lacks them"));
        Assert.Equal(8, _error.ToString().Split('\n').Count(l => l.StartsWith($"{_session}: warning: 1 stored row damaged in the journal, between ", StringComparison.Ordinal) && l.EndsWith("; the export lacks it", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_service_has_set_aside_is_told_just_the_same()
    {
        var before = _folder.Reader.ReadWhole(_session);
        await using (var journal = JournalFolder.Open(_folder.Options with { UpkeepEvery = TimeSpan.FromMilliseconds(50) }))
        {
            Assert.NotEmpty(journal.Reader.ReadAfter(0, int.MaxValue));
            await JournalWait.Until(() => Number("SELECT count(*) FROM damaged") == 6, "the damaged rows are set aside");
        }

        var after = _folder.Reader.ReadWhole(_session);
        Assert.Equal(before.Rows.Select(r => r.Seq), after.Rows.Select(r => r.Seq));
        Assert.Equal(6, before.Lost.Sum(l => l.Rows));
        Assert.Equal(before.Lost, after.Lost);
    }

    [Fact]
    public void The_report_says_so_and_is_written()
    {
        var file = Path.Combine(_out.FullName, "r.html");
        Assert.Equal(0, new ReportVerb(_error).Run(_session, "html", file, true, "en", Config, Data));
        Assert.Contains("6 stored rows cannot be read (1:39-", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(0, new ReportVerb(_error).Run(_session, "html", file, true, "de", Config, Data));
        Assert.Contains("6 gespeicherte Zeilen sind nicht lesbar (1:39-", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("; the report lacks it", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rerun_says_that_its_differences_may_come_from_what_is_lost()
    {
        Assert.Equal(1, new RerunVerb(_output, _error).Run(_session, Config, Data, json: false)); // an answer is missing
        Assert.Contains("  rows lost  6 stored rows cannot be read", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("; the rerun lacks it", _error.ToString(), StringComparison.Ordinal);
        _output.GetStringBuilder().Clear();
        new RerunVerb(_output, _error).Run(_session, Config, Data, json: true);
        var lost = JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("lost").EnumerateArray().ToList();
        Assert.Equal(("damaged", 1L, _answer), (lost[^1].GetProperty("why").GetString()!, lost[^1].GetProperty("rows").GetInt64(), lost[^1].GetProperty("firstSeq").GetInt64()));
    }

    [Fact]
    public async Task The_api_says_so_in_the_body_and_in_a_header_of_every_format()
    {
        await using var host = await QueryHost.StartAsync(_folder.Path);
        var path = $"/api/v1/sessions/{_session}";
        foreach (var view in new[] { "raw", "beats", "10s" })
        {
            var json = await host.JsonAsync($"{path}/series?resolution={view}");
            Assert.Equal(6, json.GetProperty("rowsLost").EnumerateArray().Sum(l => l.GetProperty("rows").GetInt64()));
            Assert.Contains(json.GetProperty("gaps").EnumerateArray(), g => g.GetProperty("reason").GetString() == "damaged" && Seconds(g, "from") == 99);
            foreach (var format in new[] { "csv", "parquet", "arrow" })
                Assert.Contains("\"reason\":\"damaged\"", (await host.GetAsync($"{path}/series?resolution={view}&format={format}")).Response.Headers.GetValues("HeartMonitor-Rows-Lost").Single(), StringComparison.Ordinal);
        }

        await using var parquet = await ParquetReader.CreateAsync(new MemoryStream((await host.ReadAsync($"{path}/series?format=parquet")).Bytes), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("damaged", parquet.CustomMetadata["rowsLost"], StringComparison.Ordinal);
        Assert.Equal(2, (await host.JsonAsync(path)).GetProperty("rowsLost").GetArrayLength());
        Assert.Equal(2, (await host.JsonAsync($"{path}/events?kinds=rows-lost")).GetArrayLength());
    }

    [Fact]
    public async Task A_whole_session_has_no_such_header_and_an_empty_list()
    {
        using var other = new JournalFolder();
        await StoredStory.StoreAsync(other.Path, StoredStory.Rules, QueryStories.Ride("p_2", Start));
        await using var host = await QueryHost.StartAsync(other.Path);
        var (_, text, response) = await host.GetAsync($"/api/v1/sessions/{other.Reader.Sessions().Single().Session}/series");
        Assert.Contains("\"rowsLost\":[]", text, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("HeartMonitor-Rows-Lost"));
    }

    [Fact]
    public async Task A_session_whose_start_is_damaged_is_named_and_the_exit_code_says_so()
    {
        Damage(_folder.Reader.ReadSession(_session).First().Seq);
        Assert.Equal(1, await ExportAsync("csv"));
        Assert.Contains($"{_session}: The session's first row is no start. Stored rows of it cannot be read: 7.", _error.ToString(), StringComparison.Ordinal);
    }

    private Dictionary<string, string?> Data => new() { ["Data"] = _folder.Path };

    private Task<int> ExportAsync(string format) =>
        new ExportVerb(_output, _error, TimeProvider.System).RunAsync(new(_session, format, Path.Combine(_out.FullName, format)), Config, Data);

    private static double Seconds(JsonElement of, string name) => of.GetProperty(name).GetDouble();

    /// <summary>A bit of the body is another; the checksum stays.</summary>
    private void Damage(long seq) => Number(string.Create(CultureInfo.InvariantCulture, $"UPDATE journal SET body = CAST(substr(body, 1, length(body) - 1) || x'07' AS BLOB) WHERE seq = {seq} RETURNING 1"));

    private long Number(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.File, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
