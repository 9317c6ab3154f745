using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>True rises must get through, spikes must not (domain-facts 5.1, 5.3, 5.5, 9.4; decisions 6).</summary>
public sealed class GateStepsTests
{
    private static readonly SignalLabel Good = new(SignalQuality.Good, SignalReasons.None);

    private readonly TestStrap _strap = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Panic_from_84_to_128_in_40_s_is_good_all_the_way(bool rr)
    {
        Play(0, 60, _ => 84, rr);
        Assert.All(Play(60, 160, second => Math.Min(128, 84 + (int)((second - 60) * 1.1)), rr), label => Assert.Equal(Good, label));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(5, false)]
    public void The_onset_of_hard_work_is_good_all_the_way(int slope, bool rr)
    {
        Play(0, 60, _ => 90, rr);
        Assert.All(Play(60, 100, second => 90 + (slope * Math.Min(5, second - 59)), rr), label => Assert.Equal(Good, label));
    }

    [Fact]
    public void A_leap_that_its_own_intervals_support_is_good_at_once_after_the_first_two_minutes()
    {
        Play(0, 130, _ => 100, rr: true);
        Assert.All(Play(130, 170, _ => 150, rr: true), label => Assert.Equal(SignalQuality.Good, label.Quality));
    }

    [Fact]
    public void In_the_first_two_minutes_one_packet_of_support_may_be_chance()
    {
        Play(0, 60, _ => 100, rr: true);
        Assert.Equal(SignalQuality.Bad, _strap.Send(60, 190, 316).Label.Quality);
        Assert.Equal(SignalQuality.Good, _strap.Send(61, 190, 318).Label.Quality);
        Assert.Equal(SignalQuality.Good, _strap.Send(62, 100, 600).Label.Quality); // dry electrodes spike upwards
    }

    [Fact]
    public void Once_a_spike_came_and_went_eight_packets_of_support_are_another_and_the_ninth_is_a_heart()
    {
        Play(0, 60, _ => 100, rr: true);
        Play(60, 66, _ => 190, rr: true);
        Play(66, 70, _ => 100, rr: true);
        var leap = Play(70, 80, _ => 190, rr: true);

        Assert.All(leap.Take(8), label => Assert.NotEqual(SignalQuality.Good, label.Quality));
        Assert.Equal(SignalQuality.Good, leap.ElementAt(8).Quality);
    }

    [Fact]
    public void A_dry_electrodes_spike_with_garbage_between_beats_is_never_the_rules_rate()
    {
        Play(0, 60, _ => 80, rr: true);
        var random = new Random(2);
        for (var second = 60; second < 68; second++)
        {
            var verdict = _strap.Send(second, 200 + random.Next(-20, 20), 300 + (1200 * random.NextDouble()), 300 + (1200 * random.NextDouble()));
            Assert.False(verdict.Bpm > 100, $"second {second}: {verdict}");
        }

        Play(68, 80, _ => 80, rr: true);
        Assert.All(Play(80, 100, _ => 80, rr: true), label => Assert.Equal(SignalQuality.Good, label.Quality));
    }

    [Fact]
    public void A_heart_that_steps_by_nature_steps_but_not_away_from_its_intervals()
    {
        _strap.Gate.StepsAreNatural = true;
        Play(0, 60, _ => 70, rr: true);
        Assert.Equal(SignalQuality.Good, _strap.Send(60, 120, 500.9).Label.Quality);
        Play(61, 120, _ => 70, rr: true);
        Assert.Equal(new(SignalQuality.Suspect, SignalReasons.RrDisagrees), _strap.Send(120, 140, 857).Label);
    }

    [Fact]
    public void A_heart_that_steps_by_nature_without_intervals_is_asked_nothing()
    {
        _strap.Gate.StepsAreNatural = true;
        Play(0, 60, _ => 70, rr: false);
        Assert.Equal(Good, _strap.Send(60, 140).Label);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_optical_rate_on_the_steps_is_doubted_and_a_chest_straps_is_not(bool mayCountSteps)
    {
        (_strap.Gate.MayCountSteps, _strap.Gate.StepsPerMinute) = (mayCountSteps, 172);
        Play(0, 60, _ => 120, rr: false);
        var labels = Play(60, 130, second => 171 + (second % 3), rr: false);
        Assert.Equal(mayCountSteps, labels[^1].Reasons.HasFlag(SignalReasons.CadenceLock));
        if (mayCountSteps) Assert.Null(_strap.Gate.LastUsableAt);
    }

    [Fact]
    public void A_true_hard_run_that_settles_near_the_cadence_is_a_heart()
    {
        (_strap.Gate.MayCountSteps, _strap.Gate.StepsPerMinute) = (true, 172);
        Play(0, 60, _ => 110, rr: false);
        Assert.All(Play(60, 400, second => Math.Min(172, 110 + ((second - 60) / 2)), rr: false), label => Assert.Equal(Good, label));
    }

    private List<SignalLabel> Play(int from, int to, Func<int, int> bpm, bool rr)
    {
        var labels = new List<SignalLabel>();
        for (var second = from; second < to; second++)
            labels.Add((rr ? _strap.Send(second, bpm(second), TestStrap.Breathing(bpm(second), second)) : _strap.Send(second, bpm(second))).Label);
        return labels;
    }
}
