using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Simulator.Gym;

/// <summary>
/// What one person does: an opening, then a round that repeats for ever. A pure function of the second, so that anybody may ask at any time.
/// </summary>
public sealed class GymScript
{
    private readonly IReadOnlyList<WorkStep> _opening;
    private readonly IReadOnlyList<WorkStep> _round;
    private readonly Equipment _equipment;
    private readonly ILookup<int, SessionFact> _says;
    private readonly int _openingSeconds;
    private readonly int _roundSeconds;

    /// <param name="opening">May be empty.</param>
    /// <param name="round">At least one step.</param>
    /// <param name="equipment">Turns effort into settings of a machine.</param>
    /// <param name="says">What is said or entered, by the second.</param>
    public GymScript(IReadOnlyList<WorkStep> opening, IReadOnlyList<WorkStep> round, Equipment equipment, ILookup<int, SessionFact> says)
    {
        (_opening, _round, _equipment, _says) = (opening, round, equipment, says);
        _openingSeconds = opening.Sum(step => step.Seconds);
        _roundSeconds = round.Sum(step => step.Seconds);
    }

    /// <summary>Work in the second that begins at <paramref name="second"/>; before 0 it is the first step's.</summary>
    public Work WorkAt(int second)
    {
        var effort = EffortAt(second);
        return new(_equipment.MetsOf(effort), _equipment.IsCycle, _equipment.StepsOf(effort));
    }

    /// <summary>The same as staff would enter it.</summary>
    public WorkloadSet WorkloadAt(int second) => _equipment.SettingsOf(EffortAt(second));

    /// <summary>True when the workload changes as <paramref name="second"/> begins; always at 0.</summary>
    public bool StepsAt(int second) => second == 0 || (EffortAt(second) != EffortAt(second - 1) && WorkloadAt(second) != WorkloadAt(second - 1));

    /// <summary>What is said or entered as <paramref name="second"/> begins, beside workloads.</summary>
    public IEnumerable<SessionFact> SaysAt(int second) => _says[second];

    private double EffortAt(int second)
    {
        var time = Math.Max(0, second);
        return time < _openingSeconds ? Find(_opening, time) : Find(_round, (time - _openingSeconds) % _roundSeconds);
    }

    private static double Find(IReadOnlyList<WorkStep> steps, int second)
    {
        foreach (var step in steps)
        {
            if (second < step.Seconds) return step.Effort;
            second -= step.Seconds;
        }

        return steps[^1].Effort;
    }
}
