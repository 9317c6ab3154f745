using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Medicines taken as needed: every session asks anew (domain-facts 3.5).</summary>
public sealed class AsNeededTests
{
    private static readonly MedicationEntry Propranolol = People.Takes("C07AA05", "propranolol") with { AsNeeded = true };

    [Theory]
    [InlineData(1, MonitoringMode.Rpe), InlineData(11.9, MonitoringMode.Rpe), InlineData(12.1, MonitoringMode.Zones)]
    public void In_a_session_a_dose_acts_for_twelve_hours(double hours, MonitoringMode mode) => Assert.Equal(mode, AtNine(Propranolol, hours).Mode);

    [Fact]
    public void A_long_acting_dose_acts_for_a_day() => Assert.Equal(MonitoringMode.Rpe, AtNine(Propranolol with { Name = "Propranolol LA" }, 20).Mode);

    [Fact]
    public void Yesterdays_dose_does_not_answer_todays_question() => Assert.Equal(
        ["medication-dose-time-unknown"],
        People.Someone(27, 60, Propranolol with { LastTaken = People.Nine.AddDays(-1) }).Plan(at: People.Nine).Reasons.Codes());

    [Fact]
    public void Taken_today_with_yesterdays_time_is_doubt() => Assert.Equal(
        MonitoringMode.Rpe,
        People.Someone(27, 60, Propranolol with { TakenToday = true, LastTaken = People.Nine.AddDays(-1) }).Plan(at: People.Nine).Mode);

    [Fact]
    public void Not_taken_today_but_late_last_night_still_acts_in_the_session() => Assert.Equal(
        MonitoringMode.Rpe,
        People.Someone(27, 60, Propranolol with { TakenToday = false, LastTaken = People.Nine.AddHours(-10) }).Plan(at: People.Nine).Mode);

    [Fact]
    public void A_dose_reported_of_a_medicine_that_is_not_listed_acts_too() =>
        Assert.Equal(["medication-blunts"], People.Someone(27, 60).Plan(Took("C07AA05", 1), at: People.Nine).Reasons.Codes());

    [Fact]
    public void An_unknown_medicine_as_needed_is_unknown_whatever_the_answer() => Assert.Equal(
        ["medication-unknown"],
        People.Someone(27, 60, new MedicationEntry { Name = "zorblax", AsNeeded = true, TakenToday = false }).Plan().Reasons.Codes());

    [Fact]
    public void A_regular_beta_blocker_that_was_missed_today_is_RPE_and_staff_hear_of_it()
    {
        var plan = People.Someone(61, 60, People.Takes("C07AB02") with { TakenToday = false }).Plan();

        Assert.Equal(["medication-blunts"], plan.Reasons.Codes());
        Assert.Equal("metoprolol was not taken today: tell the clinician before the session", Assert.Single(plan.Notes).Text);
    }

    private static MonitoringPlan AtNine(MedicationEntry entry, double hours) =>
        People.Someone(27, 60, entry).Plan(Took("C07AA05", hours), at: People.Nine);

    private static CheckIn Took(string atc, double hours) =>
        new() { Taken = new Dictionary<string, DateTimeOffset> { [atc] = People.Nine.AddHours(-hours) } };
}
