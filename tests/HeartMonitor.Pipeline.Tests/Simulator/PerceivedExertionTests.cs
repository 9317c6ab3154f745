using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

public sealed class PerceivedExertionTests
{
    [Theory]
    [InlineData(0, 0, 6)]
    [InlineData(0.5, 0, 13)]
    [InlineData(0.5, 1, 14)]
    [InlineData(1, 0, 20)]
    [InlineData(1, 2, 20)]
    [InlineData(0, -2, 6)]
    public void Effort_and_bias_make_the_number_within_6_and_20(double fraction, double bias, int rpe)
    {
        Assert.Equal(rpe, new PerceivedExertion { Bias = bias, Spread = 0 }.Rate(fraction, new SeededNoise(1)));
    }

    [Fact]
    public void Answers_spread_and_take_about_eight_seconds()
    {
        var noise = new SeededNoise(3);
        var replies = Enumerable.Range(0, 4_000).Select(_ => new PerceivedExertion().Answer(0.45, noise)!.Value).ToArray();
        var exact = 6 + (14 * Math.Pow(0.45, 1.1));

        Assert.Equal(exact, replies.Average(r => r.Rpe), 0.05);
        Assert.Equal(8, replies.Select(r => r.Delay.TotalSeconds).Order().ElementAt(2_000), 0.4);
        Assert.All(replies, reply => Assert.InRange(reply.Rpe, 6, 20));
    }

    [Fact]
    public void Prompts_are_left_alone_as_often_as_said()
    {
        var noise = new SeededNoise(4);

        Assert.Equal(0.3, Enumerable.Range(0, 4_000).Average(_ => new PerceivedExertion { NonAnswer = 0.3 }.Answer(0.5, noise) is null ? 1.0 : 0), 0.03);
        Assert.Null(new PerceivedExertion { NonAnswer = 1 }.Answer(0.5, noise));
    }
}
