using System.Diagnostics;
using System.Text.RegularExpressions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Verbs;
using Xunit;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary>Files that are no files, never end, or hold text that is none: named, in bounded memory, with the agreed exit code and never a trace.</summary>
public sealed partial class HostileFileTests : IDisposable
{
    private const int OfEachFile = 12; // texts of each file that are spoilt

    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "config");

    private readonly string _folder = Directory.CreateTempSubdirectory("hrm-hostile-").FullName;
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public HostileFileTests()
    {
        foreach (var file in Directory.EnumerateFiles(Shipped)) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("alarms.json"), InlineData("activities.json"), InlineData("planner.json"), InlineData("medications.json"), InlineData("straps.json")]
    [InlineData("texts.en.json"), InlineData("texts.de.json"), InlineData("people.json"), InlineData("monitor.json")]
    public void Half_a_character_anywhere_in_the_configuration_is_refused_with_its_file_and_place(string file)
    {
        var text = File.ReadAllText(Path.Combine(Shipped, file));
        var texts = Quoted().Matches(text);
        for (var i = 0; i < OfEachFile; i++)
        {
            var at = texts[i * (texts.Count - 1) / (OfEachFile - 1)].Index + 1;
            File.WriteAllText(Path.Combine(_folder, file), text.Insert(at, i % 2 == 0 ? "\\ud800" : "\\uDC00x"));
            _error.GetStringBuilder().Clear();

            Assert.Equal(78, CheckConfigVerb.Run(_folder, new Dictionary<string, string?>(), _output, _error));

            var line = text.AsSpan(0, at).Count('\n') + 1;
            Assert.Contains($"{file}: line {line}, position ", _error.ToString(), StringComparison.Ordinal);
            Assert.Contains("holds half a character", _error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_whole_pair_in_the_configuration_is_text_like_any_other()
    {
        var path = Path.Combine(_folder, "straps.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"Polar H10\"", "\"Polar \\ud83e\\uDEC0 H10\"", StringComparison.Ordinal));

        Assert.Equal(0, CheckConfigVerb.Run(_folder, new Dictionary<string, string?>(), _output, _error));
    }

    /// <summary>Members that are not ours are passed over, whatever they hold; everything else is a fault.</summary>
    [Fact]
    public void Half_a_character_anywhere_in_a_person_or_a_story_is_refused_with_its_file()
    {
        var person = File.ReadAllText(Path.Combine(Shipped, "examples", "metoprolol.json"));
        foreach (var at in Quoted().Matches(person).Select(m => m.Index + 1))
        {
            var file = Write("person.json", person.Insert(at, "\\ud800"));
            var code = PlanVerb.Run(file, new(2026, 3, 2), Shipped, TimeProvider.System, _output, _error);
            Assert.True(code == 1 && _error.ToString().Contains(file, StringComparison.Ordinal), $"{code} for {person.AsSpan(at, 12)}");
            _error.GetStringBuilder().Clear();

            var story = Write("story.json", $$"""{ "participant": {{File.ReadAllText(file)}}, "inputs": [ { "at": 0, "event": "session-start" } ] }""");
            Assert.Equal(1, new ScenarioVerb(_output, _error).Run([story], events: true, Shipped));
            Assert.Matches(@"story\.json: line \d+, position \d+: this text holds half a character", _error.ToString());
            _error.GetStringBuilder().Clear();
        }
    }

    [Fact]
    public void A_device_without_an_end_is_refused_by_every_reader()
    {
        if (!File.Exists("/dev/zero")) Assert.Skip("There is no /dev/zero here.");
        Refused("/dev/zero", "longer than");
    }

    [Fact]
    public void A_pipe_that_nobody_writes_to_is_refused_by_every_reader()
    {
        var pipe = Path.Combine(_folder, "pipe");
        if (!OperatingSystem.IsLinux() || !MakePipe(pipe)) Assert.Skip("There is no mkfifo here; apt-get install coreutils");
        var (text, fault) = BoundedText.Read(pipe, BoundedText.OfConfiguration);
        Assert.Null(text);
        Assert.StartsWith("nothing came from it", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_refused_by_every_reader() => Refused(_folder, "is a folder");

    [Fact]
    public void A_file_of_five_gigabytes_is_refused_by_every_reader_unread()
    {
        var file = Path.Combine(_folder, "big");
        using (var big = File.Create(file)) big.SetLength(5L << 30); // takes no room: nothing is written
        Refused(file, "longer than");
    }

    [Theory]
    [InlineData("alarms.json"), InlineData("texts.en.json"), InlineData("people.json"), InlineData("monitor.json")]
    public void A_configuration_file_that_never_ends_or_is_a_folder_is_refused(string file)
    {
        var path = Path.Combine(_folder, file);
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Equal(78, CheckConfigVerb.Run(_folder, new Dictionary<string, string?>(), _output, _error));
        Assert.Contains($"{file}: is a folder", _error.ToString(), StringComparison.Ordinal);

        Directory.Delete(path);
        using (var big = File.Create(path)) big.SetLength(5L << 30);
        Assert.Equal(78, CheckConfigVerb.Run(_folder, new Dictionary<string, string?>(), _output, _error));
        Assert.Contains($"{file}: is longer than 4 MiB", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_without_a_line_end_ends_with_a_refusal()
    {
        Assert.Equal(1, DecodeVerb.Run(["-"], new Endless(), _output, _error));
        Assert.Equal("standard input, line 1: longer than 128 Mi characters; the rest is not read\n", _error.ToString());
    }

    [Fact]
    public void Standard_input_that_cannot_be_read_is_one_line()
    {
        Assert.Equal(1, DecodeVerb.Run(["-"], new Unreadable(), _output, _error));
        Assert.Equal("standard input, line 1: cannot be read (Is a directory)\n", _error.ToString());
    }

    private void Refused(string file, string why)
    {
        var person = Path.Combine(Shipped, "examples", "metoprolol.json");
        (string Verb, Func<int> Run)[] readers =
        [
            ("plan", () => PlanVerb.Run(file, null, Shipped, TimeProvider.System, _output, _error)),
            ("scenario", () => new ScenarioVerb(_output, _error).Run([file], events: false, Shipped)),
            ("replay", () => new ReplayVerb(_output, _error).Run(file, person, null, allEvents: false, Shipped)),
            ("replay --participant", () => new ReplayVerb(_output, _error).Run(person, file, null, allEvents: false, Shipped)),
            ("hrv", () => new HrvVerb(_output, _error, TimeProvider.System).Run(file, new())),
        ];
        foreach (var (verb, run) in readers.Where(r => file != _folder || r.Verb != "scenario")) // a folder of stories is all stories in it
        {
            _error.GetStringBuilder().Clear();
            Assert.Equal((verb, 1), (verb, run()));
            Assert.StartsWith(file, _error.ToString(), StringComparison.Ordinal);
            Assert.Contains(why, _error.ToString(), StringComparison.Ordinal);
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static bool MakePipe(string path)
    {
        using var make = Process.Start("mkfifo", path);
        make.WaitForExit();
        return make.ExitCode == 0;
    }

    [GeneratedRegex("\"[A-Za-z][^\"\\\\]*\"")]
    private static partial Regex Quoted();

    /// <summary>What <c>/dev/zero</c> is through a pipe.</summary>
    private sealed class Endless : TextReader
    {
        public override int Read(Span<char> buffer)
        {
            buffer.Clear();
            return buffer.Length;
        }
    }

    private sealed class Unreadable : TextReader
    {
        public override int Read(Span<char> buffer) => throw new IOException("Is a directory");
    }
}
