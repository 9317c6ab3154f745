using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Prompts;
using Xunit;

namespace HeartMonitor.Core.Tests.Prompts;

/// <summary>The wait for an answer, second by second (product.md, decision 7; decisions 29 and 42).</summary>
public sealed class NoAnswerLadderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly NoAnswerLadder _ladder = new(new RuleOptions());

    [Theory]
    [InlineData(179, false)]
    [InlineData(180, true)]
    [InlineData(181, true)]
    public void Nobody_responds_from_180_s_on(int seconds, bool expected)
    {
        _ladder.Asked(Start);

        Assert.Equal(expected, _ladder.Climb(Start.AddSeconds(seconds)));
        Assert.Equal(expected, _ladder.NotResponding);
    }

    [Fact]
    public void A_question_that_waited_already_keeps_its_time()
    {
        _ladder.Asked(Start);
        _ladder.Asked(Start.AddSeconds(80));

        Assert.Equal(Start, _ladder.UnansweredSince);
        Assert.True(_ladder.Climb(Start.AddSeconds(180)));
    }

    [Fact]
    public void A_short_pause_stops_no_clock_and_nobody_is_missed_in_it()
    {
        _ladder.Asked(Start);
        _ladder.Paused(Start.AddSeconds(175));
        Assert.False(_ladder.Climb(Start.AddSeconds(181)));
        Assert.True(_ladder.WaitsThroughPause);
        Assert.Equal(Start, _ladder.UnansweredSince);
        _ladder.Asked(Start.AddSeconds(182));

        Assert.True(_ladder.Climb(Start.AddSeconds(183)));
    }

    [Fact]
    public void A_pause_of_ten_seconds_takes_the_question_back_as_of_its_beginning()
    {
        _ladder.Asked(Start);
        _ladder.Paused(Start.AddSeconds(40));
        Assert.False(_ladder.Climb(Start.AddSeconds(50)));
        Assert.Null(_ladder.UnansweredSince);
        _ladder.Asked(Start.AddSeconds(100));

        Assert.Equal(Start.AddSeconds(60), _ladder.UnansweredSince);
    }

    [Fact]
    public void An_answer_ends_the_wait()
    {
        _ladder.Asked(Start);
        _ladder.Answered();

        Assert.Null(_ladder.UnansweredSince);
        Assert.False(_ladder.Climb(Start.AddSeconds(500)));
    }

    [Theory]
    [InlineData(0, false)] // with the question
    [InlineData(179, false)] // just before it is missed
    [InlineData(-1, true)] // before it was asked: says nothing about now
    public void A_sign_of_life_after_the_question_keeps_it_medium(int seconds, bool notResponding)
    {
        if (seconds < 0) _ladder.SignOfLife(Start.AddSeconds(seconds));
        _ladder.Asked(Start);
        if (seconds >= 0) _ladder.SignOfLife(Start.AddSeconds(seconds));

        Assert.Equal(notResponding, _ladder.Climb(Start.AddSeconds(180)));
        Assert.Equal(notResponding ? null : Start, _ladder.UnansweredSince); // the answer is still missing
    }

    [Fact]
    public void Missed_again_is_told_again()
    {
        _ladder.Asked(Start);
        Assert.True(_ladder.Climb(Start.AddSeconds(180)));
        _ladder.Asked(Start.AddSeconds(300));

        Assert.False(_ladder.Climb(Start.AddSeconds(479)));
        Assert.True(_ladder.Climb(Start.AddSeconds(480)));
    }
}
