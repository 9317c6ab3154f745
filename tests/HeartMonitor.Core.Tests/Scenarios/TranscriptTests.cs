using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Architecture;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Scenarios;

/// <summary>
/// What every story says, word for word: expectations name what must be seen, a transcript shows all of it. A change of a rule, a number or a
/// word shows as a difference of these files, to be read like code. Versions are left out. Once a minute the tile is shown, without the sums that the summary tells. Some areas are told a
/// second time with the service away for 25 s in the middle.
/// </summary>
public sealed class TranscriptTests
{
    private static readonly string[] LeftOut = ["rulesVersion", "catalogueVersion", "activitiesVersion"];

    private const string Interrupted = "interrupted-";
    private const int AwaySeconds = 25;
    private const int TileSeconds = 60;

    private static readonly string[] InterruptedAreas = ["peers", "perception", "safety", "signal"];
    private static readonly JsonSerializerOptions TileOptions = new(JsonSerializerDefaults.Web);
    private static readonly Dictionary<string, string> Kept = Read();

    public static TheoryData<string> Files() => [.. Told];

    /// <summary>Stories, and those that are told with an interruption too.</summary>
    private static IEnumerable<string> Told => Shipped.ScenarioFiles.Concat(Shipped.ScenarioFiles.Where(f => InterruptedAreas.Contains(Area(f))).Select(f => Interrupted + f));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_story_says_what_it_said(string file)
    {
        var told = new StringBuilder();
        Write(file, told);

        Assert.True(Kept.GetValueOrDefault(Key(file)) == told.ToString(), $"{Page(Area(file))} is not what {file} says. Look at the change, then run the test with HEARTMONITOR_WRITE_DOCS=1.");
    }

    [Fact]
    public void The_pages_hold_every_story_and_no_other() => Assert.Equal(Told.Select(Key).Order(StringComparer.Ordinal), Kept.Keys.Order(StringComparer.Ordinal));

    /// <summary>A page an area, a part a story.</summary>
    private static Dictionary<string, string> Read()
    {
        var areas = Told.Select(Area).Distinct().ToArray();
        if (Environment.GetEnvironmentVariable("HEARTMONITOR_WRITE_DOCS") == "1")
            foreach (var area in areas)
            {
                var page = new StringBuilder();
                foreach (var file in Told.Where(f => Area(f) == area)) Write(file, page);
                File.WriteAllText(Path.Combine(Repository.Root, Page(area)), page.ToString());
            }

        return areas.SelectMany(area => $"\n{Repository.Read(Page(area)).ReplaceLineEndings("\n")}".Split("\n== ", StringSplitOptions.RemoveEmptyEntries), (area, part) => (area, part))
            .ToDictionary(p => $"{p.area}/{p.part.Split('\n', 2)[0]}", p => $"== {p.part.TrimEnd('\n')}\n");
    }

    private static string Area(string file) => Path.GetDirectoryName(file)!.Replace(Path.DirectorySeparatorChar, '-');

    private static string Key(string file) => $"{Area(file)}/{Path.GetFileNameWithoutExtension(file)}";

    private static string Page(string area) => $"tests/HeartMonitor.Core.Tests/Data/transcripts/{area}.txt";

    private static void Write(string file, StringBuilder page)
    {
        var away = file.StartsWith(Interrupted, StringComparison.Ordinal);
        var (scenario, fault) = ScenarioReader.Read(Shipped.Scenario(away ? file[Interrupted.Length..] : file));
        Assert.True(scenario is not null, fault);
        page.Append(CultureInfo.InvariantCulture, $"== {Path.GetFileNameWithoutExtension(file)}\n");
        var setup = Shipped.Setup.Speaking(scenario.Language);
        var begin = scenario.Inputs[0];
        var engine = new SessionEngine(Identity.OfSession(setup.Site, scenario.Participant.Id, begin.At), (SessionStarted)begin.Fact!, begin.At, setup);
        var step = new SessionStep();
        var tileAt = begin.At;
        foreach (var input in away ? WithoutTheMiddle(scenario) : scenario.Inputs)
        {
            var outcome = engine.Apply(input, step.ForFact(engine.Id, engine.Person.Id, input.At, input.Fact));
            Write(step, page);
            if (input.Fact is not null && outcome.Result != CommandResult.Accepted)
                page.Append(CultureInfo.InvariantCulture, $"{(input.At - scenario.Start).TotalSeconds} refused {outcome.Result}: {outcome.Detail}\n");
            if (input.At < tileAt) continue;
            tileAt = input.At.AddSeconds(TileSeconds);
            page.Append(CultureInfo.InvariantCulture, $"{(input.At - scenario.Start).TotalSeconds} tile {JsonSerializer.Serialize(engine.Live(input.At.AddSeconds(0.4)) with { InZoneS = null, MetMinutes = null }, TileOptions)}\n");
        }

        engine.AdvanceTo(scenario.End, step.ForFact(engine.Id, engine.Person.Id, scenario.End, null));
        Write(step, page);
    }

    /// <summary>The service is away up to the middle of the story: what came then is lost, and it says so when it is back.</summary>
    private static IEnumerable<SessionInput> WithoutTheMiddle(Scenario scenario)
    {
        var back = scenario.Inputs[0].At + TimeSpan.FromSeconds(Math.Floor((scenario.Inputs[^1].At - scenario.Inputs[0].At).TotalSeconds / 2));
        var gone = back.AddSeconds(-AwaySeconds);
        return scenario.Inputs.Where(i => i.At <= gone || (i.Fact is SessionEnded && i.At < back))
            .Append(SessionInput.OfFact(back, new MonitoringInterrupted(gone)))
            .Concat(scenario.Inputs.Where(i => i.At > back));
    }

    private static void Write(SessionStep step, StringBuilder page)
    {
        foreach (var told in step.Events)
        {
            var line = JsonNode.Parse(MonitorJson.Write(told))!.AsObject();
            foreach (var member in LeftOut) line.Remove(member);
            page.Append(line.ToJsonString(MonitorJson.Context.Options)).Append('\n');
        }
    }
}
