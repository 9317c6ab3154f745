using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Intensity.Rules;

public sealed class HrFallsWhileWorkRisesTests
{
    private const AlertCode Code = AlertCode.HrFallsWhileWorkRises;

    [Theory]
    [InlineData(9, null)]
    [InlineData(10, AlertPriority.Medium)]
    [InlineData(19, AlertPriority.Medium)]
    [InlineData(20, AlertPriority.High)]
    public void A_fall_of_10_is_medium_and_one_of_20_is_high(int bpm, AlertPriority? expected)
    {
        var sitting = Working().Beats(30, 130, 130 - bpm).Beats(100, 130 - bpm);

        Assert.Equal(expected, sitting.Raised(Code).SingleOrDefault()?.Priority);
    }

    [Fact]
    public void A_fall_that_reaches_20_is_raised_once_and_as_high()
    {
        var sitting = Working().Beats(60, 130, 108).Beats(60, 108);

        Assert.Equal(AlertPriority.High, Assert.Single(sitting.Raised(Code)).Priority);
    }

    [Fact]
    public void A_fall_told_as_medium_that_goes_on_becomes_high()
    {
        var sitting = Working().Beats(30, 130, 116).Beats(14, 116).Beats(10, 116, 108).Beats(10, 108);

        Assert.Equal(AlertPriority.Medium, Assert.Single(sitting.Raised(Code)).Priority);
        Assert.Contains(sitting.Events.OfType<AlertEvent>(), a => a is { Code: Code, State: AlertState.Escalated, Priority: AlertPriority.High });
    }

    [Fact]
    public void After_a_change_of_work_the_reference_is_the_minute_before_it()
    {
        var sitting = Working().Beats(40, 130, 140).Mets(6).Beats(20, 140, 122).Beats(30, 122);

        var reference = Assert.Single(Assert.Single(sitting.Raised(Code)).Because, e => e.What == "reference").Value;
        Assert.InRange(reference, 132.5, 134.5); // 20 s of 130 and 40 s of a rise from 130 to 140
    }

    [Fact]
    public void Less_work_explains_a_fall_for_as_long_as_heart_rate_settles()
    {
        Assert.Empty(Working().Mets(3).Beats(60, 130).Beats(30, 130, 110).Beats(200, 110).Raised(Code));
        Assert.Single(Working().Mets(3).Beats(180, 130).Beats(30, 130, 110).Beats(60, 110).Raised(Code));
    }

    [Fact]
    public void A_fall_that_came_as_a_leap_waits_for_the_watch_over_swapped_straps_and_is_high()
    {
        var sitting = Working().Beats(60, 130);
        var leap = sitting.Now;
        var told = Assert.Single(sitting.Beats(60, 70).Raised(Code));

        Assert.Equal(AlertPriority.High, told.Priority);
        Assert.InRange(told.T - leap, 16, 30);
    }

    [Fact]
    public void A_fall_of_work_within_the_reference_is_never_forgotten_by_a_rise_after_it()
    {
        Assert.Empty(Working().Mets(2).Beats(20, 130).Mets(5).Beats(30, 130, 110).Beats(30, 110).Raised(Code));
        Assert.Single(Working().Mets(2).Beats(80, 130).Mets(5).Beats(30, 130, 110).Beats(30, 110).Raised(Code));
    }

    [Fact]
    public void Pausing_cooling_down_and_recovering_are_falls_of_work()
    {
        Assert.Empty(Working().Then(new SessionPaused()).Beats(40, 130, 100).Then(new SessionResumed()).Beats(60, 100, 95).Raised(Code));
        Assert.Empty(Working().Phase(SessionPhase.CoolDown).Beats(60, 130, 100).Beats(60, 100).Raised(Code));
        Assert.Empty(Working().Phase(SessionPhase.Recovery).Beats(60, 130, 100).Beats(60, 100).Raised(Code));
    }

    [Fact]
    public void Work_that_is_not_known_or_measured_over_the_minute_before_is_not_judged()
    {
        Assert.Empty(new Sitting().Phase(SessionPhase.Work).Beats(300, 130).Beats(30, 130, 105).Beats(60, 105).Raised(Code));
        var measured = new Sitting().Phase(SessionPhase.Work).Then(new WorkloadSet { Watts = 100, Measured = true });
        Assert.Empty(measured.Beats(300, 130).Beats(30, 130, 105).Beats(60, 105).Raised(Code));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(70)]
    [InlineData(3600)]
    public void Nobody_knows_what_was_done_while_the_service_was_away(int seconds)
    {
        var sitting = Working().Away(seconds).Beats(200, 105);

        Assert.Empty(sitting.Raised(Code));
        Assert.Empty(sitting.Raised(AlertCode.HrStepChange));
        Assert.Single(sitting.Beats(30, 105, 80).Beats(60, 80).Raised(Code));
    }

    [Fact]
    public void Staff_who_take_the_work_away_end_the_condition_and_still_owe_the_acknowledgement()
    {
        var sitting = Working().Beats(30, 130, 105).Beats(20, 105).Then(new SessionPaused()).Beats(5, 105);

        var states = sitting.Events.OfType<AlertEvent>().Where(a => a.Code == Code).Select(a => a.State).ToList();
        Assert.Equal([AlertState.Raised, AlertState.Cleared], states);
    }

    [Fact]
    public void In_atrial_fibrillation_leaps_from_beat_to_beat_are_no_fall()
    {
        var person = Sitting.Anybody with { Conditions = [new() { Code = "atrial-fibrillation", Present = true }] };
        var sitting = new Sitting(person).Phase(SessionPhase.Work).Mets(4);
        for (var i = 0; i < 60; i++) sitting.Beats(5, 131).Beats(4, 88);

        Assert.Empty(sitting.Raised(Code));
    }

    /// <summary>At 5 METs for five minutes, settled at 130 bpm.</summary>
    private static Sitting Working() => new Sitting().Phase(SessionPhase.Work).Mets(5).Beats(300, 130);
}
