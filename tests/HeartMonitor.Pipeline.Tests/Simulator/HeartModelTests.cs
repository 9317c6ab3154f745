using CsCheck;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>Check figures of domain-facts 9.2.</summary>
public sealed class HeartModelTests
{
    private static readonly VirtualPerson[] Everybody =
    [
        Presets.Unmedicated, Presets.BetaBlocked, Presets.OlderDeconditioned, Presets.Clozapine, Presets.Transplant, Presets.PacemakerMotionSensor,
        Presets.Unmedicated with { SplitsFall = true },
    ];

    [Theory]
    [InlineData(30, 90.25)]
    [InlineData(60, 103.51)]
    [InlineData(120, 113.81)]
    [InlineData(240, 117.24)]
    public void An_unmedicated_heart_answers_a_step_to_4_5_METs(int second, double bpm)
    {
        Assert.Equal(bpm, Run(Plain(Presets.Unmedicated), 4.5, 240)[second - 1], 0.05);
    }

    [Theory]
    [InlineData(30, 71.38)]
    [InlineData(60, 80.05)]
    [InlineData(120, 88.49)]
    [InlineData(240, 92.74)]
    public void A_beta_blocked_heart_answers_lower_and_later(int second, double bpm)
    {
        Assert.Equal(bpm, Run(Plain(Presets.BetaBlocked), 4.5, 240)[second - 1], 0.05);
    }

    [Fact]
    public void A_step_is_followed_without_turning_back()
    {
        Assert.All(Everybody, person =>
        {
            var model = new HeartModel(Plain(person), new SeededNoise(1));
            var up = Run(model, person.PeakMet, 900);
            var down = Run(model, 1, 900);
            Assert.All(up.Zip(up.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
            // The dead time still carries work when the work has ended.
            Assert.All(down.Skip(40).Zip(down.Skip(41)), pair => Assert.True(pair.First >= pair.Second));
        });
    }

    [Fact]
    public void Heart_rate_stays_within_resting_less_15_and_peak_plus_5_whatever_the_work()
    {
        var work = Gen.Double[0, 20].List[1, 60];
        Gen.Select(Gen.Int[0, Everybody.Length - 1], Gen.Int, work, Gen.Double[0, 20]).Sample((who, seed, steps, noise) =>
        {
            var person = Everybody[who] with { NoiseBpm = noise };
            var model = new HeartModel(person, SeededNoise.For(seed, 0));
            return steps.SelectMany(mets => Run(model, mets, 60)).All(bpm => bpm >= person.RestingHr - 15 && bpm <= person.PeakHr + 5);
        });
    }

    [Fact]
    public void Noise_has_the_spread_and_memory_that_it_says()
    {
        var bpm = Run(new HeartModel(Presets.Unmedicated, new SeededNoise(7)), 1, 20_000).Select(b => b - 70).ToArray();
        var spread = Math.Sqrt(bpm.Average(x => x * x));
        var memory = bpm.Zip(bpm.Skip(1)).Average(pair => pair.First * pair.Second) / (spread * spread);

        Assert.Equal(1.0, spread, 0.1);
        Assert.Equal(0.9, memory, 0.03);
    }

    [Fact]
    public void Drift_begins_after_ten_minutes_of_work_and_ends_with_it()
    {
        var person = Presets.Unmedicated with { NoiseBpm = 0 };
        var model = new HeartModel(person, new SeededNoise(1));
        var atWork = Run(model, 4.5, 1_800);

        Assert.Equal(117.5, atWork[599], 0.01);
        Assert.Equal(117.5 + (20 * 0.15), atWork[^1], 0.15);
        Run(model, 1, 900);
        Assert.Equal(117.24, Run(model, 4.5, 240)[^1], 0.05);
    }

    [Fact]
    public void A_split_fall_is_fast_first_and_slow_after()
    {
        var split = new HeartModel(Plain(Presets.Unmedicated) with { SplitsFall = true, DeadTime = TimeSpan.Zero }, new SeededNoise(1));
        Run(split, 8, 3_000);
        var fall = Run(split, 1, 600);

        double Expected(int t) => 70 + (95 * ((0.6 * Math.Exp(-t / 40.0)) + (0.4 * Math.Exp(-t / 180.0))));
        Assert.All(new[] { 1, 30, 60, 180, 600 }, t => Assert.Equal(Expected(t), fall[t - 1], 0.01));
    }

    [Fact]
    public void A_paced_heart_goes_in_steps_and_hardly_feels_a_cycle()
    {
        var walking = Run(new HeartModel(Presets.PacemakerMotionSensor, new SeededNoise(1)), 3, 120);
        var cycling = new HeartModel(Presets.PacemakerMotionSensor, new SeededNoise(1));
        for (var second = 0; second < 120; second++) cycling.Step(3, cycling: true);

        Assert.Equal(90, walking[^1], 0.1);
        Assert.Equal(70, cycling.Bpm, 0.1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_heart_and_another_one_does_not()
    {
        double[] Of(ulong seed) => Run(new HeartModel(Presets.Clozapine, new SeededNoise(seed)), 4, 60);

        Assert.Equal(Of(5), Of(5));
        Assert.NotEqual(Of(5), Of(6));
    }

    private static VirtualPerson Plain(VirtualPerson person) => person with { NoiseBpm = 0, DriftPerMinute = 0 };

    private static double[] Run(VirtualPerson person, double mets, int seconds) => Run(new HeartModel(person, new SeededNoise(1)), mets, seconds);

    private static double[] Run(HeartModel model, double mets, int seconds) =>
        [.. Enumerable.Range(0, seconds).Select(_ => model.Step(mets))];
}
