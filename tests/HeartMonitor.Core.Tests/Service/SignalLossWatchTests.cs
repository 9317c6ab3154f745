using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Service;
using Xunit;

namespace HeartMonitor.Core.Tests.Service;

public sealed class SignalLossWatchTests
{
    private static readonly RuleOptions Rules = new();

    [Theory]
    [InlineData(3, 4)] // of three each is told
    [InlineData(4, 4)]
    [InlineData(6, 4)]
    [InlineData(8, 5)]
    [InlineData(12, 8)]
    [InlineData(17, 10)]
    [InlineData(1_000, 10)]
    public void Ten_make_one_alert_and_on_a_small_floor_most_of_it(int watched, int needed) => Assert.Equal(needed, SignalLossWatch.Needed(watched, Rules));

    [Fact]
    public void Ten_within_five_seconds_are_one_alert_with_all_of_them()
    {
        var change = Look(Floor(30, lost: 10));

        Assert.Equal(10, change.Together!.Count);
        Assert.Equal(10, change.Joined.Count);
        Assert.Empty(change.Left);
    }

    [Fact]
    public void Nine_of_thirty_are_told_one_by_one_and_so_are_ten_over_six_seconds()
    {
        Assert.Null(Look(Floor(30, lost: 9)).Together);
        Assert.Null(Look([.. Floor(30, lost: 9), new("s_late", "p_late", At(-6), false)]).Together);
        Assert.NotNull(Look([.. Floor(30, lost: 9), new("s_late", "p_late", At(-5), false)]).Together);
    }

    [Fact]
    public void Who_is_lost_within_five_seconds_of_the_others_joins_and_a_later_one_speaks_for_itself()
    {
        IReadOnlyList<SeenSignal> floor = [.. Floor(20, lost: 10, isExplained: true), new("s_next", "p_next", At(5), false), new("s_alone", "p_alone", At(11), false)];

        var change = Look(floor, Names(10), now: 12);

        Assert.Equal(["s_next"], change.Joined);
        Assert.Contains("p_next", change.Together!);
        Assert.DoesNotContain("p_alone", change.Together!);
    }

    [Fact]
    public void Who_is_back_leaves_and_with_less_than_half_of_them_it_is_over_and_the_rest_speak()
    {
        var back = Look(Floor(20, lost: 5, explained: 10), Names(10));
        Assert.Equal((null, 5), (back.Together, back.Left.Count));

        var over = Look(Floor(20, lost: 4, explained: 10), Names(10));

        Assert.Empty(over.Together!);
        Assert.Equal(10, over.Left.Count);
    }

    [Fact]
    public void A_floor_where_nothing_is_lost_says_nothing_and_one_left_over_from_a_crash_speaks_again()
    {
        Assert.Equal(LossChange.None, Look(Floor(20, lost: 0)));
        Assert.Equal(["s_0"], Look([new("s_0", "p_0", At(-100), true), .. Floor(20, lost: 0)]).Left);
    }

    private static LossChange Look(IReadOnlyList<SeenSignal> seen, IReadOnlyList<string>? together = null, double now = 0) =>
        SignalLossWatch.Look(At(now), seen, together ?? [], Rules);

    private static IReadOnlyList<SeenSignal> Floor(int people, int lost, bool isExplained = false, int explained = 0) =>
        [.. Enumerable.Range(0, people).Select(i => new SeenSignal($"s_{i}", $"p_{i}", i < lost ? At(0) : null, i < explained || (isExplained && i < lost)))];

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"p_{i}")];

    private static DateTimeOffset At(double seconds) => new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddSeconds(seconds);
}
