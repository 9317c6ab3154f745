using System.Globalization;
using System.Text;
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
/// word shows as a difference of these files, to be read like code. Ids, which are hashes, and versions are left out.
/// </summary>
public sealed class TranscriptTests
{
    private static readonly string[] LeftOut = ["id", "rulesVersion", "catalogueVersion", "activitiesVersion"];

    private static readonly Dictionary<string, string> Kept = Read();

    public static TheoryData<string> Files() => [.. Shipped.ScenarioFiles];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_story_says_what_it_said(string file)
    {
        var told = new StringBuilder();
        Write(file, told);

        Assert.True(Kept.GetValueOrDefault(Key(file)) == told.ToString(), $"{Page(Area(file))} is not what {file} says. Look at the change, then run the test with HEARTMONITOR_WRITE_DOCS=1.");
    }

    [Fact]
    public void The_pages_hold_every_story_and_no_other() => Assert.Equal(Shipped.ScenarioFiles.Select(Key).Order(StringComparer.Ordinal), Kept.Keys.Order(StringComparer.Ordinal));

    /// <summary>A page an area, a part a story.</summary>
    private static Dictionary<string, string> Read()
    {
        var areas = Shipped.ScenarioFiles.Select(Area).Distinct().ToArray();
        if (Environment.GetEnvironmentVariable("HEARTMONITOR_WRITE_DOCS") == "1")
            foreach (var area in areas)
            {
                var page = new StringBuilder();
                foreach (var file in Shipped.ScenarioFiles.Where(f => Area(f) == area)) Write(file, page);
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
        var (scenario, fault) = ScenarioReader.Read(Shipped.Scenario(file));
        Assert.True(scenario is not null, fault);
        page.Append(CultureInfo.InvariantCulture, $"== {Path.GetFileNameWithoutExtension(file)}\n");
        var setup = Shipped.Setup.Speaking(scenario.Language);
        var begin = scenario.Inputs[0];
        var engine = new SessionEngine(Identity.OfSession(setup.Site, scenario.Participant.Id, begin.At), (SessionStarted)begin.Fact!, begin.At, setup);
        var step = new SessionStep();
        foreach (var input in scenario.Inputs)
        {
            var outcome = engine.Apply(input, step.ForFact(engine.Id, engine.Person.Id, input.At, input.Fact));
            Write(step, page);
            if (input.Fact is not null && outcome.Result != CommandResult.Accepted)
                page.Append(CultureInfo.InvariantCulture, $"{(input.At - scenario.Start).TotalSeconds} refused {outcome.Result}: {outcome.Detail}\n");
        }

        engine.AdvanceTo(scenario.End, step.ForFact(engine.Id, engine.Person.Id, scenario.End, null));
        Write(step, page);
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
