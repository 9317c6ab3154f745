using System.Text.Json;
using HeartMonitor.Host.Verbs;
using Xunit;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary><c>monitor scenario</c> with real files: what stands where, and the exit codes of contracts 1.</summary>
public sealed class ScenarioVerbTests : IDisposable
{
    private const string Good = """
        { "name": "one prompt answered", "participant": { "id": "p_1", "age": 61, "restingHr": 58, "medications": [ { "atc": "C07AB02" } ] },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }, { "from": 0, "to": 200, "hr": 88 },
            { "at": 190, "event": "rpe", "value": 12 }, { "at": 195, "event": "rpe", "value": 30 }, { "at": 200, "event": "session-end" } ],
          "expect": [ { "kind": "plan", "mode": "rpe" }, { "kind": "prompt", "state": "answered", "value": 12, "between": [190, 190] } ],
          "never": [ { "kind": "alert", "code": "zone-low" } ] }
        """;

    private static readonly string Config = Path.Combine(AppContext.BaseDirectory, "config");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scenario-verb-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_line_for_each_expectation_and_the_total_at_the_end()
    {
        Assert.Equal(0, Run([Write("a.json", Good), Write("b.json", Good.Replace("p_1", "p_2", StringComparison.Ordinal))]));

        var lines = _output.ToString().TrimEnd().Split('\n');
        Assert.Equal(9, lines.Length);
        Assert.Equal(6, lines.Count(line => line.StartsWith("  ok     ", StringComparison.Ordinal)));
        Assert.Equal("2 stories, 6 expectations, 0 failed", lines[^1]);
    }

    [Fact]
    public void What_fails_is_told_with_what_came_nearest()
    {
        Assert.Equal(1, Run([Write("a.json", Good.Replace("[190, 190]", "[180, 185]", StringComparison.Ordinal))]));

        Assert.Contains("190 s  prompt schedule answered: 5 s too late", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("1 story, 3 expectations, 1 failed", _output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_service_refused_is_told_beside_the_results()
    {
        Run([Write("a.json", Good)]);

        Assert.Contains("refused at 195 s, rpe 30: An answer is a whole number from 6 to 20.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_are_json_lines_alone_whatever_is_expected()
    {
        Assert.Equal(0, Run([Write("a.json", Good.Replace("\"zone-low\"", "\"zone-lwo\"", StringComparison.Ordinal).Replace("[190, 190]", "[1, 1]", StringComparison.Ordinal))], events: true));

        var events = _output.ToString().TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("plan", events[0].GetProperty("kind").GetString());
        Assert.Equal("summary", events[^1].GetProperty("kind").GetString());
        Assert.Equal(events.Select(e => e.GetProperty("t").GetDouble()).Order(), events.Select(e => e.GetProperty("t").GetDouble()));
    }

    [Fact]
    public void What_the_service_refused_is_told_in_the_language_that_is_asked_for()
    {
        new ScenarioVerb(_output, _error).Run([Write("a.json", Good)], events: true, Config, "de");

        Assert.Contains("refused at 195 s, rpe 30: Eine Antwort ist eine ganze Zahl von 6 bis 20.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_could_never_match_refuses_the_story()
    {
        Assert.Equal(1, Run([Write("a.json", Good.Replace("\"zone-low\"", "\"zone-lwo\"", StringComparison.Ordinal)), Write("b.json", Good)]));

        Assert.Contains("a.json: never[0]: there is no alert code zone-lwo; did you mean zone-low?", _error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("1 story, 3 expectations, 0 failed; 1 story refused", _output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "empty"), InlineData("{\n,}", 1, "line 2, position 1"), InlineData("[]", 1, "a story is an object")]
    public void A_file_that_is_no_story_is_named(string text, int code, string words)
    {
        var file = Write("a.json", text);
        Assert.Equal(code, Run([file]));
        Assert.StartsWith(file, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains(words, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_wrong_usage_and_the_others_run_all_the_same()
    {
        Assert.Equal(2, Run([Path.Combine(_folder.FullName, "none.json"), Write("a.json", Good)]));
        Assert.Contains("none.json: there is no such file", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 story, 3 expectations, 0 failed", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_and_patterns_stand_for_their_files()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "sub"));
        Write("a1.json", Good);
        Write("a2.json", Good);
        Write(Path.Combine("sub", "a3.json"), Good);
        Write("notes.txt", "not a story");

        Assert.Equal([3, 2, 3, 1], new[] { "", "a?.json", "**/a*.json", "s*/*" }.Select(pattern =>
        {
            _output.GetStringBuilder().Clear();
            Assert.Equal(0, Run([Path.Combine(_folder.FullName, pattern)]));
            return _output.ToString().Split('\n').Count(line => line.EndsWith("one prompt answered", StringComparison.Ordinal));
        }));
        Assert.Equal(2, Run([Path.Combine(_folder.FullName, "z*.json")]));
        Assert.Contains("no file matches", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_configuration_nothing_is_played() => Assert.Equal(78, new ScenarioVerb(_output, _error).Run([Write("a.json", Good)], events: false, _folder.FullName));

    private int Run(string[] files, bool events = false) => new ScenarioVerb(_output, _error).Run(files, events, Config);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
