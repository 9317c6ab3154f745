using HeartMonitor.Core.Scenarios;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator.Gym;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>Every story that ships, through the whole pipeline on virtual time: what it promises happens.</summary>
public sealed class GymStoryTests
{
    /// <summary>An endless story is watched for so long, seconds: its first round.</summary>
    private const int EndlessSeconds = 900;

    public static TheoryData<string> Stories => [.. GymPlay.Files];

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_story_keeps_what_it_promises_whatever_the_seed(string name)
    {
        var story = GymPlay.Story(name);
        Assert.NotEmpty(story.Expect);
        Assert.All(new[] { 1, 7, 20260302 }, seed =>
        {
            var said = GymPlay.Play(GymPlay.Floor(story, seed), story.Seconds ?? EndlessSeconds);
            var broken = StoryExpectations.Judge(story, said).Where(verdict => !verdict.IsMet).Select(verdict => verdict.Line);
            Assert.True(!broken.Any(), $"seed {seed}\n" + string.Join('\n', broken));
        });
    }
}
