using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Laws of the planner for any participant.</summary>
public sealed partial class PlannerLawsTests
{
    private static readonly int Iterations = Support.Effort.Of(2_000);

    [Fact]
    public void Any_participant_has_a_plan_that_can_be_written() => Generated.Cases.Sample(
        c =>
        {
            var plan = Plan(c.Participant, c);
            Assert.NotEmpty(JsonSerializer.Serialize(plan, MonitorJson.Context.MonitoringPlan));
            Assert.Equal(plan.Mode == MonitoringMode.Zones, plan.Zone is not null);
            Assert.NotEmpty(plan.Reasons);
        },
        iter: Iterations);

    [Fact]
    public void The_order_of_medicines_conditions_and_tests_does_not_matter() => Generated.Cases.Sample(
        c =>
        {
            var turned = c.Participant with
            {
                Medications = [.. c.Participant.Medications.Reverse()],
                Conditions = [.. c.Participant.Conditions.Reverse()],
                Tests = [.. c.Participant.Tests.Reverse()],
            };
            Assert.Equal(Written(Plan(c.Participant, c)), Written(Plan(turned, c)));
        },
        iter: Iterations);

    /// <summary>The one way to zones on a blunting medicine is the clinician's: the opt-in and a signed test on it.</summary>
    [Fact]
    public void Adding_a_blunting_medicine_never_leaves_RPE_for_zones() => Gen.Select(Generated.Cases, Generated.Blunting).Sample(
        (c, more) =>
        {
            var after = Plan(Adding(c.Participant, more), c);
            var optedIn = c.Participant.Prescription?.ZonesFromOnDrugTest == true && c.Participant.Tests.Any(t => t is { OnMedication: true, SignedBy: "dr_a" });
            if (after.Mode == MonitoringMode.Zones) Assert.True(optedIn && after.Facts.OnDrugZones);
        },
        iter: Iterations);

    /// <summary>Tests are left out: a measured peak of 170 on a medicine is better knowledge than an equation, and the medicine is why it counts.</summary>
    [Fact]
    public void Adding_a_blunting_medicine_never_raises_a_limit() => Gen.Select(Generated.Cases, Generated.Blunting).Sample(
        (c, more) =>
        {
            var person = c.Participant with { Tests = [] };
            var (before, after) = (Plan(person, c), Plan(Adding(person, more), c));
            Assert.False(after.Ceiling?.Alarm > before.Ceiling?.Alarm);
            Assert.False(after.Ceiling?.Warn > before.Ceiling?.Warn);
            Assert.True(before.Ceiling is null || after.Ceiling is not null);
            Assert.True(after.Zone is null);
        },
        iter: Iterations);

    [Fact]
    public void A_predicted_maximum_never_makes_a_zone_for_a_blunted_person() => Generated.Cases.Sample(
        c =>
        {
            var plan = Plan(c.Participant, c);
            if (plan is { Facts.Blunted: true, Zone: not null }) Assert.Equal("measured", plan.Zone.MaximalHr.Equation);
        },
        iter: Iterations);

    [Fact]
    public void A_zone_is_never_above_the_ceiling_warning_and_the_warning_never_above_the_alarm_less_five() => Generated.Cases.Sample(
        c =>
        {
            var plan = Plan(c.Participant, c);
            if (plan.Ceiling is not { } ceiling) return;
            Assert.True(ceiling.Warn <= ceiling.Alarm - 5 + 1e-9);
            Assert.False(plan.Zone?.Below > ceiling.Warn);
        },
        iter: Iterations);

    [Fact]
    public void No_text_holds_a_forbidden_word_or_a_dose() => Generated.Cases.Sample(
        c =>
        {
            var plan = Plan(c.Participant, c);
            Assert.All(plan.Reasons.Concat(plan.Notes), r => Assert.DoesNotMatch(Forbidden(), r.Text));
            Assert.All(plan.Reasons.Concat(plan.Notes), r => Assert.DoesNotContain('{', r.Text));
            Assert.All(plan.Reasons.Concat(plan.Notes), r => Assert.Contains(r.Code, PlanTexts.RequiredKeys));
        },
        iter: Iterations);

    [GeneratedRegex(@"normal|\bsafe\b|arrhythmia|atrial fibrillation|\d+(\.\d+)?\s*(mg|µg|mcg)", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();

    private static string Written(MonitoringPlan plan) =>
        JsonSerializer.Serialize(plan, MonitorJson.Context.MonitoringPlan) + string.Join(',', plan.Facts.Gates) + (plan.Facts with { Gates = [] });

    private static Participant Adding(Participant person, MedicationEntry more) => person with { Medications = [.. person.Medications, more] };

    private static MonitoringPlan Plan(Participant participant, PlanInput c) =>
        MonitoringPlanner.Plan(participant, c.CheckIn, c.On, c.At, Shipped.Catalogue, PlannerOptions.Default);
}
