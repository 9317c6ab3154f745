using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Records that contradict themselves: RPE with a named reason, never zones (product.md, decision 4).</summary>
public sealed class DoubtTests
{
    private static readonly DateOnly TestDay = new(2026, 2, 9);

    private static readonly Participant Free = People.Someone(58, 60);

    [Theory]
    [InlineData("C02AC01", 0.1, 0.1, MonitoringMode.Zones), InlineData("C02AC01", 0.15, 0.15, MonitoringMode.Rpe), InlineData("C02AC02", 1, 1.5, MonitoringMode.Rpe)]
    public void Doses_of_one_medicine_listed_twice_add_up(string atc, double first, double second, MonitoringMode mode) =>
        Assert.Equal(mode, People.Someone(34, 72, People.Takes(atc) with { DoseMg = first }, People.Takes(atc) with { DoseMg = second }).Plan().Mode);

    [Theory]
    [InlineData("""{"atc":"C02AC01","name":"clonidine","doseMg":0.1}""", MonitoringMode.Zones)]
    [InlineData("""{"atc":"C02AC01","name":"clonidine 0.1 mg","doseMg":0.1}""", MonitoringMode.Zones)]
    [InlineData("""{"atc":"C02AC01","name":"clonidine","doseMg":0.1,"form":"tablet","prescriber":"dr_a"}""", MonitoringMode.Zones)]
    [InlineData("""{"atc":"C02AC01","name":"clonidine 0.1 mg 3x","doseMg":0.1}""", MonitoringMode.Rpe)]
    [InlineData("""{"atc":"C02AC01","name":"clonidine","doseMg":0.1,"unit":"g"}""", MonitoringMode.Rpe)]
    [InlineData("""{"atc":"C02AC01","name":"clonidine","doseMg":0.1,"frequency":"3x daily"}""", MonitoringMode.Rpe)]
    [InlineData("""{"atc":"C02AC01","name":"clonidine","doseMg":0.1,"note":"three times a day"}""", MonitoringMode.Rpe)]
    [InlineData("""{"atc":"C07AA05","name":"propranolol","asNeeded":true,"takenToday":false}""", MonitoringMode.Zones)]
    [InlineData("""{"atc":"C07AA05","name":"propranolol","asNeeded":true,"takenToday":false,"frequency":"as needed"}""", MonitoringMode.Zones)]
    [InlineData("""{"atc":"C07AA05","name":"propranolol","asNeeded":true,"takenToday":false,"indication":"stage fright"}""", MonitoringMode.Zones)]
    [InlineData("""{"atc":"C07AA05","name":"propranolol","asNeeded":true,"takenToday":false,"frequency":"daily"}""", MonitoringMode.Rpe)]
    [InlineData("""{"atc":"C07AA05","name":"propranolol","asNeeded":true,"takenToday":false,"frequency":2}""", MonitoringMode.Rpe)]
    [InlineData("""{"atc":"C07AA05","name":"propranolol","asNeeded":true,"takenToday":false,"note":"takes it every day"}""", MonitoringMode.Rpe)]
    public void A_dose_or_a_day_off_with_another_word_beside_it_is_not_known(string medicine, MonitoringMode mode)
    {
        var file = $$"""{"id":"p_1","age":50,"restingHr":60,"medications":[{{medicine}}]}""";

        Assert.Equal(mode, ParticipantReader.Read(file, People.Monday).Participant!.Plan().Mode);
    }

    [Fact]
    public void Doses_of_two_central_alpha2_agonists_add_up_by_their_limits()
    {
        var (clonidine, guanfacine) = (People.Takes("N02CX02") with { DoseMg = 0.15 }, People.Takes("C02AC02") with { DoseMg = 1 });

        Assert.Equal(MonitoringMode.Rpe, People.Someone(34, 72, clonidine, guanfacine).Plan().Mode);
        Assert.Equal(MonitoringMode.Zones, People.Someone(34, 72, clonidine, guanfacine with { StoppedOn = new(2026, 1, 2) }).Plan().Mode);
        Assert.Equal(MonitoringMode.Zones, People.Someone(34, 72, clonidine, guanfacine with { AsNeeded = true, TakenToday = false }).Plan().Mode);
    }

    [Fact]
    public void A_missed_or_stopped_low_dose_of_clonidine_is_told_because_the_pulse_may_rise()
    {
        var low = People.Takes("C02AC01") with { DoseMg = 0.1 };

        Assert.Contains("clonidine was not taken today: tell the clinician before the session", Texts(People.Someone(34, 72, low with { TakenToday = false })));
        Assert.Contains("clonidine was stopped, day 2 after the last dose: heart rate may rise, tell the clinician before the session", Texts(People.Someone(34, 72, low with { StoppedOn = People.Monday.AddDays(-2) })));
        Assert.Empty(People.Someone(34, 72, low with { StoppedOn = People.Monday.AddDays(-5) }).Plan().Notes);
    }

    [Theory]
    [InlineData("-"), InlineData("?"), InlineData("none"), InlineData("N/A"), InlineData("n.a."), InlineData("unsigned"), InlineData("not signed yet"), InlineData("x")]
    [InlineData("\u200b"), InlineData("keine"), InlineData("nicht unterschrieben"), InlineData("tbd"), InlineData("...")]
    public void A_word_for_no_signature_is_none(string signature)
    {
        Assert.Contains("test-unsigned", People.AtenololWithTest.WithTest(t => t with { SignedBy = signature }).Plan().Reasons.Codes());
        Assert.False(Signature.IsGiven(signature));
    }

    [Theory]
    [InlineData("dr_a"), InlineData("staff1"), InlineData("Dr. Nowak"), InlineData("AB"), InlineData("Иванов")]
    public void A_name_is_a_signature(string signature) => Assert.True(Signature.IsGiven(signature));

    [Fact]
    public void Of_two_ICD_entries_one_without_a_rate_refuses_the_start() => Assert.Equal(
        [new PlanGate("icd-rate-missing", GateState.Refused)],
        (Free with { Conditions = [new() { Code = "icd", DetectionRate = 180 }, new() { Code = "icd" }] }).Plan().Facts.Gates);

    [Fact]
    public void Of_two_ICD_rates_the_lower_one_counts() => Assert.Equal(
        150, (Free with { Conditions = [new() { Code = "icd", DetectionRate = 180 }, new() { Code = "ICD ", DetectionRate = 160 }] }).Plan().Ceiling!.Alarm);

    [Theory]
    [InlineData("pace-maker"), InlineData("Pacemakr"), InlineData("atrial fibrillation"), InlineData("atrial_fibrilation"), InlineData("heart  transplant"), InlineData("ра\u0441emaker")]
    public void A_slip_in_a_condition_does_not_hide_it(string code) => Assert.Equal(["condition-rhythm"], (Free with { Conditions = [new() { Code = code }] }).Plan().Reasons.Codes());

    [Theory]
    [InlineData("asthma"), InlineData("gout"), InlineData("ICD-10 J45"), InlineData("fewer")]
    public void Another_condition_is_only_named(string code)
    {
        var plan = (Free with { Conditions = [new() { Code = code }] }).Plan();

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal(["condition-unknown"], plan.Notes.Codes());
    }

    [Theory]
    [InlineData(230, 56, "more than age and medicines"), InlineData(168, 56, "more than age and medicines"), InlineData(50, 56, "not above the resting"), InlineData(122, 84, "far from the one in force")]
    public void An_on_drug_test_with_impossible_numbers_is_RPE_by_name(int peak, int rest, string text)
    {
        var plan = People.AtenololWithTest.WithTest(t => t with { PeakHr = peak, RestingHr = rest }).Plan();

        Assert.Equal(MonitoringMode.Rpe, plan.Mode);
        Assert.Contains(text, plan.Reasons.Single(r => r.Code == "test-contradictory").Text, StringComparison.Ordinal);
        Assert.Equal(116, plan.Ceiling!.Alarm);
    }

    [Theory]
    [InlineData("2026-03-03", "lies ahead"), InlineData("1962-02-09", "before birth")]
    public void A_test_of_an_impossible_day_is_RPE_by_name_even_without_a_medicine(string date, string text)
    {
        var person = Free with { Tests = [People.AtenololWithTest.Tests[0] with { Date = DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), OnMedication = false, PeakHr = 150 }] };

        Assert.Contains(text, Assert.Single(person.Plan().Reasons).Text, StringComparison.Ordinal);
        Assert.Null(person.Plan().Zone);
    }

    [Fact]
    public void Two_different_signed_tests_of_one_day_are_RPE_and_the_lower_peak_bounds_the_ceiling()
    {
        var twin = People.AtenololWithTest.Tests[0] with { PeakHr = 108 };
        var plan = (People.AtenololWithTest with { Tests = [.. People.AtenololWithTest.Tests, twin] }).Plan();

        Assert.Contains("test-contradictory", plan.Reasons.Codes());
        Assert.Equal(98, plan.Ceiling!.Alarm);
    }

    [Fact]
    public void The_same_test_written_twice_is_one_test() =>
        Assert.Equal(MonitoringMode.Zones, (People.AtenololWithTest with { Tests = [.. People.AtenololWithTest.Tests, .. People.AtenololWithTest.Tests] }).Plan().Mode);

    [Fact]
    public void A_measured_on_drug_peak_bounds_the_ceiling_beside_an_unknown_medicine()
    {
        var plan = (People.AtenololWithTest with { Medications = [People.Takes(null, "zorblax")] }).Plan();

        Assert.Equal(["medication-unknown"], plan.Reasons.Codes());
        Assert.Equal(new HeartRateCeiling(107, 112), plan.Ceiling);
    }

    [Fact]
    public void A_test_on_a_medicine_that_nobody_lists_is_RPE_and_still_bounds_the_ceiling()
    {
        var plan = (People.AtenololWithTest with { Medications = [], Conditions = [] }).Plan();

        Assert.Equal(["test-contradictory"], plan.Reasons.Codes());
        Assert.Contains("none on the list was taken then", plan.Reasons[0].Text, StringComparison.Ordinal);
        Assert.Equal(112, plan.Ceiling!.Alarm);
    }

    [Fact]
    public void A_test_on_a_medicine_that_does_not_blunt_measures_the_maximum()
    {
        var plan = (People.AtenololWithTest with { Medications = [People.Takes("N06AB06")], Tests = [People.AtenololWithTest.Tests[0] with { PeakHr = 150 }] }).Plan();

        Assert.Equal(new MaximalHeartRate(150, "measured"), plan.Zone!.MaximalHr);
    }

    [Fact]
    public void A_newer_test_in_doubt_ends_the_zones_of_an_older_one()
    {
        var newer = People.AtenololWithTest.Tests[0] with { Date = TestDay.AddDays(7), PeakHr = 230 };
        var plan = (People.AtenololWithTest with { Tests = [newer, .. People.AtenololWithTest.Tests] }).Plan();

        Assert.Contains("test-contradictory", plan.Reasons.Codes());
        Assert.Equal(112, plan.Ceiling!.Alarm);
    }

    [Theory]
    [InlineData(85, 185, 126.225), InlineData(58, 185, 185), InlineData(58, 188, 142.29)]
    public void A_ceiling_that_no_heart_of_that_age_reaches_is_a_slip(int age, int ceiling, double alarm) =>
        Assert.Equal(alarm, (People.Someone(age, 60) with { Prescription = new() { HrCeiling = ceiling } }).Plan().Ceiling!.Alarm, 6);

    [Fact]
    public void A_target_above_the_cardiac_one_is_cut_with_a_note_for_a_blunted_person_and_stands_for_another()
    {
        var vigorous = new Prescription { RpeFrom = 14, RpeTo = 17 };
        var blunted = (People.Someone(58, 60, People.Takes("C07AB07")) with { Prescription = vigorous }).Plan();

        Assert.Equal(new RpeTarget(14, 16), blunted.Rpe);
        Assert.Contains("rpe-target-cut", blunted.Notes.Codes());
        Assert.Equal(new RpeTarget(14, 17), (Free with { Prescription = vigorous }).Plan().Rpe);
        Assert.Equal(new RpeTarget(14, 16), (Free with { Prescription = vigorous, Conditions = [new() { Code = "heart-failure" }] }).Plan().Rpe);
        Assert.Equal(new RpeTarget(11, 13), (Free with { Prescription = new() { RpeFrom = 17, RpeTo = 19 } }).Plan().Rpe);
    }

    [Theory]
    [InlineData(18, GateState.Clinician), InlineData(56, GateState.Clinician), InlineData(57, null)]
    public void In_the_first_eight_weeks_on_clozapine_no_baseline_explains_a_fast_pulse(int days, GateState? state)
    {
        var person = People.Someone(24, 108, new MedicationEntry { Atc = "N05AH02", StartedOn = People.Monday.AddDays(-days) }) with { PersonalRestingHr = 106 };

        Assert.Equal(state, person.Plan().Facts.Gates.Select(g => (GateState?)g.State).SingleOrDefault());
        Assert.Equal(state is not null, Texts(person).Any(t => t.Contains("first weeks on clozapine: tell the clinician now", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_sedative_is_told_where_RPE_is_asked_and_nowhere_else()
    {
        var sedative = People.Takes("N05BA06");

        Assert.Contains("medication-perception", People.Someone(58, 60, sedative, People.Takes("C07AB07")).Plan().Notes.Codes());
        Assert.Empty(People.Someone(58, 60, sedative).Plan().Notes);
    }

    [Fact]
    public void A_shifted_resting_rate_is_measured_again_unless_it_was_today()
    {
        var pregnant = Free with { Conditions = [new() { Code = "pregnancy" }], Medications = [People.Takes("H03AA01") with { ChangedOn = People.Monday.AddDays(-42) }] };

        Assert.Equal(["resting-hr-remeasure", "resting-hr-remeasure"], pregnant.Plan().Notes.Codes());
        Assert.Empty(pregnant.Plan(new CheckIn { RestingHr = 66 }).Notes);
    }

    [Fact]
    public void A_stop_before_birth_and_a_start_in_some_years_are_slips_and_the_medicine_counts()
    {
        Assert.Equal(["medication-blunts"], (Free with { Medications = [new() { Atc = "C07AB02", StoppedOn = new(1900, 1, 1) }] }).Plan().Reasons.Codes());
        Assert.Equal(["medication-blunts"], (Free with { Medications = [new() { Atc = "C07AB02", StartedOn = new(2062, 1, 1) }] }).Plan().Reasons.Codes());
    }

    private static string[] Texts(Participant person) => [.. person.Plan().Reasons.Concat(person.Plan().Notes).Select(r => r.Text)];
}
