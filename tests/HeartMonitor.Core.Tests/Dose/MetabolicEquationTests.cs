using HeartMonitor.Core.Dose;
using Xunit;

namespace HeartMonitor.Core.Tests.Dose;

/// <summary>Check values of domain-facts 6.2, and the laws that any metabolic equation keeps.</summary>
public sealed class MetabolicEquationTests
{
    private const double MetresPerMinuteOfMph = 26.8;

    [Theory]
    [InlineData(3.0, 0, 11.54), InlineData(3.5, 0, 12.88), InlineData(3.0, 0.05, 18.776), InlineData(3.5, 0.10, 29.764), InlineData(1.7, 0.10, 16.257)]
    public void Walking(double mph, double grade, double oxygen) => Near(oxygen, MetabolicEquations.Walk(mph * MetresPerMinuteOfMph, grade));

    [Fact]
    public void Running() => Near(35.66, MetabolicEquations.Run(6 * MetresPerMinuteOfMph, 0));

    [Theory]
    [InlineData(50, 70, 14.714), InlineData(100, 70, 22.429), InlineData(50, 90, 13.0)]
    public void Leg_cycling(double watts, double kilograms, double oxygen) => Near(oxygen, MetabolicEquations.LegCycle(watts, kilograms));

    [Fact]
    public void Arm_cycling() => Near(9.929, MetabolicEquations.ArmCycle(25, 70));

    [Fact]
    public void Stepping() => Near(19.791, MetabolicEquations.Step(24, 0.20));

    [Theory]
    [InlineData(49.9, 1), InlineData(50, 0), InlineData(200, 0), InlineData(200.1, 2)]
    public void An_equation_says_when_its_input_is_outside_its_range(double watts, int flag) =>
        Assert.Equal((MetRemarks)flag, MetabolicEquations.LegCycleRange.Flag(watts));

    /// <summary>METs as oxygen uptake, to the third digit of the sheet.</summary>
    private static void Near(double oxygen, double mets) => Assert.Equal(oxygen, mets * 3.5, 0.0006);
}
