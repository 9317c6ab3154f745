using System.Text.Json;
using HeartMonitor.Host.Verbs;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary><c>sessions</c> and <c>rerun</c> where there is little or nothing to read, and their exit codes (contracts 1).</summary>
public sealed class ReadingVerbTests : IDisposable
{
    private static readonly string Config = Path.Combine(AppContext.BaseDirectory, "config");

    private readonly JournalFolder _folder = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_without_a_journal_is_a_missing_input_said_in_words()
    {
        Assert.Equal(2, Sessions());
        Assert.Contains("there is no journal in this folder; name the service's with --data DIR", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Rerun(null));
        Assert.Equal(2, new SessionsVerb(_output, _error).Run(Config, Data(Path.Combine(_folder.Path, "none")), json: false));
        Assert.Contains("there is no such folder", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
        Assert.False(File.Exists(_folder.File));
    }

    [Fact]
    public async Task A_journal_without_sessions_is_said_to_be_empty()
    {
        await _folder.Open().DisposeAsync();
        Assert.Equal(0, Sessions());
        Assert.Equal("No session is stored yet.\n", _output.ToString());
        Assert.Equal(0, Sessions(json: true));
        Assert.Equal(0, Rerun(null));
        Assert.Contains("0 sessions, 0 without a difference.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_journal_is_unreadable()
    {
        File.WriteAllText(_folder.File, "this is no database, and long enough to be asked whether it is one");
        Assert.Equal((1, 1), (Sessions(), Rerun(null)));
        Assert.Contains("The journal cannot be read: ", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_named()
    {
        await _folder.Open().DisposeAsync();
        Assert.Equal(2, Rerun("s_nobody"));
        Assert.Contains("s_nobody: there is no such session", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stored_sessions_are_listed_with_what_they_were_and_rerun_without_a_difference()
    {
        var stories = StoredStory.Shipped().Select(s => s.Scenario).Where(s => s.Language is null).DistinctBy(s => (s.Participant.Id, s.Inputs[0].At)).Take(30).ToList();
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, stories);

        Assert.Equal((0, 0), (Sessions(json: true), Rerun(null)));

        var lines = _output.ToString().Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(stories.Count, lines.Count);
        Assert.Equal(lines.Select(l => l.GetProperty("started").GetDateTimeOffset()).Order(), lines.Select(l => l.GetProperty("started").GetDateTimeOffset()));
        Assert.All(lines, l => Assert.Equal([StoredStory.Rules.RulesVersion], l.GetProperty("rulesVersions").EnumerateArray().Select(v => v.GetString())));
        Assert.Contains(lines, l => l.GetProperty("mode").GetString() == "rpe");
        Assert.Contains(lines, l => l.GetProperty("mode").GetString() == "zones");
        Assert.Contains($"{stories.Count} sessions, {stories.Count} without a difference.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Differences_are_named_and_the_exit_code_says_so()
    {
        var (folder, later) = (Directory.CreateTempSubdirectory("rerun-config-"), "\"nature\": \"physiological\", \"source\": \"domain-facts 4.6, decisions 34\", \"onDelaySeconds\": 60");
        try
        {
            await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, StoredStory.Read(RerunTests.Steady));
            StoredStory.RulesWith(folder, "alarms.json", (later, later.Replace("60", "90", StringComparison.Ordinal)));

            Assert.Equal(1, new RerunVerb(_output, _error).Run(null, folder.FullName, Data(_folder.Path), json: false));

            Assert.Matches(@"alert      zone-high low at \d+ s moved to \d+ s", _output.ToString());
            Assert.Matches(@"Then rules 1\.\d+\.\d+\+alarms\S+: 1 session", _output.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string?> Data(string folder) => new() { ["Data"] = folder };

    private int Sessions(bool json = false) => new SessionsVerb(_output, _error).Run(Config, Data(_folder.Path), json);

    private int Rerun(string? session) => new RerunVerb(_output, _error).Run(session, Config, Data(_folder.Path), json: false);
}
