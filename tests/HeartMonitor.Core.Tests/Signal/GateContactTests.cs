using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Contact, start of wear, age (domain-facts 1.5, 5.1).</summary>
public sealed class GateContactTests
{
    private readonly TestStrap _strap = new();

    [Theory]
    [InlineData(2.9, SignalQuality.Suspect)]
    [InlineData(3, SignalQuality.None)]
    public void After_three_seconds_without_contact_there_is_no_value(double seconds, SignalQuality expected)
    {
        _strap.Wear(75);
        Assert.Equal(SignalQuality.Suspect, _strap.Send(40, SensorContact.NotDetected, 75).Label.Quality);
        var verdict = _strap.Send(40 + seconds, SensorContact.NotDetected, 76);
        Assert.Equal(expected, verdict.Label.Quality);
        Assert.False(verdict.IsUsable);
    }

    [Fact]
    public void Zero_without_contact_is_both()
    {
        Assert.Equal(new(SignalQuality.None, SignalReasons.HrZero | SignalReasons.NoContact), _strap.Send(0, SensorContact.NotDetected, 0).Label);
    }

    [Theory]
    [InlineData(9.9, SignalReasons.StartOfWear)]
    [InlineData(10, SignalReasons.None)]
    public void Contact_regained_is_display_only_for_ten_seconds(double seconds, SignalReasons expected)
    {
        _strap.Wear(75);
        _strap.Send(37, SensorContact.NotDetected, 75);
        _strap.Send(40, SensorContact.NotDetected, 75);
        _strap.Send(41, 75, 800);
        Assert.Equal(expected, _strap.Send(41 + seconds, 75, 804).Label.Reasons);
    }

    [Fact]
    public void A_flicker_of_the_bit_under_three_seconds_is_no_loss()
    {
        _strap.Wear(75);
        _strap.Send(40, SensorContact.NotDetected, 75);
        _strap.Send(42.9, SensorContact.NotDetected, 75);
        Assert.Equal(SignalQuality.Good, _strap.Send(43.5, 75, 804).Label.Quality);
    }

    [Theory]
    [InlineData(10, SignalReasons.None)]
    [InlineData(10.1, SignalReasons.StartOfWear)]
    public void A_silence_longer_than_the_start_of_wear_starts_it_anew(double silence, SignalReasons expected)
    {
        _strap.Wear(75);
        Assert.Equal(expected, _strap.Send(39 + silence, 75, 804).Label.Reasons);
    }

    [Fact]
    public void A_new_link_starts_the_wear_anew()
    {
        _strap.Wear(75);
        _strap.Gate.Reconnected(TestStrap.At(40));
        Assert.Equal(SignalReasons.StartOfWear, _strap.Send(40, 75, 800).Label.Reasons);
        Assert.Equal(SignalReasons.None, _strap.Send(50, 75, 800).Label.Reasons);
    }

    [Fact]
    public void What_is_out_of_range_is_bad_even_in_the_start_of_wear()
    {
        Assert.Equal(SignalReasons.OutOfRange, _strap.Send(0, 29).Label.Reasons);
        Assert.Equal(SignalReasons.OutOfRange, _strap.Send(1, 231).Label.Reasons);
    }

    [Fact]
    public void A_bit_stuck_at_no_contact_is_learnt_from_half_a_minute_of_living_beats()
    {
        var usable = Denied(0, 120, second => (75, [TestStrap.Breathing(75, second)]));

        Assert.InRange(usable[0], 40, 60); // five beats to see life, 30 s to learn, 10 s to wear
        Assert.Equal(120 - usable[0], usable.Count); // and from then on all of it
        Assert.Equal(SensorContact.NotSupported, _strap.Gate.Contact);
        Assert.Null(_strap.Gate.NoContactSince);
    }

    [Fact]
    public void A_strap_in_a_drawer_that_repeats_one_interval_is_never_believed() =>
        Assert.Empty(Denied(0, 300, _ => (75, [800])));

    [Fact]
    public void A_strap_that_sends_a_rate_alone_is_never_believed_against_its_own_word() =>
        Assert.Empty(Denied(0, 300, _ => (75, [])));

    [Fact]
    public void Noise_is_no_life()
    {
        var random = new Random(4);
        Assert.Empty(Denied(0, 300, _ => (75, [300 + (1500 * random.NextDouble())])));
    }

    [Fact]
    public void Fillers_between_living_intervals_are_no_life() =>
        Assert.Empty(Denied(0, 300, second => (75, [TestStrap.Breathing(75, second), 500])));

    [Fact]
    public void Beats_that_belong_to_another_rate_are_no_life() =>
        Assert.Empty(Denied(0, 300, second => (110, [TestStrap.Breathing(75, second)])));

    [Fact]
    public void A_stuck_bit_is_believed_again_when_the_beats_end()
    {
        Denied(0, 120, second => (75, [TestStrap.Breathing(75, second)]));
        Assert.Empty(Denied(125, 160, _ => (75, [])));
        Assert.Equal(TestStrap.At(125), _strap.Gate.NoContactSince);
    }

    [Theory]
    [InlineData(119, true)]
    [InlineData(122, false)]
    public void Three_losses_within_two_minutes_come_and_go(double last, bool expected)
    {
        _strap.Wear(75, to: 20);
        foreach (var at in new[] { 20.0, 60, 20 + last })
        {
            _strap.Send(at - 1, SensorContact.NotDetected, 75);
            _strap.Send(at, 75, 800);
        }

        Assert.Equal(expected ? TestStrap.At(20) : null, _strap.Gate.ComesAndGoesSince(TestStrap.At(20 + last)));
    }

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(5, true)]
    [InlineData(9.9, true)]
    [InlineData(10, false)] // has an alert of its own
    public void A_silence_of_5_to_10_s_is_a_loss(double silence, bool expected)
    {
        _strap.Wear(75, to: 21);
        for (var i = 1; i <= 3; i++) _strap.Send(20 + (i * silence), 75, 800);
        Assert.Equal(expected, _strap.Gate.ComesAndGoesSince(TestStrap.At(50)) is not null);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(3_650.0)]
    public void After_days_of_silence_a_strap_is_new_and_its_old_level_is_no_measure(double days)
    {
        _strap.Wear(75);
        var later = TimeSpan.FromDays(days).TotalSeconds;
        Assert.Equal(new(SignalQuality.Suspect, SignalReasons.StartOfWear), _strap.Send(later, 180, 333).Label);
        for (var second = 1; second < 10; second++) _strap.Send(later + second, 180, TestStrap.Breathing(180, second));
        Assert.Equal(new(SignalQuality.Good, SignalReasons.None), _strap.Send(later + 10, 180, 333).Label);
    }

    [Fact]
    public void After_an_interruption_nothing_is_known()
    {
        _strap.Wear(75);
        for (var i = 0; i < 3; i++)
        {
            _strap.Send(40 + (2 * i), SensorContact.NotDetected, 75);
            _strap.Send(41 + (2 * i), 75, 800);
        }

        _strap.Gate.StartOver(TestStrap.At(100));

        Assert.Null(_strap.Gate.LastUsableAt);
        Assert.Null(_strap.Gate.DoubtfulSince);
        Assert.Null(_strap.Gate.UnbrokenSince);
        Assert.Null(_strap.Gate.RrAgreesSince);
        Assert.Null(_strap.Gate.ComesAndGoesSince(TestStrap.At(100)));
        Assert.Equal(TestStrap.At(100), _strap.Gate.LastReadingAt); // silence counts from now on
        Assert.Equal(SignalReasons.StartOfWear, _strap.Send(101, 180, 333).Label.Reasons);
    }

    [Fact]
    public void Rr_supports_since_the_first_packet_of_an_unbroken_run_that_does()
    {
        _strap.Send(0, 75, 800);
        _strap.Send(1, 75, 600);
        Assert.Null(_strap.Gate.RrAgreesSince);
        _strap.Send(2, 75, 804);
        _strap.Send(3, 75, 800);
        Assert.Equal(TestStrap.At(2), _strap.Gate.RrAgreesSince);
        _strap.Send(5, 75, 800); // 2 s are no gap
        Assert.Equal((TestStrap.At(0), TestStrap.At(2)), (_strap.Gate.UnbrokenSince, _strap.Gate.RrAgreesSince));
        _strap.Send(7.1, 75, 800);
        Assert.Equal((TestStrap.At(7.1), TestStrap.At(7.1)), (_strap.Gate.UnbrokenSince, _strap.Gate.RrAgreesSince));
    }

    private List<int> Denied(int from, int to, Func<int, (int Bpm, double[] Rr)> packet)
    {
        var usable = new List<int>();
        for (var second = from; second < to; second++)
        {
            var (bpm, rr) = packet(second);
            if (_strap.Send(second, SensorContact.NotDetected, bpm, rr).IsUsable) usable.Add(second);
        }

        return usable;
    }
}
