namespace HeartMonitor.Core.Dose;

/// <summary>
/// Gross METs by the ACSM metabolic equations for steady work (domain-facts 6.2). 1 MET is 3.5 mL O2/kg/min. Nothing here checks whether an
/// equation is valid for its input; the ranges stand beside them.
/// </summary>
public static class MetabolicEquations
{
    /// <summary>Walking, metres a minute (domain-facts 6.2: 1.9 to 3.7 mph).</summary>
    public static EquationRange WalkRange { get; } = new(50, 100);

    /// <summary>Running, metres a minute: above 5 mph whoever it is (26.8 m/min a mph).</summary>
    public static EquationRange RunRange { get; } = new(5 * 26.8, double.PositiveInfinity);

    /// <summary>Running, metres a minute, by somebody who truly runs: from 3 mph.</summary>
    public static EquationRange TrueRunRange { get; } = new(3 * 26.8, double.PositiveInfinity);

    /// <summary>Leg cycling, watts.</summary>
    public static EquationRange LegCycleRange { get; } = new(50, 200);

    /// <summary>Arm cycling, watts.</summary>
    public static EquationRange ArmCycleRange { get; } = new(25, 125);

    /// <summary>Stepping, steps a minute.</summary>
    public static EquationRange StepRange { get; } = new(12, 30);

    private const double MlPerMet = 3.5;

    /// <summary>Walking on the level or uphill.</summary>
    /// <param name="metresPerMinute">Speed.</param>
    /// <param name="grade">Rise over run, 0.05 for 5 %.</param>
    public static double Walk(double metresPerMinute, double grade) => (3.5 + (0.1 * metresPerMinute) + (1.8 * metresPerMinute * grade)) / MlPerMet;

    /// <summary>Running on the level or uphill.</summary>
    /// <param name="metresPerMinute">Speed.</param>
    /// <param name="grade">Rise over run, 0.05 for 5 %.</param>
    public static double Run(double metresPerMinute, double grade) => (3.5 + (0.2 * metresPerMinute) + (0.9 * metresPerMinute * grade)) / MlPerMet;

    /// <summary>Leg cycling; <paramref name="watts"/> over kilograms.</summary>
    public static double LegCycle(double watts, double bodyMassKg) => (7 + (10.8 * watts / bodyMassKg)) / MlPerMet;

    /// <summary>Arm cycling; <paramref name="watts"/> over kilograms.</summary>
    public static double ArmCycle(double watts, double bodyMassKg) => (3.5 + (18 * watts / bodyMassKg)) / MlPerMet;

    /// <summary>Stepping up and down.</summary>
    /// <param name="stepsPerMinute">Whole steps, up and down, a minute.</param>
    /// <param name="heightMetres">Height of the step.</param>
    public static double Step(double stepsPerMinute, double heightMetres) => (3.5 + (0.2 * stepsPerMinute) + (1.33 * 1.8 * heightMetres * stepsPerMinute)) / MlPerMet;
}

/// <summary>Where an equation holds, both ends in, in the unit of its input.</summary>
public readonly record struct EquationRange(double From, double To)
{
    private const double Noise = 1e-9; // 6 km/h is 100 m/min save for the last bit

    /// <summary>The flag for an input; none inside the range.</summary>
    internal MetRemarks Flag(double input) =>
        input < From - Noise ? MetRemarks.BelowEquationRange : input > To + Noise ? MetRemarks.AboveEquationRange : MetRemarks.None;
}
