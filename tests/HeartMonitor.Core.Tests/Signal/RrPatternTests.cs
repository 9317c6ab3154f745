using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Signal;
using Xunit;
using static HeartMonitor.Core.Tests.Signal.TestStrap;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Domain-facts 5.7: RMSSD over the mean above 0.1 in 128 intervals that are spread out, and under 5 % of them miscounted.</summary>
public sealed class RrPatternTests
{
    private readonly BeatWindow _beats = new(new RuleOptions());

    [Fact]
    public void The_share_is_the_worked_example_over_its_mean() =>
        Assert.Equal(20.1556 / 805, RrPattern.RelativeRmssd([800, 810, 790, 820, 805]), 1e-6); // domain-facts 5.6

    [Fact]
    public void Entropy_is_0_for_one_length_and_1_for_an_even_spread()
    {
        Assert.Equal(0, RrPattern.Entropy([.. Enumerable.Repeat(800f, 128)]));
        Assert.Equal(1, RrPattern.Entropy([.. Enumerable.Range(0, 128).Select(i => 600 + (i < 8 ? 0 : i > 119 ? 400 : (i - 8) / 7 * 10f))]), 1e-9);
    }

    [Fact]
    public void Two_lengths_in_equal_numbers_are_a_quarter_of_the_spread() => // ln 2 / ln 16
        Assert.Equal(0.25, RrPattern.Entropy([.. Enumerable.Range(0, 128).Select(i => i % 2 == 0 ? 800f : 1000f)]), 1e-9);

    [Fact]
    public void The_eight_longest_and_the_eight_shortest_do_not_count() =>
        Assert.Equal(0, RrPattern.Entropy([.. Enumerable.Range(0, 128).Select(i => i < 8 ? 300f : i >= 120 ? 1900f + i : 800f)]));

    [Fact]
    public void Intervals_like_those_of_domain_facts_9_3_are_irregular_from_the_128th_on()
    {
        var random = new Random(7);
        for (var i = 0; i < 127; i++) Uneven(random);
        Assert.False(IsIrregular());
        Uneven(random);
        Assert.True(IsIrregular());
    }

    [Fact]
    public void Breathing_is_not()
    {
        for (var i = 0; i < 200; i++) Add(1000 + (120 * Math.Sin(i * 0.9))); // deep breath at rest: share 0.10 of the mean at most
        Assert.False(IsIrregular(rmssdShare: 0.12));
    }

    [Fact]
    public void Every_other_beat_early_is_uneven_and_has_an_order()
    {
        for (var i = 0; i < 200; i++) Add(i % 2 == 0 ? 700 : 900);
        Assert.False(IsIrregular());
    }

    [Theory]
    [InlineData(6, true)] // 4.7 %
    [InlineData(7, false)] // 5.5 %
    public void Miscounted_beats_of_5_percent_and_more_silence_it(int outOfRange, bool expected)
    {
        var random = new Random(3);
        for (var i = 0; i < 128 - outOfRange; i++) Add(850 + (180 * ((2 * random.NextDouble()) - 1)));
        for (var i = 0; i < outOfRange; i++) Add(2300);
        Assert.Equal(expected, IsIrregular());
    }

    private void Uneven(Random random) => Add(Math.Max(300, 850 + (180 * ((2 * random.NextDouble()) - 1))));

    private void Add(double ms) => _beats.Add(Intervals(ms), 70, Start);

    private bool IsIrregular(double rmssdShare = 0.1) => RrPattern.IsIrregular(_beats, new RuleOptions { IrregularRmssdShare = rmssdShare });
}
