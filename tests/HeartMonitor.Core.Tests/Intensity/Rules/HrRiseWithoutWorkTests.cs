using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Intensity.Rules;

public sealed class HrRiseWithoutWorkTests
{
    private const AlertCode Code = AlertCode.HrRiseWithoutWork;

    [Theory]
    [InlineData(24, false)]
    [InlineData(25, true)]
    public void A_rise_of_25_within_a_minute_at_unchanged_work_is_told(int bpm, bool told)
    {
        var sitting = Working().Beats(30, 100, 100 + bpm).Beats(40, 100 + bpm);

        Assert.Equal(told, sitting.Raised(Code).Count == 1);
    }

    [Fact]
    public void A_rise_that_takes_two_minutes_is_not() => Assert.Empty(Working().Beats(120, 100, 130).Beats(60, 130).Raised(Code));

    [Fact]
    public void Resting_in_a_pause_in_recovery_and_before_the_work_needs_no_workload()
    {
        Assert.Single(new Sitting().Phase(SessionPhase.Work).Beats(100, 100).Then(new SessionPaused()).Beats(40, 90).Beats(30, 90, 120).Beats(20, 120).Raised(Code));
        Assert.Single(new Sitting().Phase(SessionPhase.Recovery).Beats(60, 90).Beats(30, 90, 120).Beats(20, 120).Raised(Code));
        Assert.Single(new Sitting().Beats(60, 80).Beats(30, 80, 110).Beats(20, 110).Raised(Code));
    }

    [Fact]
    public void Workload_nought_is_no_work_from_the_moment_it_is_entered() =>
        Assert.Single(Working().Mets(1).Beats(10, 100).Beats(30, 100, 128).Beats(20, 128).Raised(Code));

    [Fact]
    public void More_work_a_start_a_resumption_and_the_end_of_a_warm_up_explain_a_rise()
    {
        Assert.Empty(Working().Mets(7).Beats(50, 100, 135).Beats(70, 135, 142).Beats(100, 142).Raised(Code));
        Assert.Empty(new Sitting().Beats(60, 75).Phase(SessionPhase.WarmUp).Mets(3).Beats(40, 75, 110).Beats(100, 110).Raised(Code));
        Assert.Empty(Working().Then(new SessionPaused()).Beats(60, 100, 80).Then(new SessionResumed()).Beats(40, 80, 108).Beats(60, 108).Raised(Code));
        Assert.Empty(new Sitting().Phase(SessionPhase.WarmUp).Mets(2).Beats(200, 90).Phase(SessionPhase.Work).Beats(40, 90, 120).Beats(60, 120).Raised(Code));
    }

    [Fact]
    public void Work_that_nobody_entered_is_not_unchanged_work() =>
        Assert.Empty(new Sitting().Phase(SessionPhase.Work).Beats(300, 100).Beats(30, 100, 140).Beats(60, 140).Raised(Code));

    [Fact]
    public void A_planned_interval_explains_a_rise() => Assert.Empty(Working().Mets(9, planned: true).Beats(100, 100).Beats(30, 100, 150).Beats(60, 150).Raised(Code));

    [Fact]
    public void In_atrial_fibrillation_spikes_are_no_rise()
    {
        var sitting = Working(With("atrial-fibrillation"));
        for (var i = 0; i < 40; i++) sitting.Beats(4, 131).Beats(5, 88);

        Assert.Empty(sitting.Raised(Code));
    }

    [Fact]
    public void After_a_transplant_a_late_peak_is_no_rise() => Assert.Empty(
        Working(With("heart-transplant")).Phase(SessionPhase.Recovery).Beats(60, 100, 126).Beats(100, 126).Raised(Code));

    [Fact]
    public void It_ends_the_word_about_a_step_and_keeps_the_zones_quiet()
    {
        var sitting = Working().Beats(60, 160);

        Assert.Single(sitting.Raised(AlertCode.HrStepChange));
        var rise = Assert.Single(sitting.Raised(Code));
        Assert.Contains(sitting.Events.OfType<AlertEvent>(), a => a is { Code: AlertCode.HrStepChange, State: AlertState.Closed } && a.T == rise.T);
    }

    [Fact]
    public void The_ceiling_and_a_rate_that_is_unexpectedly_high_take_its_place()
    {
        var ceiling = Working().Beats(30, 100, 152).Beats(60, 152);
        AssertReplaced(ceiling, AlertCode.HrCeiling);

        var blunted = Working(Sitting.Anybody with { Medications = [new() { Atc = "C07AB02", StartedOn = new(2025, 1, 1) }] }).Then(new RpeAnswered(12)).Beats(30, 90, 124).Beats(60, 124);
        AssertReplaced(blunted, AlertCode.HrUnexpectedlyHigh);
    }

    private static void AssertReplaced(Sitting sitting, AlertCode by)
    {
        Assert.Single(sitting.Raised(Code));
        var graver = Assert.Single(sitting.Raised(by));
        Assert.Contains(sitting.Events.OfType<AlertEvent>(), a => a is { Code: Code, State: AlertState.Closed } && a.T == graver.T);
    }

    private static Participant With(string condition) => Sitting.Anybody with { Conditions = [new() { Code = condition }] };

    /// <summary>At 4 METs for five minutes, settled at 100 bpm.</summary>
    private static Sitting Working(Participant? person = null) => new Sitting(person).Phase(SessionPhase.Work).Mets(4).Beats(300, 100);
}
