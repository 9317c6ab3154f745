using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Architecture;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Scenarios;

/// <summary>
/// What is said in every story, to the word and the number: plans, alerts, prompts, gates and summaries. A story's own expectations say what
/// matters; this says what else would change. After a change that is meant, look at the difference that <c>HEARTMONITOR_WRITE_DOCS=1</c> makes.
/// </summary>
public sealed class TranscriptTests
{
    private const string Page = "tests/HeartMonitor.Core.Tests/Data/transcripts.txt";
    private const string Heading = "== ";

    /// <summary>What changes with every file of settings, and what is the signal's: its labels have tests of their own.</summary>
    private static readonly string[] LeftOut = ["id", "participant", "rulesVersion", "catalogueVersion", "activitiesVersion", "ackedAt", "openedAt", "shelvedUntil", "signal"];

    /// <summary>What an alert says again only when it is something else.</summary>
    private static readonly string[] SaidOnce = ["nature", "text", "because", "source"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, string> Told = Read();

    public static TheoryData<string> Files() => [.. Shipped.ScenarioFiles];

    [Theory]
    [MemberData(nameof(Files))]
    public void In_a_story_the_same_is_said_as_before(string file) => Assert.Equal(Told.GetValueOrDefault(file.Replace('\\', '/')), Transcript(file));

    [Fact]
    public void The_page_holds_every_story_once_and_no_other() => Assert.Equal(Shipped.ScenarioFiles.Select(file => file.Replace('\\', '/')), Told.Keys);

    private static Dictionary<string, string> Read()
    {
        if (Environment.GetEnvironmentVariable("HEARTMONITOR_WRITE_DOCS") == "1")
            File.WriteAllText(Path.Combine(Repository.Root, Page), string.Concat(Shipped.ScenarioFiles.Select(file => $"{Heading}{file.Replace('\\', '/')}\n{Transcript(file)}")));
        return Repository.Read(Page).ReplaceLineEndings("\n").Split(Heading, StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('\n', 2)).ToDictionary(part => part[0], part => part[1]);
    }

    private static string Transcript(string file)
    {
        var (scenario, fault) = ScenarioReader.Read(Shipped.Scenario(file));
        Assert.True(scenario is not null, fault);
        var lines = new StringBuilder();
        var before = new Dictionary<string, JsonObject>();
        foreach (var told in ScenarioRun.Play(scenario, Shipped.Setup).Where(e => e is not QualityEvent)) lines.Append(Line(told, scenario.Start, before)).Append('\n');
        return lines.ToString();
    }

    private static string Line(SessionEvent told, DateTimeOffset start, Dictionary<string, JsonObject> before)
    {
        var line = JsonNode.Parse(MonitorJson.Write(told))!.AsObject();
        var subject = told switch { PlanEvent => "plan", AlertEvent alert => alert.Id, _ => "" };
        if (line["plan"] is JsonObject plan) Trim(plan);
        Trim(line);
        if (told is AlertEvent { Since: var since }) line["since"] = (since - start).TotalSeconds;
        var whole = line.DeepClone().AsObject();
        if (before.TryGetValue(subject, out var last))
            foreach (var name in SaidOnce.Append("plan"))
                if (line.ContainsKey(name) && JsonNode.DeepEquals(line[name], last[name])) line.Remove(name);
        if (subject.Length > 0) before[subject] = whole;
        return line.ToJsonString(Readable);

        static void Trim(JsonObject part)
        {
            foreach (var name in LeftOut.Concat(part.Where(member => member.Value is null).Select(member => member.Key).ToArray())) part.Remove(name);
        }
    }
}
