using CsCheck;
using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Dose;

/// <summary>The source order of domain-facts 6.3 for workloads, and what each machine's figures mean.</summary>
public sealed class WorkloadMetsTests
{
    private static readonly WorkloadMets Of70Kg = new(Shipped.Activities, 70, 40);
    private static readonly WorkloadMets NoMass = new(Shipped.Activities, null, 40);

    [Fact]
    public void What_is_stated_counts_before_everything_else() =>
        Assert.Equal(new(5.5, MetSource.Stated), Of70Kg.Of(new() { Mets = 5.5, Watts = 50, Activity = "01214", Handrail = true }));

    [Fact]
    public void A_machines_watts_count_before_the_code() => Is(MetSource.AcsmLegCycle, 4.204, Of70Kg.Of(new() { Watts = 50, Activity = "01214" }));

    [Fact]
    public void Watts_without_a_body_mass_leave_it_to_the_code() => Is(MetSource.Compendium, 4.0, NoMass.Of(new() { Watts = 50, Activity = "01214" }));

    [Fact]
    public void Watts_mean_a_bicycle_unless_the_code_says_arms_or_oars()
    {
        Is(MetSource.AcsmLegCycle, 3.102, Of70Kg.Of(new() { Watts = 25 }), MetRemarks.BelowEquationRange);
        Is(MetSource.AcsmArmCycle, 2.837, Of70Kg.Of(new() { Watts = 25, Activity = "02117" }));
        Is(MetSource.Compendium, 7.5, Of70Kg.Of(new() { Watts = 120, Activity = "02072" }));
        Is(MetSource.AcsmLegCycle, 4.204, Of70Kg.Of(new() { Watts = 50, Activity = "00000" }), MetRemarks.ActivityUnknown);
    }

    [Theory]
    [InlineData(4.82, null, MetSource.AcsmWalk, 0)]
    [InlineData(6.4, null, MetSource.AcsmWalk, 2)] // 4 mph is walked, above the equation's range
    [InlineData(6.5, null, MetSource.AcsmRun, 1)] // run, below the range of who need not truly run
    [InlineData(9.6, null, MetSource.AcsmRun, 0)]
    [InlineData(5.0, "12020", MetSource.AcsmRun, 0)] // jogging from 3 mph on is true running
    [InlineData(4.5, "12020", MetSource.AcsmWalk, 0)]
    [InlineData(7.0, "17220", MetSource.AcsmWalk, 2)] // walking, however fast
    [InlineData(2.0, null, MetSource.AcsmWalk, 1)]
    public void A_speed_is_walked_or_run(double kmh, string? activity, MetSource source, int flag)
    {
        var mets = Of70Kg.Of(new() { SpeedKmh = kmh, Activity = activity });

        Assert.Equal((source, (MetRemarks)flag), (mets.Source, mets.Flags));
        var speed = kmh * 1000 / 60;
        Assert.Equal(source == MetSource.AcsmRun ? MetabolicEquations.Run(speed, 0) : MetabolicEquations.Walk(speed, 0), mets.Mets!.Value, 9);
    }

    [Fact]
    public void Steps_need_the_height_of_the_step()
    {
        Is(MetSource.AcsmStep, 5.6546, Of70Kg.Of(new() { StepsPerMinute = 24, StepHeightM = 0.20 }));
        Is(MetSource.AcsmStep, 7.9819, Of70Kg.Of(new() { StepsPerMinute = 36, StepHeightM = 0.20, Activity = "02001" }), MetRemarks.AboveEquationRange);
        Assert.Equal(MetGap.StepHeightMissing, Of70Kg.Of(new() { StepsPerMinute = 24 }).Why);
        Assert.Equal(MetGap.StepsOfWalking, Of70Kg.Of(new() { StepsPerMinute = 110, StepHeightM = 0.20 }).Why);
    }

    [Theory]
    [InlineData(null), InlineData("17200"), InlineData("02065"), InlineData("12020")]
    public void Nothing_is_computed_while_a_hand_is_on_the_rail(string? activity) =>
        Assert.Equal(MetEstimate.Unknown(MetGap.HandrailHeld), Of70Kg.Of(new() { SpeedKmh = 5, Activity = activity, Handrail = true }));

    [Fact]
    public void A_bicycle_has_no_handrail() => Is(MetSource.AcsmLegCycle, 4.204, Of70Kg.Of(new() { Watts = 50, Handrail = true }));

    [Fact]
    public void What_is_not_known_says_why()
    {
        Assert.Equal(MetGap.BodyMassMissing, NoMass.Of(new() { Watts = 50 }).Why);
        Assert.Equal(MetGap.Downhill, Of70Kg.Of(new() { SpeedKmh = 5, GradePercent = -3, Activity = "17200" }).Why);
        Assert.Equal(MetGap.MachineUnknown, Of70Kg.Of(new() { SpeedKmh = 25, Measured = true }).Why);
        Assert.Equal(MetGap.ActivityUnknown, Of70Kg.Of(new() { Activity = "1214" }).Why);
        Assert.Equal(MetGap.NoWorkload, Of70Kg.Of(new()).Why);
    }

    [Theory]
    [InlineData(0), InlineData(-5), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_body_mass_that_is_none_is_missing(double kilograms) =>
        Assert.Equal(MetGap.BodyMassMissing, new WorkloadMets(ActivityTable.Empty, kilograms).Of(new() { Watts = 50 }).Why);

    [Fact]
    public void A_machine_at_a_standstill_is_rest()
    {
        Is(MetSource.Rest, 1, NoMass.Of(new() { Watts = 0 }));
        Is(MetSource.Rest, 1, NoMass.Of(new() { SpeedKmh = 0, GradePercent = 5 }));
        Is(MetSource.Rest, 1, NoMass.Of(new() { StepsPerMinute = 0 }));
    }

    [Theory]
    [InlineData(59, 0), InlineData(60, 8), InlineData(null, 0)]
    public void The_list_was_built_for_people_up_to_59(int? age, int flag) =>
        Assert.Equal((MetRemarks)flag, new WorkloadMets(Shipped.Activities, 70, age).Of(new() { Activity = "17200" }).Flags);

    /// <summary>Whatever a session accepts gives finite METs or a reason, never neither and never both.</summary>
    [Fact]
    public void Any_workload_has_mets_or_a_reason()
    {
        var code = Gen.OneOf(Gen.Const((string?)null), AnyInput.OneOf<string?>([.. Shipped.Activities.Activities.Select(a => a.Code)]), Gen.String[0, 6].Select(s => (string?)s));
        var workload =
            from activity in code
            from watts in Gen.Double[0, 2500].Nullable()
            from speed in Gen.Double[0, 100].Nullable()
            from grade in Gen.Double[-40, 60].Nullable()
            from steps in Gen.Double[0, 400].Nullable()
            from height in Gen.Double[0.01, 1].Nullable()
            from rail in Gen.Bool
            from measured in Gen.Bool
            select new WorkloadSet { Activity = activity, Watts = watts, SpeedKmh = speed, GradePercent = grade, StepsPerMinute = steps, StepHeightM = height, Handrail = rail, Measured = measured };

        Gen.Select(workload, Gen.Double[20, 300].Nullable()).Sample((load, mass) =>
        {
            var mets = new WorkloadMets(Shipped.Activities, mass).Of(load);
            return mets.Mets is { } known ? double.IsFinite(known) && known >= 1 && mets.Source != MetSource.None && mets.Why == MetGap.None : mets.Source == MetSource.None && mets.Why != MetGap.None;
        });
    }

    private static void Is(MetSource source, double mets, MetEstimate seen, MetRemarks flags = MetRemarks.None)
    {
        Assert.Equal((source, flags), (seen.Source, seen.Flags));
        Assert.Equal(mets, seen.Mets!.Value, 0.0006);
    }
}
