using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using Xunit;

namespace HeartMonitor.Core.Tests.Dose;

/// <summary>Heart rate and perceived exertion as sources of METs (domain-facts 6.3).</summary>
public sealed class PersonMetsTests
{
    private static readonly DoseOptions Options = new();

    private static readonly MonitoringPlan Measured = new()
    {
        Participant = "p",
        Mode = MonitoringMode.Zones,
        Zone = new(100, 120, "karvonen", new(160, "measured")),
        Rpe = new(11, 13),
        Reasons = [],
        Notes = [],
        CatalogueVersion = "c",
        RulesVersion = "r",
        Facts = new() { RestingHr = 60, PeakMet = 7 },
    };

    [Theory]
    [InlineData(100, 3.4), InlineData(110, 4.0), InlineData(120, 4.6), InlineData(50, 1.0), InlineData(200, 7.0)]
    public void Reserve_of_heart_rate_is_reserve_of_mets(double bpm, double mets)
    {
        var seen = PersonMets.Of(Measured, Options, bpm, rpe: 13)!.Value;

        Assert.Equal(MetSource.HeartRate, seen.Source);
        Assert.Equal(mets, seen.Mets!.Value, 9);
    }

    [Fact]
    public void Heart_rate_tells_nothing_in_rpe_mode_or_from_a_predicted_maximum_or_without_a_peak_of_mets()
    {
        Assert.Null(PersonMets.Of(Measured with { Mode = MonitoringMode.Rpe }, Options, 110, null));
        Assert.Null(PersonMets.Of(Measured with { Mode = MonitoringMode.Rpe, Zone = null }, Options, 110, null));
        Assert.Null(PersonMets.Of(Measured with { Zone = Measured.Zone! with { MaximalHr = new(160, "tanaka") } }, Options, 110, null));
        Assert.Null(PersonMets.Of(Measured with { Facts = new() { RestingHr = 60 } }, Options, 110, null));
        Assert.Null(PersonMets.Of(Measured, Options, double.NaN, null));
    }

    [Theory]
    [InlineData(8, null), InlineData(9, 2.5), InlineData(11, 2.5), InlineData(12, 4.0), InlineData(13, 4.0), InlineData(14, 6.5), InlineData(17, 6.5), InlineData(18, null), InlineData(null, null)]
    public void An_answer_gives_a_rough_figure(int? rpe, double? mets)
    {
        var seen = PersonMets.Of(Measured with { Mode = MonitoringMode.Rpe, Facts = new() }, Options, 110, rpe);

        Assert.Equal(mets, seen?.Mets);
        if (seen is { } rough) Assert.Equal((MetSource.RpeBand, MetRemarks.Rough), (rough.Source, rough.Flags));
    }

    [Fact]
    public void A_rough_figure_is_never_above_the_peak_of_the_test() =>
        Assert.Equal(5.0, PersonMets.Of(Measured with { Mode = MonitoringMode.Rpe, Facts = new() { PeakMet = 5 } }, Options, 110, 15)!.Value.Mets);
}
