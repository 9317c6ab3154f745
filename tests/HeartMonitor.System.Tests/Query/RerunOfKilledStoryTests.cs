using HeartMonitor.System.Tests.Host;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>What a service left behind that was killed eight times while a nurse worked, ten times as fast as life.</summary>
[Collection(KilledProcesses.Name)]
public sealed class RerunOfKilledStoryTests(KilledStory story)
{
    [Fact]
    public void The_same_rules_decide_what_was_stored_to_the_last_number()
    {
        var (alerts, prompts) = (0, 0);
        foreach (var session in story.Rows.GroupBy(row => row.Entry.Session))
        {
            var report = RerunTests.Rerun([.. session], StoredStory.Rules);
            Assert.True(report is { IsSame: true, AnswersMoved: 0 }, Research.Rerun.RerunJson.Write(report));
            (alerts, prompts) = (alerts + report.Alerts, prompts + report.Prompts);
        }

        Assert.True(alerts > 10 && prompts > 5, $"{alerts} alerts and {prompts} prompts are too few to tell.");
    }
}
