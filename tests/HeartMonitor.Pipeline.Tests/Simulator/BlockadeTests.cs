using CsCheck;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

public sealed class BlockadeTests
{
    private static readonly Blockade Usual = new();

    [Fact]
    public void The_transform_gives_the_figures_of_the_facts()
    {
        var blocked = Usual.On(Presets.Unmedicated);

        Assert.Equal((59.5, 123.75), (blocked.RestingHr, blocked.PeakHr));
        Assert.Equal(85.2, blocked.RestingHr + (0.4 * (blocked.PeakHr - blocked.RestingHr)), 0.01);
        Assert.Equal(98.05, blocked.RestingHr + (0.6 * (blocked.PeakHr - blocked.RestingHr)), 0.01);
        Assert.InRange(blocked.TauOn / Presets.Unmedicated.TauOn, 1.2, 1.5);
    }

    [Fact]
    public void Eleven_hours_after_the_dose_a_walk_is_about_ten_beats_faster_than_two_hours_after()
    {
        double Walking(int hours)
        {
            var person = Usual.On(Presets.Unmedicated, TimeSpan.FromHours(hours));
            return person.RestingHr + ((person.PeakHr - person.RestingHr) * person.FractionAt(4));
        }

        Assert.Equal(10, Walking(11) - Walking(2), 1.5);
        Assert.Equal(Walking(0), Walking(2));
        Assert.True(Walking(23) > Walking(11));
    }

    [Fact]
    public void Same_effort_feels_the_same_and_shows_25_to_45_beats_less()
    {
        var exertion = new PerceivedExertion();
        Gen.Select(Gen.Double[0.5, 1], Gen.Int).Sample((fraction, seed) =>
        {
            var (free, blocked) = (Presets.Unmedicated, Presets.BetaBlocked);
            var apart = Settled(free, fraction) - Settled(blocked, fraction);
            var felt = exertion.Rate(free.FractionAt(free.MetsAt(fraction)), SeededNoise.For(seed, 1));
            var feltBlocked = exertion.Rate(blocked.FractionAt(blocked.MetsAt(fraction)), SeededNoise.For(seed, 1));
            return apart is >= 25 and <= 45 && felt == feltBlocked;
        });
    }

    [Fact]
    public void After_an_abrupt_stop_the_heart_is_faster_than_it_ever_was()
    {
        var rebound = Blockade.Rebound(Presets.Unmedicated);

        Assert.Equal(80.5, rebound.RestingHr, 1e-9);
        Assert.Equal(1.2 * 95, rebound.PeakHr - rebound.RestingHr, 1e-9);
    }

    [Fact]
    public void Panic_climbs_for_half_a_minute_stays_and_decays()
    {
        var panic = new PanicOverlay(TimeSpan.FromSeconds(60), 40, TimeSpan.FromMinutes(3));

        Assert.Equal([0.0, 0, 20, 40, 40], new[] { 0, 60, 75, 90, 270 }.Select(second => panic.At(TimeSpan.FromSeconds(second))));
        Assert.Equal(40 / Math.E, panic.At(TimeSpan.FromSeconds(450)), 0.01);
    }

    private static double Settled(VirtualPerson person, double fraction)
    {
        var model = new HeartModel(person with { NoiseBpm = 0, DriftPerMinute = 0 }, new SeededNoise(1));
        for (var second = 0; second < 600; second++) model.Step(person.MetsAt(fraction));
        return model.Bpm;
    }
}
