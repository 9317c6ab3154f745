using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Host.Verbs;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;
using HeartMonitor.Storage.People;
using HeartMonitor.Storage.Straps;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary><c>monitor erase</c>: nothing of the person is left in the data folder, to the byte, and nothing of anybody else is touched.</summary>
public sealed class EraseVerbTests : IAsyncLifetime
{
    private const string Person = "person-who-goes";
    private const string Other = "person-who-stays";

    private static readonly string Config = Path.Combine(AppContext.BaseDirectory, "config");
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly JournalFolder _folder = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private IReadOnlyList<string> _sessions = [];

    /// <summary>Two sessions of the person and one of another, whose strap may have been swapped with the person's; packed, with a dead letter of both.</summary>
    public async ValueTask InitializeAsync()
    {
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, QueryStories.Full(Person, Start), Doubted(), QueryStories.Ride(Person, Start.AddDays(1)));
        _sessions = [.. _folder.Reader.Sessions().Where(s => s.Participant == Person).Select(s => s.Session)];
        var samples = _folder.Reader.ReadAfter(0, int.MaxValue).Where(r => r.Entry.Kind == JournalKind.Sample).ToList();
        await using (var journal = JournalFolder.Open(_folder.Options with { PackAfter = TimeSpan.Zero, UpkeepEvery = TimeSpan.FromMilliseconds(20), SamplesPerBlock = 64 }))
        {
            await journal.SaveCursorAsync("influx", journal.LastSeq, [new(samples.First(s => s.Entry.Participant == Person).Seq, "refused"), new(samples.First(s => s.Entry.Participant == Other).Seq, "refused")]);
            await JournalWait.Until(() => Number("SELECT count(*) FROM journal WHERE kind = 1") == 0, "all is packed", seconds: 60);
        }

        using var people = PeopleStore.Open(_folder.Path);
        foreach (var who in new[] { Person, Other })
            Assert.NotNull(people.People.Add(new(who, 1, "Name of " + who, null, $$"""{"id":"{{who}}"}""", Start, "dr_a"), "request-" + who));
        using var straps = StrapStore.Open(_folder.Path);
        straps.Change([new("d_0000000000000001") { Owner = Person, OwnerBy = "nurse_a" }, new("d_0000000000000002") { Owner = Other }], []);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Without_yes_it_says_what_would_go_and_changes_nothing()
    {
        var before = File.ReadAllBytes(_folder.File);
        Assert.Equal(0, await RunAsync(Person));
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
        foreach (var words in new[] { "2 sessions, ", _sessions[0], _sessions[1], "1 dead letters", $"rows of other people name {Person}", "1 strap is this person's", "Nothing was erased: this is what --yes would erase." })
            Assert.Contains(words, _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, _folder.Reader.Sessions().Count(s => s.Participant == Person));
    }

    [Fact]
    public async Task With_yes_no_byte_of_the_person_is_left_and_everybody_else_is_as_before()
    {
        var before = Outline(Other);
        Assert.All(_sessions.Append(Person), word => Assert.Contains(word, Bytes("journal.db"), StringComparison.Ordinal)); // they are there to be found
        Assert.Contains($"Name of {Person}", Bytes("people.db"), StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync(Person, yes: true));

        Assert.Empty(_error.ToString());
        foreach (var file in new[] { "journal.db", "straps.db" })
            Assert.All(_sessions.Append(Person), word => Assert.DoesNotContain(word, Bytes(file), StringComparison.Ordinal));
        Assert.DoesNotContain($"Name of {Person}", Bytes("people.db"), StringComparison.Ordinal);
        Assert.DoesNotContain("metoprololcanary", Bytes("journal.db"), StringComparison.Ordinal);
        Assert.Equal(before.Select(r => r.Replace(Person, "Erased", StringComparison.Ordinal)), Outline(Other));
        Assert.Contains(Outline(Other), r => r.Contains("Erased", StringComparison.Ordinal));
        Assert.Equal([Other], _folder.Reader.Sessions().Select(s => s.Participant).Distinct());
        Assert.Empty(_folder.Reader.ReadWhole(_folder.Reader.Sessions().Single().Session).Lost);
        Assert.Equal(1, Number("SELECT count(*) FROM dead"));
        Assert.Equal(1, Number("SELECT count(*) FROM meta WHERE key LIKE 'erased:%' AND value LIKE '2 sessions, %'"));
        Assert.Equal("ok", Text("PRAGMA integrity_check"));
        using (var people = PeopleStore.Open(_folder.Path)) Assert.Equal([Other], people.People.All().Select(p => p.Id));
        using (var straps = StrapStore.Open(_folder.Path)) Assert.Equal([null, Other], straps.All().Select(s => s.Owner));
        Assert.Contains("\"outcome\":\"erased\"", File.ReadAllText(Path.Combine(_folder.Path, "exports.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_is_written_to_and_counted_as_before_afterwards()
    {
        Assert.Equal(0, await RunAsync(Person, yes: true));
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, QueryStories.Ride("p_new", Start.AddDays(2), seconds: 120));
        var session = _folder.Reader.Sessions().Single(s => s.Participant == "p_new");
        Assert.Equal(120, session.Samples);
        Assert.Equal(120, _folder.Reader.ReadSession(session.Session).Count(r => r.Entry.Kind == JournalKind.Sample));
        Assert.Equal(2, await RunAsync(Person, yes: true)); // nobody is there any more
        Assert.Contains("nothing is held", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_waits_for_the_service_to_stop_and_for_sessions_to_end()
    {
        await using (_folder.Open())
        {
            Assert.Equal(0, await RunAsync(Person)); // saying is free
            Assert.Equal(1, await RunAsync(Person, yes: true));
            Assert.Contains("stop it, then erase", _error.ToString(), StringComparison.Ordinal);
        }

        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, StoredStory.Read($$"""
            { "name": "open", "start": "2026-03-09T09:00:00Z", "participant": { "id": "{{Person}}", "age": 50, "restingHr": 60 }, "inputs": [ { "at": 0, "event": "session-start" }, { "from": 0, "to": 30, "hr": 95 } ] }
            """));
        Assert.Equal(1, await RunAsync(Person, yes: true));
        Assert.Contains("a session is open (", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, _folder.Reader.Sessions().Count(s => s.Participant == Person));
    }

    [Fact]
    public async Task Exports_of_the_person_in_the_data_folder_go_and_those_elsewhere_are_named()
    {
        var elsewhere = Directory.CreateTempSubdirectory("hrm-erase-");
        try
        {
            var exports = Path.Combine(_folder.Path, "exports");
            var export = new ExportVerb(_output, _error, TimeProvider.System);
            foreach (var request in new ExportRequest[]
            {
                new(_sessions[0], "csv", Path.Combine(exports, "one")), new(_sessions[0], "tcx", Path.Combine(exports, "run.tcx")), new(null, "csv", Path.Combine(exports, "all")),
                new(null, "csv", Path.Combine(exports, "study")) { ShiftDates = true }, new(null, "fit", Path.Combine(exports, "all.zip")), new(_sessions[1], "csv", Path.Combine(elsewhere.FullName, "taken")),
            }) Assert.Equal(0, await export.RunAsync(request, Config, Data));
            Assert.Equal(3, Directory.GetDirectories(Path.Combine(exports, "study")).Length);

            Assert.Equal(0, await RunAsync(Person, yes: true));

            Assert.False(Directory.Exists(Path.Combine(exports, "one")));
            Assert.Empty(Directory.EnumerateFiles(exports, "run*"));
            Assert.Equal([_folder.Reader.Sessions().Single().Session], Directory.GetDirectories(Path.Combine(exports, "all")).Select(d => Path.GetFileName(d)));
            Assert.Single(Directory.GetDirectories(Path.Combine(exports, "study")));
            Assert.Contains($"{Path.Combine(exports, "all.zip")} (an export that holds others, too)", _output.ToString(), StringComparison.Ordinal);
            Assert.Contains($"{Path.Combine(elsewhere.FullName, "taken")} (an export outside the data folder)", _output.ToString(), StringComparison.Ordinal);
            Assert.True(Directory.Exists(Path.Combine(elsewhere.FullName, "taken")));
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Points_of_the_person_leave_InfluxDB_and_those_of_others_stay()
    {
        await using var server = await InfluxServer.StartNewAsync();
        using (var target = new InfluxTarget(new() { Url = server.Url }, TimeProvider.System, NullLogger.Instance))
            foreach (var rows in _folder.Reader.ReadAfter(0, int.MaxValue).Chunk(1_000)) Assert.Same(ForwardResult.Accepted.All, await target.SendAsync(rows, TestContext.Current.CancellationToken));
        Assert.NotEqual(0, await PointsAsync(Person));
        var others = await PointsAsync(Other);

        Assert.Equal(0, await RunAsync(Person, yes: true, ("Influx:Url", server.Url.ToString())));

        Assert.Equal((0, others), (await PointsAsync(Person), await PointsAsync(Other)));
        Assert.NotEqual(0, others);

        async Task<long> PointsAsync(string who)
        {
            var points = 0L;
            foreach (var measurement in new[] { "hr", "rr", "rpe", "ev", "dose" }) points += (await server.QueryAsync($"SELECT * FROM {measurement} WHERE p = '{who}'")).Count;
            return points;
        }
    }

    [Theory]
    [InlineData("2.7.1", 204, null)]
    [InlineData("2.7.1", 401, "InfluxDB: the points of person-who-goes are still there")]
    [InlineData("3.0.0", 204, "InfluxDB 3 deletes no points of one tag value")]
    public async Task What_a_store_does_not_do_is_said_and_the_rest_is_done(string version, int answer, string? words)
    {
        await using var fake = await InfluxFake.StartAsync();
        fake.Ping = InfluxFake.Version(version);
        fake.Answer = (_, _) => Task.FromResult(answer);
        Assert.Equal(words is null ? 0 : 1, await RunAsync(Person, yes: true, ("Influx:Url", fake.Url.ToString()), ("Influx:Org", "clinic")));
        Assert.Equal([Other], _folder.Reader.Sessions().Select(s => s.Participant));
        if (words is not null) Assert.Contains(words, _error.ToString(), StringComparison.Ordinal);
        if (version[0] == '3') Assert.Empty(fake.Writes);
        else Assert.Contains("\"predicate\":\"p=\\u0022person-who-goes\\u0022 AND site=\\u0022gym1\\u0022\"", Assert.Single(fake.Writes, w => w.Address == "/api/v2/delete?org=clinic&bucket=heartmonitor").Lines.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_no_pseudonym_is_refused()
    {
        Assert.Equal(2, await RunAsync("p' OR '1'='1", yes: true));
        Assert.Contains("is no pseudonym", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, _folder.Reader.Sessions().Count);
    }

    private static Scenario Doubted() => StoredStory.Read($$"""
        { "name": "swapped", "start": "2026-03-02T11:00:00Z", "participant": { "id": "{{Other}}", "age": 40, "restingHr": 60 },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }, { "from": 0, "to": 200, "hr": 110 },
            { "at": 60, "event": "identity-doubt", "other": "{{Person}}", "fromBpm": 90, "toBpm": 130 }, { "at": 200, "event": "session-end" } ] }
        """);

    private Dictionary<string, string?> Data => new() { ["Data"] = _folder.Path };

    private Task<int> RunAsync(string participant, bool yes = false, params (string Key, string Value)[] settings)
    {
        var commandLine = Data;
        foreach (var (key, value) in settings) commandLine[key] = value;
        return new EraseVerb(_output, _error, TimeProvider.System).RunAsync(new(participant, yes, "dr_a"), Config, commandLine);
    }

    private List<string> Outline(string participant) => [.. _folder.Reader.ReadAfter(0, int.MaxValue).Where(r => r.Entry.Participant == participant)
        .Select(r => $"{r.Seq} {r.Entry.Kind} {r.Entry.Session} {r.Entry.At:O} {(r.Entry.Kind == JournalKind.Sample ? Convert.ToHexString(r.Entry.Body.Span) : Encoding.UTF8.GetString(r.Entry.Body.Span))}")];

    /// <summary>The file with its log, as bytes.</summary>
    private string Bytes(string file) =>
        string.Concat(new[] { "", "-wal" }.Select(c => Path.Combine(_folder.Path, file + c)).Where(File.Exists).Select(f => Encoding.Latin1.GetString(File.ReadAllBytes(f))));

    private long Number(string sql) => JournalFiles.Number(_folder.File, sql);

    private string Text(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }
}
