using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Sessions;

/// <summary>Which way the work went at a change.</summary>
public enum WorkDirection
{
    /// <summary>Not comparable: another kind of work, or nothing known before.</summary>
    Unknown,
    Down,
    Same,
    Up,
}

/// <summary>One change of workload.</summary>
/// <param name="At">When.</param>
/// <param name="MetsBefore">Gross METs before it; null when not known.</param>
/// <param name="MetsAfter">Gross METs from it on; null when not known.</param>
/// <param name="Direction">Which way the work went.</param>
/// <param name="Planned">It is a planned interval.</param>
public readonly record struct WorkChange(DateTimeOffset At, double? MetsBefore, double? MetsAfter, WorkDirection Direction, bool Planned);

/// <summary>The work of one session as it was entered or measured: what is being done now, and the changes that the rules look back on.</summary>
/// <param name="rules">Numbers.</param>
/// <param name="mets">What a workload is in METs.</param>
public sealed class WorkloadLog(RuleOptions rules, WorkloadMets mets)
{
    private const int Kept = 32; // more changes than any rule looks back on
    private const double SameMets = 0.05;
    private const double WattsPerMet = 25; // at about 75 kg (domain-facts 6.2), where no body mass is known

    private readonly List<WorkChange> _changes = [];

    /// <summary>Without a table of activities.</summary>
    public WorkloadLog(RuleOptions rules, double? bodyMassKg)
        : this(rules, new WorkloadMets(ActivityTable.Empty, bodyMassKg))
    {
    }

    /// <summary>The workload in force; null before the first.</summary>
    public WorkloadSet? Current { get; private set; }

    /// <summary>When it was told.</summary>
    public DateTimeOffset CurrentSince { get; private set; }

    /// <summary>Its METs and their source, or why there are none.</summary>
    public MetEstimate Estimate { get; private set; } = MetEstimate.Unknown(MetGap.NoWorkload);

    /// <summary>Gross METs of it; null when not known.</summary>
    public double? Mets => Estimate.Mets;

    /// <summary>The latest changes, oldest first.</summary>
    public IReadOnlyList<WorkChange> Changes => _changes;

    /// <summary>What is known of the body changed: the work in force counts anew from now on, what was counted stands.</summary>
    internal void Weigh(WorkloadMets known)
    {
        mets = known;
        if (Current is { } workload) Estimate = mets.Of(workload);
    }

    /// <summary>Takes a workload.</summary>
    /// <returns>True when it is a step: something that the person feels, as opposed to the wavering of a measurement.</returns>
    public bool Set(WorkloadSet workload, DateTimeOffset at)
    {
        var (before, metsBefore) = (Current, Mets);
        (Current, CurrentSince, Estimate) = (workload, at, mets.Of(workload));
        var step = IsStep(before, metsBefore);
        if (step || before is null) Keep(new(at, metsBefore, Mets, Compare(before, metsBefore), workload.Planned));
        return step;
    }

    /// <summary>How much it is, METs, from the power alone where no body mass is known; NaN when nobody can say.</summary>
    public double Level => Mets ?? (Current?.Watts is { } watts ? 1 + (watts / WattsPerMet) : double.NaN);

    /// <summary>How far the work in force is from an earlier one, METs; NaN when the two cannot be compared.</summary>
    public double DistanceMets(WorkloadSet? before, double? metsBefore)
    {
        if (before is null || Current is not { } now) return double.NaN;
        if (Mets is { } known && metsBefore is { } then) return Math.Abs(known - then);
        return before.Activity == now.Activity && now.Watts is { } watts && before.Watts is { } were ? Math.Abs(watts - were) / WattsPerMet : double.NaN;
    }

    private void Keep(WorkChange change)
    {
        if (_changes.Count == Kept) _changes.RemoveAt(0);
        _changes.Add(change);
    }

    private bool IsStep(WorkloadSet? before, double? metsBefore)
    {
        var now = Current!;
        if (!now.Measured) return before is null || (Differs(now, before) && !Wavers(now, before, metsBefore));
        if (before is null) return false;
        if (Mets is { } known && metsBefore is { } then) return Math.Abs(known - then) >= rules.MeasuredStepMets;
        return Math.Abs((now.Watts ?? 0) - (before.Watts ?? 0)) >= WattsPerMet * rules.MeasuredStepMets;
    }

    /// <summary>A hand on the rail is no other work.</summary>
    private static bool Differs(WorkloadSet now, WorkloadSet before) => (now with { Planned = before.Planned, Handrail = before.Handrail }) != before;

    /// <summary>The same kind of work, and a difference that nobody feels: a machine's display, entered as it comes.</summary>
    private bool Wavers(WorkloadSet now, WorkloadSet before, double? metsBefore) =>
        before.Activity == now.Activity && Mets is { } known && metsBefore is { } then && Math.Abs(known - then) < SameMets;

    /// <summary>Which way the work went from an earlier one to that in force.</summary>
    public WorkDirection Compare(WorkloadSet? before, double? metsBefore)
    {
        if (Mets is { } known && metsBefore is { } then)
            return known > then + SameMets ? WorkDirection.Up : known < then - SameMets ? WorkDirection.Down : WorkDirection.Same;
        if (before is null || Current is null || Mets is not null || metsBefore is not null || before.Activity != Current.Activity) return WorkDirection.Unknown;
        int[] parts =
        [
            Sign(before.Watts, Current.Watts), Sign(before.SpeedKmh, Current.SpeedKmh),
            Sign(before.GradePercent, Current.GradePercent), Sign(before.StepsPerMinute, Current.StepsPerMinute),
        ];
        return (parts.Min(), parts.Max()) switch
        {
            (0, 0) => WorkDirection.Same,
            ( >= 0, _) => WorkDirection.Up,
            (_, <= 0) => WorkDirection.Down,
            _ => WorkDirection.Unknown,
        };
    }

    private static int Sign(double? before, double? now) => (now ?? 0).CompareTo(before ?? 0);
}
