using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

public sealed class UnlikelyRateTests
{
    [Theory]
    [InlineData(40, 50, false)]
    [InlineData(39, 50, true)]
    [InlineData(190, 50, false)] // 220 - 50 + 20: domain-facts 5.1
    [InlineData(191, 50, true)]
    [InlineData(191, 30, false)]
    public void A_rate_outside_40_to_240_less_the_age_is_shown_with_a_mark(int bpm, int age, bool marked)
    {
        var live = new Sitting(Sitting.Anybody with { Age = age }).Beats(30, bpm).Live;

        Assert.Equal((bpm, marked), (live.Hr, live.HrUnlikely));
    }
}
