using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Intensity.Rules;

public sealed class HrFailsToRiseTests
{
    private const AlertCode Code = AlertCode.HrFailsToRise;

    [Theory]
    [InlineData(4, 1.0, true)]
    [InlineData(5, 1.0, false)]
    [InlineData(0, 0.9, false)]
    [InlineData(0, 3.0, true)]
    public void A_rise_under_5_after_a_met_more_is_told_after_two_minutes(int rise, double mets, bool told)
    {
        var sitting = Working().Mets(4 + mets).Beats(60, 110, 110 + rise).Beats(120, 110 + rise);

        Assert.Equal(told ? 420 : null, sitting.Raised(Code).SingleOrDefault()?.T);
    }

    [Fact]
    public void Two_small_steps_make_one_met()
    {
        var sitting = Working().Mets(4.5).Beats(90, 110).Mets(5).Beats(130, 110);

        Assert.Equal(510, Assert.Single(sitting.Raised(Code)).T); // two minutes after the second
    }

    [Fact]
    public void It_is_told_once_a_change_and_ends_when_heart_rate_rises_or_work_changes()
    {
        var risen = Working().Mets(6).Beats(140, 110).Beats(20, 110, 122).Beats(120, 122).Beats(30, 122, 112).Beats(200, 112);
        Assert.Single(risen.Raised(Code));
        Assert.Contains(risen.Events.OfType<AlertEvent>(), a => a is { Code: Code, State: AlertState.Cleared });

        var changed = Working().Mets(6).Beats(140, 110).Mets(4).Beats(5, 110);
        Assert.Contains(changed.Events.OfType<AlertEvent>(), a => a is { Code: Code, State: AlertState.Cleared });
    }

    [Fact]
    public void A_step_back_a_pause_or_a_planned_interval_within_two_minutes_is_not_judged()
    {
        Assert.Empty(Working().Mets(6).Beats(119, 110).Mets(5).Beats(200, 110).Raised(Code));
        Assert.Empty(Working().Mets(6).Beats(60, 110).Then(new SessionPaused()).Beats(20, 110).Then(new SessionResumed()).Beats(200, 110).Raised(Code));
        Assert.Empty(Working().Mets(8, planned: true).Beats(200, 110).Raised(Code));
    }

    [Fact]
    public void From_rest_into_work_counts_as_more_work()
    {
        var sitting = new Sitting().Beats(60, 80).Phase(SessionPhase.Work).Mets(4).Beats(130, 80);

        Assert.Equal(180, Assert.Single(sitting.Raised(Code)).T);
    }

    [Theory]
    [InlineData("chronotropic-incompetence")]
    [InlineData("sick-sinus")]
    [InlineData("autonomic-neuropathy")]
    public void Where_it_is_the_hearts_nature_it_is_low(string condition) =>
        Assert.Equal(AlertPriority.Low, Working(With(condition)).Mets(6).Beats(130, 110).Raised(Code).Single().Priority);

    [Fact]
    public void With_a_pacemaker_nothing_is_said() => Assert.Empty(Working(With("pacemaker")).Mets(6).Beats(700, 110).Raised(Code));

    [Fact]
    public void After_a_transplant_nothing_is_said_before_ten_minutes()
    {
        var sitting = Working(With("heart-transplant")).Mets(6).Beats(599, 110);
        Assert.Empty(sitting.Raised(Code));

        Assert.Equal(AlertPriority.Low, Assert.Single(sitting.Beats(10, 110).Raised(Code)).Priority);
    }

    private static Participant With(string condition) => Sitting.Anybody with { Conditions = [new() { Code = condition }] };

    /// <summary>At 4 METs for five minutes, settled at 110 bpm.</summary>
    private static Sitting Working(Participant? person = null) => new Sitting(person).Phase(SessionPhase.Work).Mets(4).Beats(300, 110);
}
