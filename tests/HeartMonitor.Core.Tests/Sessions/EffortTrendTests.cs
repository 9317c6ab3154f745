using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

public sealed class EffortTrendTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly EffortTrend _trend = new();

    [Fact]
    public void The_lowest_minute_is_one_that_lies_wholly_within_the_time_asked_for()
    {
        Assert.Equal(double.NaN, _trend.LowestMinuteSince(Start));
        _trend.Minute(Start.AddMinutes(1), 90);
        _trend.Minute(Start.AddMinutes(2), 110);
        _trend.Minute(Start.AddMinutes(3), double.NaN);
        _trend.Minute(Start.AddMinutes(4), 120);

        Assert.Equal(90, _trend.LowestMinuteSince(Start));
        Assert.Equal(110, _trend.LowestMinuteSince(Start.AddSeconds(1)));
        Assert.Equal(120, _trend.LowestMinuteSince(Start.AddSeconds(61)));
        Assert.Equal(double.NaN, _trend.LowestMinuteSince(Start.AddMinutes(4)));
    }

    [Fact]
    public void Half_an_hour_is_kept()
    {
        for (var minute = 1; minute <= 40; minute++) _trend.Minute(Start.AddMinutes(minute), minute);

        Assert.Equal(11, _trend.LowestMinuteSince(Start));
    }

    [Theory]
    [InlineData(new[] { 12 }, 0)]
    [InlineData(new[] { 12, 14 }, 2)]
    [InlineData(new[] { 14, 11, 12 }, 1)]
    [InlineData(new[] { 11, 15, 12 }, 1)]
    [InlineData(new[] { 15, 12 }, 0)]
    public void The_rise_is_from_the_lowest_answer_to_the_last_one(int[] answers, int rise)
    {
        foreach (var rpe in answers) _trend.Answer(Start, rpe);

        Assert.Equal(rise, _trend.RpeRiseSince(Start));
        Assert.Equal(0, _trend.RpeRiseSince(Start.AddSeconds(1)));
    }

    [Fact]
    public void Thirty_answers_are_kept()
    {
        _trend.Answer(Start, 6);
        for (var i = 1; i < 30; i++) _trend.Answer(Start.AddSeconds(i), 12);
        Assert.Equal(6, _trend.RpeRiseSince(Start));
        _trend.Answer(Start.AddSeconds(30), 12);

        Assert.Equal(0, _trend.RpeRiseSince(Start));
    }
}
