using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>A last dose that is too old, and what "not taken today" leaves open (domain-facts 3.5).</summary>
public sealed class MissedDoseTests
{
    private static readonly MedicationEntry Bisoprolol = People.Takes("C07AB07");

    [Theory]
    [InlineData(2, null), InlineData(36, null), InlineData(37, "medication-recent-stop"), InlineData(70, "medication-recent-stop"), InlineData(24 * 14, "medication-recent-stop"), InlineData(24 * 40, "medication-dose-time-unknown")]
    public void Staff_hear_of_a_beta_blocker_whose_last_dose_is_too_old(int hours, string? code)
    {
        var plan = People.Someone(60, 60, Bisoprolol with { LastTaken = People.Nine.AddHours(-hours) }).Plan(at: People.Nine);

        Assert.Equal(["medication-blunts"], plan.Reasons.Codes());
        Assert.Equal(code is null ? [] : [code], plan.Notes.Codes());
    }

    [Theory]
    [InlineData(1, 0), InlineData(2, 1), InlineData(14, 1)]
    public void Without_an_hour_a_whole_day_must_lie_between(int days, int notes) => Assert.Equal(
        notes, People.Someone(60, 60, Bisoprolol with { LastTaken = People.Nine.AddDays(-days) }).Plan().Notes.Count);

    [Fact]
    public void A_dose_told_at_check_in_ends_the_message()
    {
        var late = People.Someone(60, 60, Bisoprolol with { LastTaken = People.Nine.AddHours(-60) });

        Assert.Equal(["medication-recent-stop"], late.Plan(at: People.Nine).Notes.Codes());
        Assert.Empty(late.Plan(new CheckIn { Taken = new Dictionary<string, DateTimeOffset> { ["C07AB07"] = People.Nine.AddHours(-1) } }, at: People.Nine).Notes);
        Assert.Empty(late.With(m => m with { TakenToday = true }).Plan(at: People.Nine).Notes);
    }

    [Fact]
    public void It_is_said_of_medicines_that_rebound_and_of_no_others()
    {
        var dose = People.Nine.AddDays(-3);

        Assert.Contains("medication-recent-stop", People.Someone(60, 66, People.Takes("C02AC01") with { DoseMg = 0.1, LastTaken = dose }).Plan(at: People.Nine).Notes.Codes());
        Assert.Empty(People.Someone(60, 66, People.Takes("C08DA01") with { LastTaken = dose }).Plan(at: People.Nine).Notes);
        Assert.Empty(People.Someone(60, 66, People.Takes("N06AB06") with { LastTaken = dose }).Plan(at: People.Nine).Notes);
        Assert.Empty(People.Someone(60, 66, Bisoprolol with { AsNeeded = true, TakenToday = false, LastTaken = dose }).Plan(at: People.Nine).Notes);
    }

    [Theory]
    [InlineData("C07AA05", "propranolol", MonitoringMode.Zones)]
    [InlineData("C07AA05", "Propranolol LA", MonitoringMode.Rpe)]
    [InlineData("C07AB07", "bisoprolol", MonitoringMode.Rpe)]
    [InlineData("C08DA01", "verapamil", MonitoringMode.Zones)]
    public void Not_today_leaves_yesterday_open_for_a_beta_blocker_that_acts_over_night(string atc, string name, MonitoringMode mode)
    {
        var plan = People.Someone(27, 66, People.Takes(atc, name) with { AsNeeded = true, TakenToday = false }).Plan();

        Assert.Equal(mode, plan.Mode);
        if (mode == MonitoringMode.Rpe) Assert.Contains("may act from yesterday", Assert.Single(plan.Reasons).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_dose_before_yesterday_leaves_nothing_open() => Assert.Equal(
        MonitoringMode.Zones, People.Someone(27, 66, Bisoprolol with { AsNeeded = true, TakenToday = false, LastTaken = People.Nine.AddDays(-2) }).Plan().Mode);

    [Theory]
    [InlineData(0.15, 0.15, MonitoringMode.Rpe), InlineData(0.1, 0.1, MonitoringMode.Zones), InlineData(0.1, null, MonitoringMode.Rpe)]
    public void The_doses_of_one_substance_add_up_whatever_code_or_name_they_stand_under(double first, double? second, MonitoringMode mode) =>
        Assert.All(
            new MedicationEntry[] { new() { Atc = "C02AC01", DoseMg = second }, new() { Atc = "N02CX02", DoseMg = second }, new() { Name = "Catapresan", DoseMg = second } },
            other => Assert.Equal(mode, People.Someone(40, 66, new MedicationEntry { Atc = "C02AC01", DoseMg = first }, other).Plan().Mode));

    [Fact]
    public void A_signed_peak_bounds_the_ceiling_beside_a_medicine_nobody_knows()
    {
        var test = People.AtenololWithTest with { Prescription = null };
        var alone = test with { Medications = [new MedicationEntry { Name = "zorblax", StartedOn = new(2025, 3, 1) }] };
        var beside = test with { Medications = [.. test.Medications, new MedicationEntry { Name = "zorblax" }] };

        Assert.Equal((112, 112), (alone.Plan().Ceiling!.Alarm, beside.Plan().Ceiling!.Alarm));
    }
}
