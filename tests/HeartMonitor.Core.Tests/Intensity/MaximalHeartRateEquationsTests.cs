using HeartMonitor.Core.Intensity;
using Xunit;

namespace HeartMonitor.Core.Tests.Intensity;

/// <summary>Check values of domain-facts 2.1 and 2.2.</summary>
public sealed class MaximalHeartRateEquationsTests
{
    [Fact]
    public void At_sixty_the_equations_give_the_check_values()
    {
        Assert.Equal(160, MaximalHeartRateEquations.Fox(60), 6);
        Assert.Equal(166, MaximalHeartRateEquations.Tanaka(60), 6);
        Assert.Equal(165, MaximalHeartRateEquations.Gellish(60), 6);
        Assert.Equal(166.7, MaximalHeartRateEquations.GellishExact(60), 6);
        Assert.Equal(153.2, MaximalHeartRateEquations.Gulati(60), 6);
        Assert.Equal(172.6, MaximalHeartRateEquations.Nes(60), 6);
        Assert.Equal(122, MaximalHeartRateEquations.Brawner(60), 6);
        Assert.Equal(121.5, MaximalHeartRateEquations.Keteyian(60, 65, onBicycle: false), 6);
        Assert.Equal(116.5, MaximalHeartRateEquations.Keteyian(60, 65, onBicycle: true), 6);
    }

    [Theory]
    [InlineData("male", 163), InlineData("female", 162.6), InlineData(null, 162.6)]
    public void Sydo_differs_by_sex_and_takes_the_lower_when_it_is_not_known(string? sex, double bpm) =>
        Assert.Equal(bpm, MaximalHeartRateEquations.Predict(PredictedMaximum.Sydo, 60, sex).Bpm, 6);

    [Theory]
    [InlineData(0.3, 101.5), InlineData(0.4, 112.0), InlineData(0.6, 133.0), InlineData(0.9, 164.5)]
    public void Fractions_of_reserve_give_the_check_values(double fraction, double bpm)
    {
        var reserve = new HeartRateReserve(70, 175);

        Assert.Equal(bpm, reserve.At(fraction));
        Assert.Equal(fraction, reserve.FractionOf(bpm), 9);
    }

    [Fact]
    public void On_a_beta_blocker_predicted_maxima_miss_the_true_moderate_zone()
    {
        var measured = new HeartRateReserve(58, 118);
        var fox = new HeartRateReserve(58, MaximalHeartRateEquations.Fox(62));
        var brawner = new HeartRateReserve(58, MaximalHeartRateEquations.Brawner(62));

        Assert.Equal((82.0, 94.0), (measured.At(0.4), measured.At(0.6)));
        Assert.Equal((98.0, 118.0), (fox.At(0.4), fox.At(0.6)));
        Assert.Equal((83.04, 95.56), (brawner.At(0.4), brawner.At(0.6)));
    }
}
