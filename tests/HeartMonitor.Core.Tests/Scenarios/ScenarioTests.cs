using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Scenarios;

public sealed class ScenarioTests
{
    public static TheoryData<string> Files() => [.. Shipped.ScenarioFiles];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_story_comes_out_as_told(string file)
    {
        var (scenario, fault) = ScenarioReader.Read(Shipped.Scenario(file));
        Assert.True(scenario is not null, fault);
        var verdicts = ScenarioVerdict.Judge(scenario, ScenarioRun.Play(scenario, Shipped.Setup));

        var failed = string.Join(Environment.NewLine, verdicts.Where(v => !v.IsMet).Select(v => v.Line));
        Assert.True(failed.Length == 0, $"{scenario.Name}{Environment.NewLine}{failed}");
    }

    [Fact]
    public void An_expectation_that_does_not_hold_fails_and_names_what_was_seen()
    {
        var (scenario, _) = ScenarioReader.Read(Shipped.Scenario(Path.Combine("perception", "s04-rpe-18.json"))
            .Replace("\"priority\": \"high\"", "\"priority\": \"low\"", StringComparison.Ordinal));

        var verdicts = ScenarioVerdict.Judge(scenario!, ScenarioRun.Play(scenario!, Shipped.Setup));

        Assert.Contains(verdicts, v => !v.IsMet && v.Line.Contains("rpe-stop", StringComparison.Ordinal) && v.Line.Contains("240 s  alert rpe-stop raised high: priority \"high\", not \"low\"", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_story_gives_the_same_bytes_twice()
    {
        foreach (var file in Effort.Some(Shipped.ScenarioFiles))
        {
            var (scenario, _) = ScenarioReader.Read(Shipped.Scenario(file));
            Assert.Equal(Play(scenario!), Play(scenario!));
        }

        static List<string> Play(Scenario scenario) =>
            [.. ScenarioRun.Play(scenario, Shipped.Setup).Select(e => Convert.ToHexString(MonitorJson.Write(e)))];
    }

    [Fact]
    public void Shifting_a_story_in_time_changes_nothing_but_ids_and_stamps()
    {
        foreach (var file in Effort.Some(Shipped.ScenarioFiles))
        {
            var (scenario, _) = ScenarioReader.Read(Shipped.Scenario(file));
            var by = TimeSpan.FromMinutes(7);
            var later = scenario! with { Start = scenario.Start + by, Inputs = [.. scenario.Inputs.Select(i => i with { At = i.At + by })] };

            var before = ScenarioRun.Play(scenario, Shipped.Setup).Select(e => (e.T, e.GetType()));
            Assert.Equal(before, ScenarioRun.Play(later, Shipped.Setup).Select(e => (e.T, e.GetType())));
        }
    }
}
