using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Levels second by second, as curves of time; a curve is NaN where there is no value.</summary>
public sealed class SwapWatchTests
{
    private const int Smoothing = 5;

    private readonly SwapWatch _watch = new(new RuleOptions());
    private readonly List<(int Second, LevelSwap Swap)> _told = [];
    private int _begun;

    [Theory]
    [InlineData(95, 140)]
    [InlineData(140, 95)]
    [InlineData(100, 118)]
    public void Two_levels_that_change_places_at_once_are_told_once(double one, double other)
    {
        Play(200, ("a", Step(one, other, at: 100)), ("b", Step(other, one, at: 100)));

        var (second, swap) = Assert.Single(_told);
        Assert.InRange(second, 100, 125);
        Assert.Equal(["a", "b"], [swap.First.Session, swap.Second.Session]);
        Assert.InRange(swap.First.FromBpm, one - 2, one + 2);
        Assert.InRange(swap.First.ToBpm, other - 2, other + 2);
    }

    [Theory]
    [InlineData(100, 112)]
    [InlineData(100, 100)]
    public void Levels_that_are_near_each_other_say_nothing(double one, double other)
    {
        Play(200, ("a", Step(one, other, at: 100)), ("b", Step(other, one, at: 100)));

        Assert.Empty(_told);
    }

    [Fact]
    public void One_level_that_leaps_alone_says_nothing()
    {
        Play(200, ("a", Step(95, 140, at: 100)), ("b", _ => 140));

        Assert.Empty(_told);
    }

    [Fact]
    public void Levels_that_leap_past_each_other_say_nothing()
    {
        Play(200, ("a", Step(95, 150, at: 100)), ("b", Step(140, 95, at: 100)));

        Assert.Empty(_told);
    }

    [Fact]
    public void The_same_leaps_half_a_minute_apart_are_two_people()
    {
        Play(200, ("a", Step(95, 140, at: 80)), ("b", Step(140, 95, at: 110)));

        Assert.Empty(_told);
    }

    [Fact]
    public void Of_more_than_two_the_pair_is_found_whose_levels_fit()
    {
        Play(200, ("a", _ => 95), ("b", Step(120, 150, at: 100)), ("c", _ => 121), ("d", Step(150, 120, at: 101)));

        var swap = Assert.Single(_told).Swap;
        Assert.Equal(["b", "d"], [swap.First.Session, swap.Second.Session]);
    }

    [Fact]
    public void Two_pairs_in_one_second_are_two_exchanges()
    {
        Play(200, ("a", Step(90, 120, at: 100)), ("b", Step(150, 170, at: 100)), ("c", Step(170, 150, at: 100)), ("d", Step(120, 90, at: 100)));

        Assert.Equal(["a d", "b c"], _told.Select(t => $"{t.Swap.First.Session} {t.Swap.Second.Session}").Order());
    }

    [Fact]
    public void Straps_put_right_are_told_as_a_second_exchange()
    {
        Play(300, ("a", Between(Step(95, 140, at: 100), 95, from: 200)), ("b", Between(Step(140, 95, at: 100), 140, from: 200)));

        Assert.Equal(2, _told.Count);
        Assert.InRange(_told[1].Second, 200, 225);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(60, 12)]
    [InlineData(110, 18)]
    public void Straps_that_were_off_meanwhile_may_take_their_time_and_people_may_rest(int off, double fall)
    {
        double A(int t) => t < 100 ? 90 : t < 100 + off ? double.NaN : 140 - fall;
        double B(int t) => t < 110 ? 140 : t < 105 + off ? double.NaN : 88;
        for (var t = 0; t < 300; t++)
            See(t, new("a", A(t), t >= 100 && t < 95 + off), new("b", B(t), t >= 110 && t < 100 + off));

        Assert.InRange(Assert.Single(_told).Second, 105 + off, 130 + off);
    }

    [Fact]
    public void A_strap_that_was_worn_all_the_time_was_not_changed_with_one_that_was_off()
    {
        for (var t = 0; t < 200; t++)
            See(t, new("a", Step(95, 140, at: 120)(t)), new("b", t < 100 ? 140 : t < 130 ? double.NaN : 95, t is >= 100 and < 120));

        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(10, 140, 1)]
    [InlineData(20, 140, 1)]
    [InlineData(20, 120, 0)] // as far as a heart goes by itself
    [InlineData(40, 140, 0)]
    [InlineData(90, 140, 0)]
    public void Silence_alone_hides_an_exchange_only_while_it_is_short(int silence, double high, int told)
    {
        double Gap(int t, double before, double after) => t < 100 ? before : t < 100 + silence ? double.NaN : after;
        Play(300, ("a", t => Gap(t, 95, high)), ("b", t => Gap(t, high, 95)));

        Assert.Equal(told, _told.Count);
    }

    /// <summary>The hardest natural case: partners who take turns, of the same build, one starting in the second in which the other stops.</summary>
    [Theory]
    [InlineData(22, 30)]
    [InlineData(22, 60)]
    [InlineData(30, 30)]
    [InlineData(30, 60)]
    [InlineData(45, 45)]
    [InlineData(60, 75)]
    public void Partners_who_take_turns_cross_on_slopes_and_are_no_exchange(double riseTau, double fallTau)
    {
        foreach (var (low, high) in new[] { (90.0, 115.0), (85.0, 130.0), (80.0, 150.0), (75.0, 175.0) })
        {
            double Up(int t) => t < 100 ? low : high - ((high - low) * Math.Exp(-(t - 100) / riseTau));
            double Down(int t) => t < 100 ? high : low + ((high - low) * Math.Exp(-(t - 100) / fallTau));
            Play(400, ("up" + high, Up), ("down" + high, Down));
        }

        Assert.Empty(_told);
    }

    /// <summary>Staff put a wrong binding right: the levels change places because the straps did, and staff know of it.</summary>
    [Fact]
    public void Straps_that_staff_bound_anew_are_no_exchange()
    {
        for (var t = 0; t < 200; t++)
            See(t, new("a", Step(95, 140, at: 100)(t), false, t < 100 ? 0 : 1), new("b", Step(140, 95, at: 100)(t), false, t < 100 ? 0 : 1));

        Assert.Empty(_told);
    }

    [Fact]
    public void A_session_that_has_ended_is_no_partner_for_a_later_one()
    {
        Play(107, ("a", Step(95, 140, at: 100)), ("b", Step(140, 95, at: 100)));
        for (var t = 107; t < 200; t++) See(t, new SeenLevel("b", Step(140, 95, at: 100)(t)));

        Assert.Empty(_told);
    }

    [Fact]
    public void Seconds_that_nobody_saw_have_no_value()
    {
        for (var t = 0; t < 100; t++) See(t, new("a", 95), new("b", 140));
        for (var t = 400; t < 500; t++) See(t, new("a", 140), new("b", 95));

        Assert.Empty(_told);
    }

    private static Func<int, double> Step(double before, double after, int at) =>
        t => before + ((after - before) * Math.Clamp((t - at + 1) / (double)Smoothing, 0, 1));

    private static Func<int, double> Between(Func<int, double> curve, double after, int from) => t => t < from ? curve(t) : after;

    /// <summary>Each play on the same watch goes on counting, so that no second comes twice.</summary>
    private void Play(int seconds, params (string Session, Func<int, double> Bpm)[] people)
    {
        for (var t = 0; t < seconds; t++) See(_begun + t, [.. people.Select((p, i) => new SeenLevel(p.Session, p.Bpm(t) + Waver(t, i)))]);
        _begun += seconds;
    }

    /// <summary>What breathing and noise do to a second: up to 1 bpm.</summary>
    private static double Waver(int t, int person) => Math.Sin((t + (7 * person)) / 2.3);

    private void See(int second, params SeenLevel[] levels)
    {
        foreach (var swap in _watch.Second(second, levels)) _told.Add((second, swap));
    }
}
