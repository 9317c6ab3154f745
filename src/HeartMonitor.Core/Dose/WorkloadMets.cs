using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Dose;

/// <summary>
/// METs of an entered or measured workload by the upper part of the source order (domain-facts 6.3): stated, machine and equation, Compendium
/// code. What comes below, heart rate and perceived exertion, is <see cref="PersonMets"/>.
/// </summary>
/// <param name="table">Activities and numbers.</param>
/// <param name="bodyMassKg">Kilograms; null when not known.</param>
/// <param name="age">Years; null when not known.</param>
public sealed class WorkloadMets(ActivityTable table, double? bodyMassKg, int? age = null)
{
    private const double MetresPerMinuteOfKmh = 1000.0 / 60;
    private const double MostStepsPerMinute = 60; // ours: twice the equation's range; a walker makes 90 and more
    private const int OldestOfList = 59; // domain-facts 6.1

    private readonly double? _bodyMassKg = bodyMassKg is > 0 and < double.PositiveInfinity ? bodyMassKg : null;

    /// <summary>METs with their source, or why there are none.</summary>
    public MetEstimate Of(WorkloadSet workload)
    {
        if (workload.Mets is { } stated) return new(stated, MetSource.Stated);
        var activity = workload.Activity is { } code ? table.Find(code) : null;
        var unknown = workload.Activity is not null && activity is null;
        if (workload.Handrail && IsOnFoot(workload, activity)) return MetEstimate.Unknown(MetGap.HandrailHeld);
        var machine = OfMachine(workload, activity is null ? null : activity.Equation);
        if (machine is { Mets: not null } known) return unknown ? known with { Flags = known.Flags | MetRemarks.ActivityUnknown } : known;
        if (activity is not null && machine is not { Why: MetGap.Downhill }) return OfTable(activity, workload.Activity!);
        return machine ?? MetEstimate.Unknown(unknown ? MetGap.ActivityUnknown : MetGap.NoWorkload);
    }

    /// <summary>A handrail carries part of whoever stands; a bicycle has none.</summary>
    private static bool IsOnFoot(WorkloadSet workload, Activity? activity) =>
        activity is not null ? activity.Equation is not (MachineEquation.LegCycle or MachineEquation.ArmCycle) : workload.Watts is null;

    private MetEstimate OfTable(Activity activity, string code)
    {
        var (mets, year) = table.MetsOf(activity, code);
        var flags = age > OldestOfList ? MetRemarks.ListForYoungerAdults : MetRemarks.None;
        return new(mets, MetSource.Compendium, flags, code.Trim(), year);
    }

    /// <summary>What the machine's figures say; null when it gave none that fits the activity.</summary>
    private MetEstimate? OfMachine(WorkloadSet workload, MachineEquation? equation) => equation switch
    {
        null => workload.Watts is { } watts ? Cycle(watts, arms: false)
            : workload.SpeedKmh is { } speed ? (workload.Measured ? MetEstimate.Unknown(MetGap.MachineUnknown) : OnFoot(workload, speed, MachineEquation.BySpeed))
            : workload.StepsPerMinute is { } steps ? Steps(workload, steps)
            : null,
        MachineEquation.LegCycle or MachineEquation.ArmCycle => workload.Watts is { } watts ? Cycle(watts, equation == MachineEquation.ArmCycle) : null,
        MachineEquation.Walk or MachineEquation.Run or MachineEquation.BySpeed =>
            workload.SpeedKmh is { } speed ? OnFoot(workload, speed, equation.Value) : null,
        MachineEquation.Step => workload.StepsPerMinute is { } steps ? Steps(workload, steps) : null,
        _ => null,
    };

    private MetEstimate Cycle(double watts, bool arms)
    {
        if (watts <= 0) return new(1, MetSource.Rest);
        if (_bodyMassKg is not { } mass) return MetEstimate.Unknown(MetGap.BodyMassMissing);
        return arms
            ? new(MetabolicEquations.ArmCycle(watts, mass), MetSource.AcsmArmCycle, MetabolicEquations.ArmCycleRange.Flag(watts))
            : new(MetabolicEquations.LegCycle(watts, mass), MetSource.AcsmLegCycle, MetabolicEquations.LegCycleRange.Flag(watts));
    }

    private MetEstimate OnFoot(WorkloadSet workload, double kmh, MachineEquation equation)
    {
        if (kmh <= 0) return new(1, MetSource.Rest);
        if (workload.GradePercent < 0) return MetEstimate.Unknown(MetGap.Downhill);
        var (speed, grade) = (kmh * MetresPerMinuteOfKmh, (workload.GradePercent ?? 0) / 100);
        var truly = equation == MachineEquation.Run && MetabolicEquations.TrueRunRange.Flag(speed) == MetRemarks.None;
        var runs = truly || (equation != MachineEquation.Walk && kmh > table.Options.FastestWalkKmh);
        return runs
            ? new(MetabolicEquations.Run(speed, grade), MetSource.AcsmRun, truly ? MetRemarks.None : MetabolicEquations.RunRange.Flag(speed))
            : new(MetabolicEquations.Walk(speed, grade), MetSource.AcsmWalk, MetabolicEquations.WalkRange.Flag(speed));
    }

    private MetEstimate Steps(WorkloadSet workload, double steps)
    {
        if (steps <= 0) return new(1, MetSource.Rest);
        if (steps > MostStepsPerMinute) return MetEstimate.Unknown(MetGap.StepsOfWalking);
        var height = workload.StepHeightM ?? table.Options.StepHeightM;
        return height > 0
            ? new(MetabolicEquations.Step(steps, height), MetSource.AcsmStep, MetabolicEquations.StepRange.Flag(steps))
            : MetEstimate.Unknown(MetGap.StepHeightMissing);
    }
}
