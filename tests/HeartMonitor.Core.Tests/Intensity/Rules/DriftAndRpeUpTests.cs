using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Intensity.Rules;

public sealed class DriftAndRpeUpTests
{
    private const AlertCode Code = AlertCode.DriftAndRpeUp;

    [Theory]
    [InlineData(10, 14, true)]
    [InlineData(9, 14, false)]
    [InlineData(10, 13, false)]
    [InlineData(0, 18, false)]
    public void Both_have_to_climb(int bpm, int rpe, bool told)
    {
        var sitting = Settled().Then(new RpeAnswered(12)).Beats(400, 110, 110 + bpm).Beats(70, 110 + bpm).Then(new RpeAnswered(rpe)).Beats(3, 110 + bpm);

        Assert.Equal(told, sitting.Raised(Code).Count == 1);
    }

    [Fact]
    public void Not_before_the_work_was_the_same_for_ten_minutes()
    {
        var sitting = Settled().Then(new RpeAnswered(12)).Beats(100, 110, 122).Then(new RpeAnswered(15)).Beats(229, 122);
        Assert.Empty(sitting.Raised(Code)); // second 599 of the work

        Assert.Equal(600, Assert.Single(sitting.Beats(5, 122).Raised(Code)).T);
    }

    [Fact]
    public void A_change_of_work_starts_it_anew() =>
        Assert.Empty(Settled().Then(new RpeAnswered(12)).Beats(300, 110).Mets(5).Beats(60, 110, 125).Then(new RpeAnswered(15)).Beats(500, 125).Raised(Code));

    [Fact]
    public void What_lies_more_than_twenty_minutes_back_does_not_count() =>
        Assert.Empty(Settled().Then(new RpeAnswered(12)).Beats(1300, 110, 115).Beats(60, 115, 121).Then(new RpeAnswered(14)).Beats(60, 121).Raised(Code));

    /// <summary>At 4 METs, settled at 110 bpm, a little after the silence in which heart rate settles.</summary>
    private static Sitting Settled() => new Sitting().Phase(SessionPhase.Work).Mets(4).Beats(270, 110);
}
