using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Laws of the planner for any participant.</summary>
public sealed partial class PlannerLawsTests
{
    private const int Laws = 11;

    private static readonly long Iterations = PropertyRuns.Of(2_000, Laws);

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

    /// <summary>
    /// Left out are records that say more about a test than about a medicine: one that makes a test stale, and one that shows at last what a
    /// test of a person who was blunted already had been done on.
    /// </summary>
    [Fact]
    public void Adding_a_blunting_medicine_never_raises_a_limit()
    {
        var bounded = 0L;
        Gen.Select(Generated.Cases, Generated.Blunting).Sample(
            (c, more) =>
            {
                var (before, after) = (Plan(c.Participant, c), Plan(Adding(c.Participant, more), c));
                if (after.Zone is not null) Assert.False(after.Zone.Below > before.Zone?.Below && before.Facts.OnDrugZones);
                if (after.Reasons.Concat(after.Notes).Any(r => r.Code == "medication-test-stale" && r.Text.Contains("older", StringComparison.Ordinal))) return;
                if (before.Facts is { Blunted: true, OnDrugPeakHr: null } && after.Facts.OnDrugPeakHr is not null) return;
                Assert.False(after.Ceiling?.Alarm > before.Ceiling?.Alarm, $"{Written(before)} {Written(after)} {string.Join('|', c.Participant.Tests)}{string.Join('|', c.Participant.Medications)}");
                Assert.False(after.Ceiling?.Warn > before.Ceiling?.Warn);
                Assert.True(before.Ceiling is null || after.Ceiling is not null);
                Assert.False(after.Rpe.To > before.Rpe.To);
                if (c.Participant.Tests.Count > 0 && after.Ceiling is not null) Interlocked.Increment(ref bounded);
            },
            iter: Iterations);
        Assert.True(bounded > 0 || !Effort.IsFull);
    }

    [Fact]
    public void The_bound_of_an_ICD_always_wins_and_an_ICD_without_a_rate_is_always_a_hold() => Generated.Cases.Sample(
        c =>
        {
            var devices = c.Participant.Conditions.Where(condition => condition.Code == "icd").ToList();
            if (devices.Count == 0) return;
            var plan = Plan(c.Participant, c);
            foreach (var rate in devices.Select(d => d.DetectionRate).OfType<int>().Where(rate => rate is >= 80 and <= 300)) Assert.True(plan.Ceiling!.Alarm <= rate - 10);
            if (devices.Exists(d => d.DetectionRate is not (>= 80 and <= 300))) Assert.Equal(MonitoringMode.Hold, plan.Mode);
        },
        iter: Iterations);

    [Fact]
    public void A_hold_has_one_of_three_reasons_and_never_another() => Generated.Cases.Sample(
        c =>
        {
            var plan = Plan(c.Participant, c);
            string[] refusals = [.. plan.Facts.Gates.Where(g => g.State == GateState.Refused).Select(g => g.Code)];
            Assert.Equal(refusals.Length > 0, plan.Mode == MonitoringMode.Hold);
            Assert.All(refusals, code => Assert.Contains(code, new[] { "icd-rate-missing", "fever", "rest-gate" }));
            Assert.All(refusals, code => Assert.Contains(plan.Reasons, r => r.Code == code));
        },
        iter: Iterations);

    [Fact]
    public void Zones_on_a_blunting_medicine_need_the_opt_in_and_a_signature_and_do_occur()
    {
        var onDrug = 0L;
        Generated.Cases.Sample(
            c =>
            {
                var plan = Plan(c.Participant, c);
                if (plan is not { Mode: MonitoringMode.Zones, Facts.Blunted: true }) return;
                Assert.True(plan.Facts.OnDrugZones && c.Participant.Prescription!.ZonesFromOnDrugTest);
                Assert.Contains(c.Participant.Tests, t => t is { OnMedication: true, SignedBy: "dr_a" } && t.PeakHr == (int)plan.Zone!.MaximalHr.Bpm);
                Assert.Equal(600, plan.PromptEverySeconds);
                Interlocked.Increment(ref onDrug);
            },
            iter: Iterations);
        Assert.True(onDrug > 0 || !Effort.IsFull);
    }

    /// <summary>Over leap days and turns of the year, whole days.</summary>
    [Fact]
    public void Shifting_all_dates_changes_nothing_but_dates() => Gen.Select(Generated.Cases, Gen.Int[-3000, 3000]).Sample(
        (c, days) =>
        {
            var person = c.Participant with { Born = null };
            var before = Plan(person, c);
            var after = MonitoringPlanner.Plan(Shifted.By(person, days), Shifted.By(c.CheckIn, days), Shifted.By(c.On, days), Shifted.By(c.At, days), Shipped.Catalogue, PlannerOptions.Default);
            Assert.Equal(Dates().Replace(Written(before), "DATE"), Dates().Replace(Written(after), "DATE"));
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

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b")]
    private static partial Regex Dates();

    [GeneratedRegex(@"normal|\bsafe\b|arrhythmia|atrial fibrillation|\d+(\.\d+)?\s*(mg|µg|mcg)", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();

    private static string Written(MonitoringPlan plan) =>
        JsonSerializer.Serialize(plan, MonitorJson.Context.MonitoringPlan) + string.Join(',', plan.Facts.Gates) + (plan.Facts with { Gates = [] });

    private static Participant Adding(Participant person, MedicationEntry more) => person with { Medications = [.. person.Medications, more] };

    private static MonitoringPlan Plan(Participant participant, PlanInput c) =>
        MonitoringPlanner.Plan(participant, c.CheckIn, c.On, c.At, Shipped.Catalogue, PlannerOptions.Default);
}
