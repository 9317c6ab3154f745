using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Intensity.Rules;

public sealed class HrStepChangeTests
{
    private const AlertCode Code = AlertCode.HrStepChange;

    [Theory]
    [InlineData(30, 1, false)]
    [InlineData(31, 1, true)]
    [InlineData(31, 5, true)]
    [InlineData(31, 7, false)]
    public void More_than_30_within_5_s_is_a_step(int bpm, int seconds, bool told)
    {
        Assert.Equal(told, Working().Beats(seconds, 100, 100 + bpm).Beats(10, 100 + bpm).Raised(Code).Count == 1);
        Assert.Equal(told, Working(140).Beats(seconds, 140, 140 - bpm).Beats(10, 140 - bpm).Raised(Code).Count == 1);
    }

    [Fact]
    public void One_odd_second_is_no_step() => Assert.Empty(Working().Beats(1, 140).Beats(20, 100).Raised(Code));

    [Fact]
    public void Without_rr_that_agrees_nothing_is_said() => Assert.Empty(Working().Beats(4, 100, 140, rr: false).Beats(20, 140, rr: false).Raised(Code));

    [Fact]
    public void After_a_gap_nothing_is_said() => Assert.Empty(Working().Silence(4).Beats(30, 140).Raised(Code));

    [Fact]
    public void At_the_start_of_wear_nothing_is_said() => Assert.Empty(new Sitting().Beats(6, 90).Beats(30, 130).Raised(Code));

    [Theory]
    [InlineData("atrial-fibrillation")]
    [InlineData("pacemaker")]
    public void Where_steps_are_the_hearts_nature_nothing_is_said_and_the_strap_is_believed(string condition)
    {
        var sitting = Working(person: Sitting.Anybody with { Conditions = [new() { Code = condition }] }).Beats(20, 140, rr: false);

        Assert.Empty(sitting.Raised(Code));
        Assert.Equal(Core.Signal.SignalQuality.Good, sitting.Events.OfType<QualityEvent>().Last().Quality);
    }

    [Fact]
    public void A_planned_interval_is_left_alone() => Assert.Empty(Working().Mets(9, planned: true).Beats(20, 145).Raised(Code));

    private static Sitting Working(int bpm = 100, Participant? person = null) => new Sitting(person).Phase(SessionPhase.Work).Beats(60, bpm);
}
