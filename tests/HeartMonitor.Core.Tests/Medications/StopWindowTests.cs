using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Windows after the last dose, and starts ahead (decisions 13).</summary>
public sealed class StopWindowTests
{
    [Theory]
    [InlineData("C07AB02", 0, MonitoringMode.Rpe), InlineData("C07AB02", 14, MonitoringMode.Rpe), InlineData("C07AB02", 15, MonitoringMode.Zones)]
    [InlineData("S01ED01", 14, MonitoringMode.Rpe), InlineData("S01ED01", 15, MonitoringMode.Zones)]
    [InlineData("C01BD01", 90, MonitoringMode.Rpe), InlineData("C01BD01", 91, MonitoringMode.Zones)]
    [InlineData("C01EB17", 3, MonitoringMode.Rpe), InlineData("C01EB17", 4, MonitoringMode.Zones)]
    [InlineData("C01AA05", 10, MonitoringMode.Rpe), InlineData("C01AA05", 11, MonitoringMode.Zones)]
    [InlineData("Z99ZZ99", 14, MonitoringMode.Rpe), InlineData("Z99ZZ99", 15, MonitoringMode.Zones)]
    [InlineData("N06AB03", 1, MonitoringMode.Zones)]
    public void After_the_last_dose_zones_come_back_when_the_window_is_over(string atc, int days, MonitoringMode mode)
    {
        var plan = People.Someone(34, 72, People.Takes(atc) with { StoppedOn = People.Monday.AddDays(-days) }).Plan();

        Assert.Equal(mode, plan.Mode);
        Assert.Equal(mode == MonitoringMode.Rpe ? "medication-recent-stop" : "zone-predicted", plan.Reasons[0].Code);
    }

    [Fact]
    public void A_start_that_lies_ahead_does_not_count_yet() =>
        Assert.Equal(MonitoringMode.Zones, People.Someone(34, 72, new MedicationEntry { Atc = "C07AB02", StartedOn = People.Monday.AddDays(1) }).Plan().Mode);

    [Fact]
    public void A_start_today_counts() =>
        Assert.Equal(MonitoringMode.Rpe, People.Someone(34, 72, new MedicationEntry { Atc = "C07AB02", StartedOn = People.Monday }).Plan().Mode);

    [Fact]
    public void A_medicine_begun_again_after_a_stop_acts()
    {
        var again = new MedicationEntry { Atc = "C07AB02", StoppedOn = new DateOnly(2024, 1, 1), StartedOn = new DateOnly(2025, 1, 1) };

        Assert.Equal(["medication-blunts"], People.Someone(34, 72, again).Plan().Reasons.Codes());
    }

    [Fact]
    public void A_stop_that_lies_ahead_is_no_stop_yet() =>
        Assert.Equal(["medication-blunts"], People.Someone(34, 72, People.Takes("C07AB02") with { StoppedOn = People.Monday.AddDays(1) }).Plan().Reasons.Codes());

    [Fact]
    public void The_first_and_the_last_day_of_the_calendar_are_days_like_others()
    {
        var person = People.Someone(34, 72, People.Takes("C07AB02") with { StoppedOn = People.Monday });

        Assert.NotNull(person.Plan(on: DateOnly.MinValue));
        Assert.NotNull(person.Plan(on: DateOnly.MaxValue, at: DateTimeOffset.MaxValue));
    }
}
