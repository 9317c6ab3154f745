using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

public sealed class GateTests
{
    [Theory]
    [InlineData(44, GateState.Clinician), InlineData(45, null), InlineData(100, null), InlineData(101, GateState.Clinician), InlineData(120, GateState.Clinician), InlineData(121, GateState.Refused)]
    public void The_rest_gate_opens_from_45_to_100(int rest, GateState? state)
    {
        var plan = People.Someone(34, rest).Plan();

        Assert.Equal(state, plan.Facts.Gates.FirstOrDefault(g => g.Code == "rest-gate")?.State);
        Assert.Equal(state == GateState.Refused ? MonitoringMode.Hold : MonitoringMode.Zones, plan.Mode);
    }

    [Fact]
    public void A_low_rate_that_is_on_record_and_measured_again_is_no_news() =>
        Assert.Empty(People.Someone(34, 43).Plan(new CheckIn { RestingHr = 42 }).Facts.Gates);

    [Theory]
    [InlineData(106, 116, true), InlineData(106, 117, false), InlineData(115, 120, true), InlineData(118, 121, false)]
    public void The_personal_baseline_counts_with_clozapine_up_to_ten_above_and_never_above_120(int baseline, int today, bool passes)
    {
        var plan = (People.Someone(31, baseline, People.Takes("N05AH02")) with { PersonalRestingHr = baseline }).Plan(new CheckIn { RestingHr = today });

        Assert.Equal(passes, plan.Facts.Gates.Count == 0);
        Assert.Equal(passes ? baseline : today, plan.Facts.RestingHr);
    }

    [Fact]
    public void Without_clozapine_the_personal_baseline_does_not_count() =>
        Assert.Single((People.Someone(31, 108, People.Takes("N06BA04")) with { PersonalRestingHr = 106 }).Plan().Facts.Gates);

    [Fact]
    public void A_clinicians_release_lifts_the_hold_for_a_fast_pulse()
    {
        var plan = People.Someone(24, 124).Plan(new CheckIn { Released = ["rest-gate"] });

        Assert.Equal(MonitoringMode.Zones, plan.Mode);
        Assert.Equal([new PlanGate("rest-gate", GateState.Open)], plan.Facts.Gates);
        Assert.Equal(["rest-gate"], plan.Notes.Codes().Where(c => c == "rest-gate"));
    }

    [Theory]
    [InlineData(37.9, MonitoringMode.Zones), InlineData(38.0, MonitoringMode.Hold), InlineData(double.NaN, MonitoringMode.Zones)]
    public void Fever_is_no_session(double celsius, MonitoringMode mode) =>
        Assert.Equal(mode, People.Someone(34, 72).Plan(new CheckIn { TemperatureCelsius = celsius, Released = ["fever"] }).Mode);

    [Fact]
    public void The_condition_fever_is_no_session() =>
        Assert.Equal(["fever"], (People.Someone(34, 72) with { Conditions = [new Condition { Code = "fever" }] }).Plan().Reasons.Codes());

    [Theory]
    [InlineData(49, true), InlineData(50, false), InlineData(null, true)]
    public void An_eating_disorder_with_a_low_pulse_needs_a_clinician(int? rest, bool gated)
    {
        var plan = (People.Someone(24, rest) with { Conditions = [new Condition { Code = "eating-disorder" }] }).Plan();

        Assert.Equal(gated, plan.Facts.Gates.Any(g => g is { Code: "eating-disorder", State: GateState.Clinician }));
        Assert.Contains("eating-disorder", gated ? plan.Reasons.Codes() : plan.Notes.Codes());
    }

    [Theory]
    [InlineData("cannabis", null, true), InlineData("cannabis", 3.5, false), InlineData("caffeine", 1.0, false), InlineData("mushrooms", 1.0, true)]
    public void Substances_gate_while_they_act(string name, double? hoursAgo, bool gated)
    {
        var ago = hoursAgo is { } hours ? new Dictionary<string, double> { [name] = hours } : [];
        var plan = People.Someone(38, 74).Plan(new CheckIn { Substances = [name], SubstanceHoursAgo = ago });

        Assert.Equal(gated, plan.Facts.Gates.Any(g => g.Code == "substance-today"));
    }

    [Fact]
    public void Several_reasons_to_hold_are_all_named_most_important_first()
    {
        var person = People.Someone(60, 130, People.Takes("C07AB02")) with { Conditions = [new Condition { Code = "icd" }, new Condition { Code = "fever" }] };

        Assert.Equal(["icd-rate-missing", "fever", "rest-gate", "medication-blunts"], person.Plan().Reasons.Codes());
    }
}
