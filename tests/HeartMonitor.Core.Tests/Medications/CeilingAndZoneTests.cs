using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Decisions 1, 2, 45 and 46.</summary>
public sealed class CeilingAndZoneTests
{
    private static readonly MedicationEntry Bisoprolol = People.Takes("C07AB07");

    [Fact]
    public void Blunted_without_a_test_the_alarm_is_sixty_above_rest_at_most_130_and_the_warning_forty_above_rest()
    {
        Assert.Equal(new HeartRateCeiling(95, 115), People.Someone(60, 55, Bisoprolol).Plan().Ceiling);
        Assert.Equal(new HeartRateCeiling(120, 130), People.Someone(60, 80, Bisoprolol).Plan().Ceiling);
    }

    [Fact]
    public void The_clinicians_lower_value_wins_and_the_warning_stays_below_it() =>
        Assert.Equal(new HeartRateCeiling(95, 100), (People.Someone(60, 60, Bisoprolol) with { Prescription = new() { HrCeiling = 100 } }).Plan().Ceiling);

    [Fact]
    public void A_clinicians_higher_value_does_not_raise_the_ceiling_of_a_blunted_person() =>
        Assert.Equal(120, (People.Someone(60, 60, Bisoprolol) with { Prescription = new() { HrCeiling = 150 } }).Plan().Ceiling!.Alarm);

    [Fact]
    public void The_clinicians_value_stands_in_for_the_predicted_one() =>
        Assert.Equal(new HeartRateCeiling(180, 185), (People.Someone(20, 60) with { Prescription = new() { HrCeiling = 185 } }).Plan().Ceiling);

    [Fact]
    public void Without_a_resting_rate_the_mode_is_RPE_and_bounds_on_it_are_left_out()
    {
        var free = People.Someone(34, null).Plan();
        var blunted = People.Someone(34, null, Bisoprolol).Plan();

        Assert.Equal(["resting-hr-missing"], free.Reasons.Codes());
        Assert.Equal(156.57, free.Ceiling!.Alarm);
        Assert.Equal(["medication-blunts", "resting-hr-missing"], blunted.Reasons.Codes());
        Assert.Equal(new HeartRateCeiling(125, 130), blunted.Ceiling);
        Assert.Equal(MonitoringMode.Zones, People.Someone(34, null).Plan(new CheckIn { RestingHr = 72 }).Mode);
    }

    [Fact]
    public void A_zone_above_the_ceiling_warning_is_cut_there()
    {
        var plan = (People.Someone(20, 60) with { Prescription = new() { ReserveFrom = 0.60, ReserveTo = 0.85 } }).Plan();

        Assert.Equal(140.4, plan.Zone!.From);
        Assert.Equal(159.9, plan.Zone.Below);
        Assert.Equal(["zone-cut-by-ceiling"], plan.Notes.Codes());
    }

    [Fact]
    public void Where_nothing_of_the_zone_is_left_the_mode_is_RPE()
    {
        var plan = (People.Someone(34, 72) with { Prescription = new() { HrCeiling = 110 } }).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Equal(["zone-cut-by-ceiling"], plan.Reasons.Codes());
        Assert.Equal(300, plan.PromptEverySeconds);
    }

    [Fact]
    public void A_reserve_under_twenty_is_RPE()
    {
        var tested = People.Someone(58, 80) with { Tests = [People.AtenololWithTest.Tests[0] with { RestingHr = 80, PeakHr = 99, OnMedication = false }] };

        Assert.Equal(["reserve-too-small"], tested.Plan().Reasons.Codes());
        Assert.Equal(MonitoringMode.Zones, (tested with { RestingHr = 79 }).Plan().Mode);
    }

    [Fact]
    public void Reserve_bounds_that_no_reader_let_through_are_RPE() =>
        Assert.Equal(["reserve-too-small"], (People.Someone(34, 72) with { Prescription = new() { ReserveFrom = double.NaN } }).Plan().Reasons.Codes());

    [Fact]
    public void Another_equation_for_women_is_an_option()
    {
        var options = PlannerOptions.Default with { PredictedMaximumForWomen = PredictedMaximum.Gulati };
        var plan = MonitoringPlanner.Plan(People.Someone(60, 65) with { Sex = "female" }, CheckIn.Nothing, People.Monday, null, Shipped.Catalogue, options);

        Assert.Equal(new MaximalHeartRate(153.2, "gulati"), plan.Zone!.MaximalHr);
    }

    [Theory]
    [InlineData(0, null, 180), InlineData(2, null, 180), InlineData(3, null, 300), InlineData(99, 14, 180), InlineData(99, 15, 300)]
    public void Prompts_are_closer_in_the_first_three_sessions_and_after_a_change_of_dose(int done, int? changedDaysAgo, int seconds)
    {
        var entry = Bisoprolol with { ChangedOn = changedDaysAgo is { } days ? People.Monday.AddDays(-days) : null };

        Assert.Equal(seconds, (People.Someone(60, 60, entry) with { SessionsDone = done }).Plan().PromptEverySeconds);
    }

    [Fact]
    public void Age_follows_the_birthday()
    {
        var born = People.Someone() with { Age = null, Born = new DateOnly(1991, 3, 2) };

        Assert.Equal(183.5, born.Plan().Zone!.MaximalHr.Bpm);
        Assert.Equal(184.2, born.Plan(on: new DateOnly(2026, 3, 1)).Zone!.MaximalHr.Bpm);
        Assert.Equal(["reserve-too-small"], born.Plan(on: new DateOnly(1980, 1, 1)).Reasons.Codes());
    }
}
