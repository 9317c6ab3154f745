using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>When a test makes zones and ceilings (product.md, decision 3; decisions 1, 14, 16, 17).</summary>
public sealed class OnDrugTestTests
{
    private static readonly DateOnly TestDay = new(2026, 2, 9);

    [Fact]
    public void Without_the_opt_in_the_mode_is_RPE_and_the_test_sets_the_ceiling()
    {
        var plan = (People.AtenololWithTest with { Prescription = new() }).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Equal(new HeartRateCeiling(107, 112), plan.Ceiling);
        Assert.Equal(300, plan.PromptEverySeconds);
        Assert.Equal(new PlanReason("medication-blunts", "C07AB03", "atenolol blunts heart rate", "domain-facts 3.3"), Assert.Single(plan.Reasons));
        Assert.Equal(["test-on-drug"], plan.Notes.Codes());
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("  ")]
    public void An_unsigned_test_makes_neither_zone_nor_ceiling(string? signature)
    {
        var plan = People.AtenololWithTest.WithTest(t => t with { SignedBy = signature }).Plan();

        Assert.Equal(["medication-blunts", "test-unsigned", "condition-no-test"], plan.Reasons.Codes());
        Assert.Equal(116, plan.Ceiling!.Alarm);
    }

    [Fact]
    public void A_change_on_the_tests_own_day_makes_it_stale() =>
        Assert.Contains("medication-test-stale", People.AtenololWithTest.With(m => m with { ChangedOn = TestDay }).Plan().Reasons.Codes());

    [Fact]
    public void A_change_on_the_day_before_the_test_does_not() =>
        Assert.Equal(MonitoringMode.Zones, People.AtenololWithTest.With(m => m with { ChangedOn = TestDay.AddDays(-1) }).Plan().Mode);

    [Fact]
    public void A_change_that_lies_ahead_does_not_count_yet() =>
        Assert.Equal(MonitoringMode.Zones, People.AtenololWithTest.With(m => m with { ChangedOn = People.Monday.AddDays(3), StoppedOn = People.Monday.AddDays(9) }).Plan().Mode);

    [Fact]
    public void A_start_that_is_not_on_record_is_doubt_and_means_RPE() =>
        Assert.Contains("medication-test-stale", People.AtenololWithTest.With(m => m with { StartedOn = null }).Plan().Reasons.Codes());

    [Fact]
    public void A_second_blunting_medicine_after_the_test_makes_it_stale()
    {
        var more = People.AtenololWithTest.Medications.Append(new MedicationEntry { Atc = "C01EB17", StartedOn = TestDay.AddDays(3) });

        Assert.Contains("medication-test-stale", (People.AtenololWithTest with { Medications = [.. more] }).Plan().Reasons.Codes());
    }

    [Theory]
    [InlineData("C07AB02", MonitoringMode.Rpe), InlineData("C07AB03", MonitoringMode.Zones)]
    public void An_inhibitor_started_later_counts_only_beside_a_substrate(string atc, MonitoringMode mode)
    {
        var person = People.AtenololWithTest.With(m => m with { Atc = atc, Name = null });
        var more = person.Medications.Append(new MedicationEntry { Atc = "N06AB05", StartedOn = TestDay.AddDays(3) });

        Assert.Equal(mode, (person with { Medications = [.. more] }).Plan().Mode);
    }

    [Theory]
    [InlineData(0, MonitoringMode.Zones), InlineData(5.5, MonitoringMode.Zones), InlineData(5.6, MonitoringMode.Rpe), InlineData(-1, MonitoringMode.Rpe), InlineData(26, MonitoringMode.Rpe)]
    public void In_a_session_the_hours_since_the_dose_must_be_within_three_of_the_tests(double hours, MonitoringMode mode) =>
        Assert.Equal(mode, People.AtenololWithTest.With(m => m with { LastTaken = People.Nine.AddHours(-hours) }).Plan(at: People.Nine).Mode);

    [Fact]
    public void In_a_session_a_dose_time_nobody_knows_means_RPE_and_without_a_session_it_is_not_judged()
    {
        var person = People.AtenololWithTest.With(m => m with { LastTaken = null });

        Assert.Contains("medication-dose-time-unknown", person.Plan(at: People.Nine).Reasons.Codes());
        Assert.Equal(MonitoringMode.Zones, person.Plan().Mode);
        Assert.Equal(MonitoringMode.Zones, person.Plan(new CheckIn { Taken = new Dictionary<string, DateTimeOffset> { ["C07AB03"] = People.Nine.AddHours(-2) } }, at: People.Nine).Mode);
    }

    [Fact]
    public void Contradictory_and_future_tests_make_nothing()
    {
        Assert.Equal(116, People.AtenololWithTest.WithTest(t => t with { PeakHr = 50 }).Plan().Ceiling!.Alarm);
        Assert.Equal(116, People.AtenololWithTest.WithTest(t => t with { Date = People.Monday.AddDays(1) }).Plan().Ceiling!.Alarm);
        Assert.Equal(116, People.AtenololWithTest.WithTest(t => t with { PeakHr = 55, RestingHr = null }).Plan().Ceiling!.Alarm);
        Assert.Equal(116, People.AtenololWithTest.WithTest(t => t with { Date = null }).Plan().Ceiling!.Alarm);
        Assert.Equal(116, People.AtenololWithTest.WithTest(t => t with { OnMedication = false }).Plan().Ceiling!.Alarm);
    }

    [Fact]
    public void A_rhythm_condition_wins_over_any_test()
    {
        var plan = (People.AtenololWithTest with { Conditions = [new Condition { Code = "atrial-fibrillation" }] }).Plan();

        Assert.Equal(["medication-blunts", "condition-rhythm"], plan.Reasons.Codes());
    }

    [Fact]
    public void Coronary_disease_with_a_valid_test_and_no_blunting_medicine_has_measured_zones()
    {
        var plan = (People.AtenololWithTest with { Medications = [], Tests = [People.AtenololWithTest.Tests[0] with { OnMedication = false, PeakHr = 150 }] }).Plan();

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal(new MaximalHeartRate(150, "measured"), plan.Zone!.MaximalHr);
        Assert.Equal(["zone-measured"], plan.Reasons.Codes());
    }

    [Fact]
    public void A_test_during_a_medicine_that_was_stopped_since_says_nothing_any_more()
    {
        var plan = People.AtenololWithTest.With(m => m with { StoppedOn = TestDay.AddDays(2), LastTaken = null }).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Equal(["medication-test-stale"], plan.Notes.Codes());
    }

    [Fact]
    public void An_older_test_that_holds_counts_although_a_newer_one_is_unsigned()
    {
        var newer = People.AtenololWithTest.Tests[0] with { Date = TestDay.AddDays(7), SignedBy = null, PeakHr = 160 };
        var plan = (People.AtenololWithTest with { Tests = [newer, .. People.AtenololWithTest.Tests] }).Plan();

        Assert.Equal(122, plan.Zone!.MaximalHr.Bpm);
    }
}
