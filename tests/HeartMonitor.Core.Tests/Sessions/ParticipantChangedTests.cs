using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>A file that changes in mid-session counts when somebody signs for it, at once, and never loosens by itself.</summary>
public sealed class ParticipantChangedTests
{
    private static readonly MedicationEntry Metoprolol = new() { Atc = "C07AB02", Name = "metoprolol" };

    [Fact]
    public void Nobody_signed_or_another_persons_file_is_refused_and_nothing_changes()
    {
        var sitting = new Sitting();
        var (plan, told) = (sitting.Engine.Plan, sitting.Events.Count);
        var person = sitting.Engine.Person;

        foreach (var refused in new ParticipantChanged[] { new() { Participant = person }, new("nurse_1"), new("nurse_1") { Participant = person with { Id = "p_other" }, Confirmed = true } })
        {
            sitting.Then(refused);
            Assert.Equal(CommandResult.Invalid, sitting.Outcome.Result);
            Assert.NotEqual("", sitting.Outcome.Detail);
        }

        Assert.Same(plan, sitting.Engine.Plan);
        Assert.Equal(told, sitting.Events.Count);
    }

    [Fact]
    public void After_the_end_there_is_no_plan_to_make()
    {
        var sitting = new Sitting().Then(new SessionEnded());

        sitting.Then(new ParticipantChanged("nurse_1") { Participant = sitting.Engine.Person with { Medications = [Metoprolol] } });

        Assert.Equal(CommandResult.Invalid, sitting.Outcome.Result);
        Assert.Empty(sitting.Engine.Person.Medications);
    }

    [Fact]
    public void What_was_learnt_in_the_session_goes_on_counting()
    {
        var sitting = new Sitting().Then(new RestingHeartRateMeasured(71));

        sitting.Then(new ParticipantChanged("nurse_1") { Participant = sitting.Engine.Person with { Medications = [Metoprolol] } });

        Assert.Equal(CommandResult.Accepted, sitting.Outcome.Result);
        Assert.Equal(MonitoringMode.Rpe, sitting.Engine.Plan.Mode);
        Assert.Equal(71, sitting.Engine.Plan.Facts.RestingHr);
    }

    [Fact]
    public void A_looser_plan_is_refused_in_words_until_it_is_confirmed()
    {
        var sitting = new Sitting();
        var before = sitting.Engine.Person;
        sitting.Then(new ParticipantChanged("nurse_1") { Participant = before with { Medications = [Metoprolol] } });

        sitting.Then(new ParticipantChanged("nurse_1") { Participant = before });
        Assert.Equal(CommandResult.Unconfirmed, sitting.Outcome.Result);
        Assert.Contains("a milder mode", sitting.Outcome.Detail);
        Assert.Equal(MonitoringMode.Rpe, sitting.Engine.Plan.Mode);

        sitting.Then(new ParticipantChanged("nurse_1") { Participant = before, Confirmed = true });
        Assert.Equal(CommandResult.Accepted, sitting.Outcome.Result);
        Assert.Equal(MonitoringMode.Zones, sitting.Engine.Plan.Mode);
    }

    [Fact]
    public void A_heavier_person_burns_by_the_new_mass_from_then_on()
    {
        var sitting = new Sitting().Then(new PhaseEntered(SessionPhase.Work)).Then(new WorkloadSet { Watts = 100 });
        var before = sitting.Engine.Person;

        sitting.Then(new ParticipantChanged("nurse_1") { Participant = before with { BodyMassKg = (before.BodyMassKg ?? 70) + 40 } });

        Assert.Equal(CommandResult.Accepted, sitting.Outcome.Result);
        Assert.NotEqual(before.BodyMassKg, sitting.Engine.Plan.Facts.BodyMassKg);
    }

    [Fact]
    public void A_stricter_mode_is_never_called_looser_whatever_else_moves()
    {
        var zones = Plan(MonitoringMode.Zones, 110);

        Assert.Empty(PlanLoosening.Of(zones, Plan(MonitoringMode.Rpe, 130)));
        Assert.Empty(PlanLoosening.Of(Plan(MonitoringMode.Rpe, 110), Plan(MonitoringMode.Hold, null)));
        Assert.Equal([PlanPart.Ceiling], PlanLoosening.Of(zones, Plan(MonitoringMode.Zones, 111)));
        Assert.Equal([PlanPart.Ceiling], PlanLoosening.Of(zones, Plan(MonitoringMode.Zones, null)));
        Assert.Equal([PlanPart.Mode], PlanLoosening.Of(Plan(MonitoringMode.Hold, 110), zones));
        Assert.Empty(PlanLoosening.Of(zones, zones));
    }

    private static MonitoringPlan Plan(MonitoringMode mode, double? ceiling) => new()
    {
        Participant = "p_1",
        Mode = mode,
        Ceiling = ceiling is { } bpm ? new(bpm - 5, bpm) : null,
        Rpe = new(11, 13),
        Reasons = [],
        Notes = [],
        CatalogueVersion = "1",
        RulesVersion = "1",
    };
}
