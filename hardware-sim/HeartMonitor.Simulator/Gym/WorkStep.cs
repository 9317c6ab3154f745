namespace HeartMonitor.Simulator.Gym;

/// <summary>A stretch of steady work.</summary>
/// <param name="Seconds">Length.</param>
/// <param name="Effort">Fraction of reserve that is asked for, 0 to 1.</param>
public readonly record struct WorkStep(int Seconds, double Effort)
{
    /// <summary>Longer by the stagger of whoever does it, so that not everybody changes at once.</summary>
    public bool IsStaggered { get; init; }

    /// <summary>Held under the warning of the ceiling, whatever <see cref="Effort"/> says.</summary>
    public bool IsUnderWarning { get; init; }
}
