using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>
/// What one person does: an opening, then a round that repeats for ever. A pure function of the second, so that anybody may ask at any time.
/// </summary>
public sealed class DemoScript
{
    private readonly IReadOnlyList<WorkStep> _opening;
    private readonly IReadOnlyList<WorkStep> _round;
    private readonly Equipment _equipment;
    private readonly int _openingSeconds;
    private readonly int _roundSeconds;

    /// <param name="opening">At least one step.</param>
    /// <param name="round">At least one step.</param>
    /// <param name="equipment">Turns effort into settings of a machine.</param>
    /// <param name="faults">Of the strap.</param>
    public DemoScript(IReadOnlyList<WorkStep> opening, IReadOnlyList<WorkStep> round, Equipment equipment, IReadOnlyList<StrapFault> faults)
    {
        (_opening, _round, _equipment, Faults) = (opening, round, equipment, faults);
        _openingSeconds = opening.Sum(step => step.Seconds);
        _roundSeconds = round.Sum(step => step.Seconds);
    }

    public IReadOnlyList<StrapFault> Faults { get; }

    /// <summary>Work in the second that begins at <paramref name="second"/>; before 0 it is the first step's.</summary>
    public Work WorkAt(int second) => new(_equipment.MetsOf(StepAt(second)), _equipment.IsCycle);

    /// <summary>The same as staff would enter it.</summary>
    public WorkloadSet WorkloadAt(int second) => _equipment.SettingsOf(StepAt(second));

    /// <summary>True when the workload changes as <paramref name="second"/> begins; always at 0.</summary>
    public bool StepsAt(int second) => second == 0 || WorkloadAt(second) != WorkloadAt(second - 1);

    private double StepAt(int second)
    {
        var time = Math.Max(0, second);
        return time < _openingSeconds ? Find(_opening, time) : Find(_round, (time - _openingSeconds) % _roundSeconds);
    }

    private static double Find(IReadOnlyList<WorkStep> steps, int second)
    {
        foreach (var step in steps)
        {
            if (second < step.Seconds) return step.Fraction;
            second -= step.Seconds;
        }

        return steps[^1].Fraction;
    }
}
