using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>What is a step that a person feels, and which way the work went.</summary>
public sealed class WorkloadLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Without a body mass watts give no METs: the log has to compare the parts.</summary>
    private readonly WorkloadLog _massless = new(new RuleOptions(), bodyMassKg: null);

    private readonly WorkloadLog _log = new(new RuleOptions(), new WorkloadMets(Shipped.Activities, 75));

    [Theory]
    [InlineData(3.0, 3.06, WorkDirection.Up, true)]
    [InlineData(3.0, 3.04, WorkDirection.Same, false)]
    [InlineData(3.0, 2.96, WorkDirection.Same, false)]
    [InlineData(3.0, 2.94, WorkDirection.Down, true)]
    public void A_twentieth_of_a_met_is_felt_by_nobody(double before, double after, WorkDirection direction, bool step)
    {
        Assert.True(_log.Set(new() { Mets = before }, Start));
        Assert.Equal(step, _log.Set(new() { Mets = after }, Start.AddSeconds(60)));

        Assert.Equal(step ? 2 : 1, _log.Changes.Count);
        if (step) Assert.Equal(new WorkChange(Start.AddSeconds(60), before, after, direction, false), _log.Changes[^1]);
        Assert.Equal((after, Start.AddSeconds(60)), (_log.Mets, _log.CurrentSince));
    }

    [Fact]
    public void The_first_workload_is_a_step_with_nothing_before_it()
    {
        Assert.Equal((MetGap.NoWorkload, (double?)null), (_log.Estimate.Why, _log.Mets));
        Assert.True(_log.Set(new() { Mets = 3, Planned = true }, Start));

        Assert.Equal([new WorkChange(Start, null, 3, WorkDirection.Unknown, true)], _log.Changes);
    }

    [Theory]
    [InlineData(50.0, null, null, null, 60.0, null, null, null, WorkDirection.Up)]
    [InlineData(60.0, null, null, null, 50.0, null, null, null, WorkDirection.Down)]
    [InlineData(50.0, 5.0, null, null, 50.0, 6.0, null, null, WorkDirection.Up)]
    [InlineData(50.0, 6.0, null, null, 50.0, 5.0, null, null, WorkDirection.Down)]
    [InlineData(50.0, null, 1.0, null, 50.0, null, 2.0, null, WorkDirection.Up)]
    [InlineData(50.0, null, 2.0, null, 50.0, null, 1.0, null, WorkDirection.Down)]
    [InlineData(50.0, null, null, 20.0, 50.0, null, null, 30.0, WorkDirection.Up)]
    [InlineData(50.0, null, null, 30.0, 50.0, null, null, 20.0, WorkDirection.Down)]
    [InlineData(50.0, null, 1.0, null, 60.0, null, 2.0, null, WorkDirection.Up)]
    [InlineData(50.0, null, 2.0, null, 60.0, null, 1.0, null, WorkDirection.Unknown)]
    [InlineData(60.0, null, 1.0, null, 50.0, null, 2.0, null, WorkDirection.Unknown)]
    public void Where_no_mets_are_known_the_parts_say_which_way_it_went(
        double? watts, double? speed, double? grade, double? steps, double? wattsThen, double? speedThen, double? gradeThen, double? stepsThen, WorkDirection direction)
    {
        _massless.Set(Parts(watts, speed, grade, steps), Start);
        Assert.True(_massless.Set(Parts(wattsThen, speedThen, gradeThen, stepsThen), Start.AddSeconds(60)));

        Assert.Equal((null, direction), (_massless.Mets, _massless.Changes[^1].Direction));

        // Without METs of its own either way: the machine is not known to the table.
        static WorkloadSet Parts(double? watts, double? speed, double? grade, double? steps) =>
            new() { Activity = "99999", Watts = watts, SpeedKmh = speed, GradePercent = grade, StepsPerMinute = steps };
    }

    [Fact]
    public void Another_kind_of_work_or_work_of_unknown_mets_is_not_comparable()
    {
        _massless.Set(new() { Activity = "99999", Watts = 50 }, Start);
        _massless.Set(new() { Activity = "88888", Watts = 60 }, Start.AddSeconds(60));
        _massless.Set(new() { Mets = 3 }, Start.AddSeconds(120));
        _massless.Set(new() { Activity = "99999", Watts = 60 }, Start.AddSeconds(180));

        Assert.All(_massless.Changes, change => Assert.Equal(WorkDirection.Unknown, change.Direction));
        Assert.Equal(4, _massless.Changes.Count);
    }

    [Fact]
    public void A_hand_on_the_rail_and_a_plan_are_no_other_work_and_a_step_entered_again_is_none()
    {
        _log.Set(new() { Mets = 3 }, Start);

        Assert.False(_log.Set(new() { Mets = 3, Planned = true }, Start.AddSeconds(10)));
        Assert.False(_log.Set(new() { Mets = 3, Handrail = true }, Start.AddSeconds(20)));
        Assert.False(_log.Set(new() { Mets = 3 }, Start.AddSeconds(30)));
        Assert.True(_log.Set(new() { Mets = 3, Activity = "17200" }, Start.AddSeconds(40)));
    }

    [Theory]
    [InlineData(3.0, 4.99, false)]
    [InlineData(3.0, 5.0, true)]
    [InlineData(5.0, 3.01, false)]
    [InlineData(5.0, 3.0, true)]
    public void A_measured_workload_is_a_step_from_two_mets_on(double before, double after, bool step)
    {
        Assert.False(_log.Set(new() { Mets = before, Measured = true }, Start));
        Assert.Single(_log.Changes);

        Assert.Equal(step, _log.Set(new() { Mets = after, Measured = true }, Start.AddSeconds(60)));
    }

    [Theory]
    [InlineData(100.0, 149.0, false)]
    [InlineData(100.0, 150.0, true)]
    [InlineData(150.0, 101.0, false)]
    [InlineData(150.0, 100.0, true)]
    [InlineData(null, 49.0, false)]
    [InlineData(null, 50.0, true)]
    [InlineData(50.0, null, true)]
    [InlineData(49.0, null, false)]
    public void Without_a_body_mass_it_is_a_step_from_fifty_watts_on(double? before, double? after, bool step)
    {
        _massless.Set(new() { Watts = before, Measured = true }, Start);

        Assert.Equal(step, _massless.Set(new() { Watts = after, Measured = true }, Start.AddSeconds(60)));
    }

    [Fact]
    public void Without_a_body_mass_the_power_alone_says_how_much_it_is()
    {
        Assert.Equal(double.NaN, _massless.Level);
        _massless.Set(new() { Watts = 100 }, Start);
        Assert.Equal(5, _massless.Level);
        _massless.Set(new() { Mets = 3 }, Start);

        Assert.Equal(3, _massless.Level);
    }

    [Fact]
    public void Thirty_two_changes_are_kept_and_the_oldest_go_first()
    {
        for (var i = 0; i < 40; i++) _log.Set(new() { Mets = 2 + (i % 2) }, Start.AddSeconds(i));

        Assert.Equal(Enumerable.Range(8, 32).Select(i => Start.AddSeconds(i)), _log.Changes.Select(c => c.At));
    }
}
