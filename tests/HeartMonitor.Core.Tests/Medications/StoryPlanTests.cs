using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>The planner's half of the stories of domain-facts 10.</summary>
public sealed class StoryPlanTests
{
    [Fact]
    public void S01_a_person_without_medicines_gets_the_predicted_zone()
    {
        var plan = People.Someone(34, 72).Plan();

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal(new HeartRateZone(116.88, 139.32, "karvonen", new MaximalHeartRate(184.2, "tanaka")), plan.Zone);
        Assert.Equal(new HeartRateCeiling(151.57, 156.57), plan.Ceiling);
        Assert.Null(plan.PromptEverySeconds);
        Assert.Equal(["zone-predicted"], plan.Reasons.Codes());
        Assert.Equal("40 to below 60 % of heart-rate reserve, predicted maximum (tanaka)", plan.Reasons[0].Text);
    }

    [Fact]
    public void S03_metoprolol_and_coronary_disease_without_a_test_is_RPE()
    {
        var plan = (People.Someone(61, 58, People.Takes("C07AB02", "metoprolol")) with { Conditions = [new Condition { Code = "coronary-disease" }] }).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Null(plan.Zone);
        Assert.Equal(new HeartRateCeiling(98, 118), plan.Ceiling);
        Assert.Equal(300, plan.PromptEverySeconds);
        Assert.Equal(["medication-blunts", "condition-no-test"], plan.Reasons.Codes());
        Assert.True(plan.Facts is { Blunted: true, NeedsContinuousHr: true, BrawnerHr: 121.3 });
    }

    [Fact]
    public void S05_a_signed_on_drug_test_with_the_opt_in_makes_zones()
    {
        var plan = People.AtenololWithTest.Plan(at: People.Nine);

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal(new HeartRateZone(82.4, 95.6, "karvonen", new MaximalHeartRate(122, "measured")), plan.Zone);
        Assert.Equal(600, plan.PromptEverySeconds);
        Assert.Equal(["test-on-drug", "zone-measured"], plan.Reasons.Codes());
        Assert.Equal("zones from the on-drug test of 2026-02-09", plan.Reasons[0].Text);
        Assert.Equal(["medication-blunts"], plan.Notes.Codes());
        Assert.True(plan.Facts is { OnDrugZones: true, OnDrugPeakHr: 122, PeakMet: 6.5, Blunted: true });
    }

    [Fact]
    public void S06_a_later_change_of_the_dose_ends_the_zones()
    {
        var plan = People.AtenololWithTest.With(m => m with { DoseMg = 100, ChangedOn = People.Monday.AddDays(-7) }).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Equal(["medication-blunts", "medication-test-stale", "condition-no-test"], plan.Reasons.Codes());
        Assert.Equal("the test of 2026-02-09 is older than a change of atenolol: its zones are off", plan.Reasons[1].Text);
        Assert.Equal(new HeartRateCeiling(96, 116), plan.Ceiling);
        Assert.Equal(180, plan.PromptEverySeconds);
    }

    [Fact]
    public void S07_a_beta_blocker_stopped_two_days_ago_is_RPE_and_with_coronary_disease_a_gate()
    {
        var ranOut = People.Someone(52, 62, People.Takes("C07AA05", "propranolol LA") with { StoppedOn = People.Monday.AddDays(-2) });
        var plan = ranOut.Plan();
        var cardiac = (ranOut with { Conditions = [new Condition { Code = "coronary-disease" }] }).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Equal("propranolol was stopped, day 2 after the last dose: tell the clinician before the session", Assert.Single(plan.Reasons).Text);
        Assert.Equal(new HeartRateCeiling(102, 122), plan.Ceiling);
        Assert.True(plan.Facts is { Blunted: true, NeedsContinuousHr: true, Gates.Count: 0 });
        Assert.Equal([new PlanGate("medication-recent-stop", GateState.Clinician)], cardiac.Facts.Gates);
    }

    [Fact]
    public void S08_timolol_drops_are_RPE_and_betaxolol_drops_zones_with_a_note()
    {
        var timolol = People.Someone(70, 60, People.Takes("S01ED51")).Plan();
        var betaxolol = People.Someone(70, 60, People.Takes("S01ED02")).Plan();

        Assert.Equal(MonitoringMode.Rpe, timolol.Mode);
        Assert.Contains("eye drops may lower exercise HR", timolol.Reasons[0].Text, StringComparison.Ordinal);
        Assert.Equal(MonitoringMode.Zones, betaxolol.Mode);
        Assert.Single(betaxolol.Notes);
    }

    [Theory]
    [InlineData(true, MonitoringMode.Rpe, "medication-blunts"), InlineData(false, MonitoringMode.Zones, "zone-predicted"), InlineData(null, MonitoringMode.Rpe, "medication-dose-time-unknown")]
    public void S09_propranolol_as_needed_counts_by_todays_answer(bool? taken, MonitoringMode mode, string reason)
    {
        var plan = People.Someone(27, 60, People.Takes("C07AA05") with { AsNeeded = true, TakenToday = taken }).Plan();

        Assert.Equal(mode, plan.Mode);
        Assert.Equal([reason], plan.Reasons.Codes());
    }

    [Fact]
    public void S10_metoprolol_with_fluoxetine_is_a_pair_and_atenolol_with_fluoxetine_is_none()
    {
        var pair = People.Someone(55, 46, People.Takes("C07AB02"), People.Takes("N06AB03")).Plan();
        var none = People.Someone(55, 56, People.Takes("C07AB03"), People.Takes("N06AB03")).Plan();

        Assert.Equal("metoprolol with fluoxetine: beta-blockade may be stronger than the dose suggests", pair.Notes[0].Text);
        Assert.True(pair.Facts.InteractionPair);
        Assert.Equal([new PlanGate("rest-gate", GateState.Clinician)], pair.Facts.Gates);
        Assert.DoesNotContain("medication-interaction", none.Notes.Codes());
    }

    [Fact]
    public void S11_ivabradine_is_named_and_nobody_speaks_of_a_beta_blocker()
    {
        var plan = People.Someone(64, 56, People.Takes("C01EB17")).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.All(plan.Reasons, r => Assert.DoesNotContain("beta", r.Text, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("ivabradine", plan.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C09BX02", MonitoringMode.Rpe), InlineData("C09DX05", MonitoringMode.Rpe), InlineData("C07FX05", MonitoringMode.Rpe)]
    [InlineData("C08DA51", MonitoringMode.Rpe), InlineData("C09BB10", MonitoringMode.Rpe), InlineData("C09BX01", MonitoringMode.Zones)]
    public void S12_hidden_combinations(string atc, MonitoringMode mode) => Assert.Equal(mode, People.Someone(60, 60, People.Takes(atc)).Plan().Mode);

    [Fact]
    public void S13_clozapine_with_a_recorded_baseline_starts_with_a_zone_on_that_baseline()
    {
        var plan = (People.Someone(31, 108, People.Takes("N05AH02")) with { PersonalRestingHr = 106 }).Plan();

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal(138.12, plan.Zone!.From, 6);
        Assert.Equal(106, plan.Facts.RestingHr);
        Assert.Empty(plan.Facts.Gates);
    }

    [Fact]
    public void S13_the_upper_end_of_that_zone_is_cut_at_the_ceiling_warning()
    {
        var plan = (People.Someone(31, 108, People.Takes("N05AH02")) with { PersonalRestingHr = 106 }).Plan();

        Assert.Equal(plan.Ceiling!.Warn, plan.Zone!.Below);
        Assert.Contains("zone-cut-by-ceiling", plan.Notes.Codes());
    }

    [Fact]
    public void S14_a_resting_rate_of_124_is_no_session()
    {
        var plan = People.Someone(24, 124, People.Takes("N05AH02")).Plan();

        Assert.Equal(MonitoringMode.Hold, plan.Mode);
        Assert.Equal("rest-gate", plan.Reasons[0].Code);
        Assert.Equal([new PlanGate("rest-gate", GateState.Refused)], plan.Facts.Gates);
        Assert.Null(plan.PromptEverySeconds);
    }

    [Fact]
    public void S22_a_pacemaker_is_RPE()
    {
        var plan = (People.Someone(74) with { Conditions = [new Condition { Code = "pacemaker", Mode = "VVIR", UpperRate = 120 }] }).Plan();

        Assert.Equal(["condition-rhythm"], plan.Reasons.Codes());
        Assert.True(plan.Facts is { Paced: true, PacemakerUpperRate: 120 });
    }

    [Fact]
    public void S23_an_ICD_bounds_the_ceiling_and_without_its_rate_there_is_no_start()
    {
        var known = (People.Someone(60) with { Conditions = [new Condition { Code = "icd", DetectionRate = 170 }], Prescription = new() { HrCeiling = 180 } }).Plan();
        var missing = (People.Someone(60) with { Conditions = [new Condition { Code = "icd" }] }).Plan(new CheckIn { Released = ["icd-rate-missing"] });

        Assert.Equal(MonitoringMode.Zones, known.Mode);
        Assert.Equal(new HeartRateCeiling(155, 160), known.Ceiling);
        Assert.True(known.Facts is { HasIcd: true, NeedsContinuousHr: true });
        Assert.Equal(MonitoringMode.Hold, missing.Mode);
        Assert.Equal(["icd-rate-missing"], missing.Reasons.Codes());
    }

    [Theory]
    [InlineData(true, MonitoringMode.Rpe), InlineData(null, MonitoringMode.Rpe), InlineData(false, MonitoringMode.Zones)]
    public void S24_atrial_fibrillation_counts_unless_it_is_said_to_be_absent(bool? present, MonitoringMode mode)
    {
        var plan = (People.Someone(71) with { Conditions = [new Condition { Code = "atrial-fibrillation", Present = present }] }).Plan();

        Assert.Equal(mode, plan.Mode);
        Assert.Equal(mode == MonitoringMode.Rpe, plan.Facts.InAtrialFibrillation);
    }

    [Fact]
    public void S25_lithium_and_olanzapine_leave_zones_with_two_notes()
    {
        var plan = People.Someone(44, 62, People.Takes("N05AN01"), People.Takes("N05AH03")).Plan();

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal(["medication-raises-rest", "medication-lowers-rest"], plan.Notes.Codes());
    }

    [Fact]
    public void S26_a_transplanted_heart_at_rest_104_is_RPE_without_a_gate()
    {
        var plan = (People.Someone(49, 104) with { Conditions = [new Condition { Code = "heart-transplant" }] }).Plan();

        Assert.Equal(["condition-rhythm"], plan.Reasons.Codes());
        Assert.True(plan.Facts is { Transplanted: true, Gates.Count: 0 });
    }

    [Fact]
    public void S27_recent_cannabis_and_a_fast_pulse_are_two_gates_and_the_mode_stays()
    {
        var plan = People.Someone(38, 74).Plan(new CheckIn { RestingHr = 112, Substances = ["cannabis"], SubstanceHoursAgo = new Dictionary<string, double> { ["cannabis"] = 0.7 } });

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal(["rest-gate", "substance-today", "zone-predicted"], plan.Reasons.Codes());
        Assert.Equal(2, plan.Facts.Gates.Count(g => g.State == GateState.Clinician));
    }
}
